# `make run` opens the interviewer, `make test` runs the tests, `make check` everything that CI runs.
# Each sets up what it needs in .venv first; uv is used where it is present, venv and pip where not.

VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
SUPPORTED = import sys; sys.exit(not (3, 11) <= sys.version_info[:2])
ARGS ?=
JOBS ?= 4

.DEFAULT_GOAL := help
.PHONY: help run test check format lint types layers bench pictures lock clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/run.stamp ## open the interviewer (ARGS="start --plain" passes words on)
	@$(BIN)/interviewer $(ARGS)

test: $(VENV)/dev.stamp ## run the tests
	$(BIN)/pytest -n $(JOBS) $(ARGS)

check: format lint types layers test ## everything that CI runs

format: $(VENV)/dev.stamp ## look at the format (make format FIX=1 mends it)
	$(BIN)/ruff format $(if $(FIX),,--check --diff) .

lint: $(VENV)/dev.stamp ## ruff
	$(BIN)/ruff check $(if $(FIX),--fix) .

types: $(VENV)/dev.stamp ## mypy, strict
	$(BIN)/mypy

layers: $(VENV)/dev.stamp ## the layer contracts
	$(BIN)/lint-imports

bench: $(VENV)/dev.stamp ## measure what docs/grading.md and docs/architecture.md state
	$(BIN)/python -m benchmarks $(ARGS)

pictures: $(VENV)/dev.stamp ## take the pictures of the README anew
	$(BIN)/python docs/pictures.py

lock: ## work out both lock files anew (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  --upgrade --group build pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  --upgrade --constraint requirements.lock --group dev pyproject.toml -o requirements-dev.lock

clean: ## remove what the other commands made
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

$(VENV)/bin/python:
	@set -e; \
	for candidate in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11 python; do \
	  if "$$candidate" -c '$(SUPPORTED)' 2>/dev/null; then chosen=$$candidate; break; fi; \
	done; \
	if [ -n "$(UV)" ]; then "$(UV)" venv -q --python "$${chosen:-3.11}" $(VENV); \
	elif [ -n "$$chosen" ]; then "$$chosen" -m venv $(VENV) || { \
	  rm -rf $(VENV); echo "Python could not make a virtual environment; on Debian: apt install python3-venv" >&2; exit 1; }; \
	else echo "Interviewer needs Python 3.11 or newer, and found none on the PATH." >&2; exit 1; fi

# A stamp says: what is installed is what the lock file names.
define install
	@echo "Setting up $(VENV) from $(1) ..."
	@if [ -n "$(UV)" ]; then \
	  "$(UV)" pip install -q --python $(BIN)/python --require-hashes -r $(1) && \
	  "$(UV)" pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .; \
	else \
	  $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r $(1) && \
	  $(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .; \
	fi
	@touch $@
endef

$(VENV)/run.stamp: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(call install,requirements.lock)

$(VENV)/dev.stamp: requirements-dev.lock requirements.lock pyproject.toml | $(VENV)/bin/python
	$(call install,requirements-dev.lock)
	@touch $(VENV)/run.stamp
