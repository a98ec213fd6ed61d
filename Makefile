# `make run` opens the interviewer, `make test` runs the tests, `make check` everything that CI runs.
# Each sets up what it needs in .venv first; uv is used where it is present, venv and pip where not.

VENV := .venv
CACHE := .cache
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
SUPPORTED = import sys; sys.exit(not (3, 11) <= sys.version_info[:2])
ARGS ?=
JOBS ?= 4
WIRE_TESTS := $(addprefix tests/rubrics/,models/test_wire.py models/test_ladder.py models/test_calls.py \
  models/test_aimock.py models/test_streaming.py judge/test_replies.py judge/test_faults.py)

.DEFAULT_GOAL := help
.PHONY: help run test test-openai3 aimock check format lint types layers bench pictures lock clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/run.stamp ## open the interviewer (ARGS="start --plain" passes words on)
	@$(BIN)/interviewer $(ARGS)

test: $(VENV)/dev.stamp ## run the tests
	$(BIN)/pytest -n $(JOBS) --dist loadgroup $(ARGS)

test-openai3: $(CACHE)/openai3.stamp ## the tests over the wire, with openai 3
	$(CACHE)/openai3/bin/python -m pytest -n $(JOBS) $(WIRE_TESTS) $(ARGS)

aimock: ## a model server that nobody here wrote, for the tests over the wire (needs node)
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory $(CACHE)/aimock.stamp; \
	else echo "no npm here: the tests with aimock will be skipped"; fi

check: format lint types layers aimock test test-openai3 ## everything that CI runs

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

lock: ## work out the lock files anew (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  --upgrade --group build pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  --upgrade --constraint requirements.lock --group dev pyproject.toml -o requirements-dev.lock
	sed -n '/^openai=/d; s/^\([^ #]*==[^\\]*\).*/\1/p' requirements-dev.lock | \
	  uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  --upgrade --constraint - --group openai3 -o requirements-openai3.lock

clean: ## remove what the other commands made
	rm -rf $(VENV) $(CACHE) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

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
	@echo "Setting up $(1) from $(2) ..."
	@if [ -n "$(UV)" ]; then "$(UV)" pip install -q --python $(1)/bin/python --require-hashes -r $(2); \
	else $(1)/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r $(2); fi
endef

define install_ourselves
	@if [ -n "$(UV)" ]; then "$(UV)" pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .; \
	else $(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .; fi
endef

$(VENV)/run.stamp: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(call install,$(VENV),requirements.lock)
	$(install_ourselves)
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock requirements.lock pyproject.toml | $(VENV)/bin/python
	$(call install,$(VENV),requirements-dev.lock)
	$(install_ourselves)
	@touch $@ $(VENV)/run.stamp

# LiteLLM wants openai before 3, so openai 3 has an environment of its own, without LiteLLM.
$(CACHE)/openai3.stamp: requirements-openai3.lock | $(VENV)/bin/python
	@mkdir -p $(CACHE)
	@if [ -n "$(UV)" ]; then "$(UV)" venv -q --clear --python $(BIN)/python $(CACHE)/openai3; \
	else $(BIN)/python -m venv --clear $(CACHE)/openai3; fi
	$(call install,$(CACHE)/openai3,requirements-openai3.lock)
	@touch $@

$(CACHE)/aimock.stamp: tests/aimock/package.json tests/aimock/package-lock.json
	@echo "Setting up aimock from tests/aimock/package-lock.json ..."
	@mkdir -p $(CACHE)/aimock
	@cp $^ $(CACHE)/aimock
	@npm ci --prefix $(CACHE)/aimock --engine-strict --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@
