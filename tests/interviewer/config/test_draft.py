"""The form over the settings, without a screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewer.config.draft import Draft
from interviewer.config.preferences import FILE
from interviewer.config.schema import (
    BANK,
    BUDGET,
    DEFAULT_BANK,
    HIDE_SCORES,
    MODEL,
    QUESTION_MINUTES,
    THEME,
)
from interviewer.config.settings import Settings


@pytest.fixture
def draft(tmp_path: Path) -> Draft:
    return Draft(Settings(tmp_path, budget=0.1, keys={"interview.skip": "f12"}))


def loaded(home: Path, text: str, **environ: str) -> Settings:
    (home / FILE).write_text(text)
    return Settings.load({"INTERVIEWER_HOME": str(home), **environ}, home)


def test_a_form_that_was_only_read_changes_nothing(draft: Draft) -> None:
    assert (draft.values, draft.changed_keys, draft.changed) == ({}, {}, False)
    assert draft.raw(BUDGET) == "0.1"
    assert draft.raw(MODEL) == ""
    assert draft.raw(HIDE_SCORES) is False
    assert draft.raw(BANK) == DEFAULT_BANK
    assert not draft.wrong
    assert not draft.undo()


def test_what_is_filled_in_is_what_is_written(draft: Draft) -> None:
    draft.fill_in(BUDGET, "")
    draft.fill_in(THEME, "light")
    draft.fill_in(QUESTION_MINUTES, "2.5")
    draft.fill_in(HIDE_SCORES, True)
    draft.fill_in(BANK, "")
    assert draft.changed
    assert draft.values == {
        "budget": None,
        "theme": "light",
        "interview.question_minutes": 2.5,
        "interview.hide_scores": True,
    }
    settings = draft.settings()
    assert (settings.budget, settings.theme, settings.question_minutes) == (None, "light", 2.5)
    assert settings.hide_scores
    assert settings.bank == DEFAULT_BANK


@pytest.mark.parametrize("raw", ["much", "-1", "nan", "1e999"])
def test_what_means_nothing_is_said_and_can_be_mended(draft: Draft, raw: str) -> None:
    draft.fill_in(BUDGET, raw)
    assert draft.wrong == [BUDGET]
    assert "a number of dollars" in draft.problem(BUDGET)
    with pytest.raises(ValueError, match=r"^$|convert"):
        draft.settings()
    draft.fill_in(BUDGET, "3")
    assert not draft.problem(BUDGET)
    assert draft.settings().budget == 3


def test_undo_takes_back_a_word_at_once_and_one_field_after_the_other(draft: Draft) -> None:
    for typed in ("o", "ol", "ollama/x"):
        draft.fill_in(MODEL, typed)
    draft.fill_in(THEME, "light")
    draft.give("interview.hand_in", ("f11",))
    assert draft.undo()
    assert draft.keys == {"interview.skip": "f12"}
    assert draft.undo()
    assert (draft.raw(THEME), draft.raw(MODEL)) == ("dark", "ollama/x")
    assert draft.undo()
    assert draft.raw(MODEL) == ""
    assert not draft.can_undo
    assert not draft.changed


def test_a_key_that_is_given_is_taken_from_who_was_given_it_before(draft: Draft) -> None:
    draft.give("interview.hand_in", ("f12", "ctrl+n"))
    assert draft.keys == {"interview.hand_in": "f12,ctrl+n"}
    assert draft.changed_keys == {"interview.skip": None, "interview.hand_in": "f12,ctrl+n"}
    assert draft.keymap.keys["interview.skip"] == ("f3", "ctrl+l")
    draft.give("interview.flag", ("ctrl+n",))
    assert draft.keys == {"interview.hand_in": "f12", "interview.flag": "ctrl+n"}
    assert not draft.keymap.faults


def test_own_keys_come_back(draft: Draft) -> None:
    draft.take_back("interview.skip")
    assert draft.keys == {}
    assert draft.changed_keys == {"interview.skip": None}
    draft.take_back("interview.skip")
    draft.undo()
    assert draft.keys == {"interview.skip": "f12"}


def test_what_the_environment_sets_is_not_written(tmp_path: Path) -> None:
    settings = loaded(tmp_path, "", INTERVIEWER_MODEL="openai/x")
    draft = Draft(settings)
    draft.fill_in(MODEL, "openai/y")
    assert draft.values == {}


def test_a_mistake_in_the_file_is_said_at_its_field_and_mended_by_saving(tmp_path: Path) -> None:
    draft = Draft(loaded(tmp_path, "theme = 'mauve'\nmodle = 'estimate'\n"))
    assert "theme is 'mauve'" in draft.problem(THEME)
    assert "there is no setting modle" in draft.problem(MODEL)
    assert draft.values == {"theme": "dark"}
    settings = draft.settings()
    assert settings.grading_fault is not None, "nobody guesses what modle means"
    draft.fill_in(MODEL, "estimate")
    assert draft.problem(MODEL) == ""
    assert draft.settings().grading_fault is None
