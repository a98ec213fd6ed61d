"""``settings.toml``: what is read of it, and what is left of it when it is written."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interviewer.config.preferences import FILE, read, write
from interviewer.config.preferences_text import changed
from interviewer.config.schema import SCHEMA, Amount, OneOf, Setting, Switch, UpTo, Value
from interviewer.exporting import write_private
from rubrics.errors import InterviewerError
from tests.test_house import MODEL_CLIENTS, loaded_by

BY_HAND = """\
# what I like
theme = "light"   # bright rooms

budget = 0.5
color = "mauve"

[interview]
# longer than most
question_minutes = 4

[keys]
interview.hand_in = "f12"
"interview.skip" = "f3"
"""


def values_of(setting: Setting) -> st.SearchStrategy[Value]:
    """What a setting can be."""
    match setting.kind:
        case Switch():
            return st.booleans()
        case OneOf(options):
            return st.sampled_from(options)
        case UpTo(most):
            return st.integers(0, most)
        case Amount(most=most):
            return st.floats(0.01, min(most, 1e9))
    return st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1)


SOME_VALUES = st.fixed_dictionaries(
    {}, optional={setting.key: values_of(setting) for setting in SCHEMA}
)
SOME_KEYS = st.dictionaries(
    st.from_regex(r"[a-z_]{1,9}\.[a-z_]{1,9}", fullmatch=True), st.text(max_size=9), max_size=4
)


@given(SOME_VALUES, SOME_KEYS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_what_is_written_is_read_again(
    tmp_path: Path, values: dict[str, Value], keys: dict[str, str]
) -> None:
    (tmp_path / FILE).unlink(missing_ok=True)
    write(tmp_path, values, dict(keys))
    found = read(tmp_path)
    assert (found.values, found.keys, found.faults) == (values, keys, ())
    write(tmp_path, dict.fromkeys(values), dict.fromkeys(keys))
    found = read(tmp_path)
    assert (found.values, found.keys) == ({}, {})


@given(SOME_VALUES, SOME_KEYS)
def test_everything_else_in_the_file_stays(values: dict[str, Value], keys: dict[str, str]) -> None:
    text = changed(BY_HAND, values, dict(keys))
    assert [line for line in BY_HAND.splitlines() if "#" in line and "theme" not in line] == [
        line for line in text.splitlines() if line.startswith("#")
    ]
    assert "# bright rooms" in text
    assert tomllib.loads(text)["color"] == "mauve"
    assert tomllib.loads(text)["keys"]["interview"]["hand_in"] == "f12"
    order = [text.index(word) for word in ("theme", "color", "[interview]", "[keys]")]
    assert order == sorted(order)


def test_comments_and_order_survive_a_change(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(BY_HAND)
    write(
        tmp_path,
        {"theme": "dark", "budget": None, "interview.hide_scores": True},
        {"interview.hand_in": "f11", "interview.skip": None},
    )
    assert (tmp_path / FILE).read_text() == BY_HAND.replace('"light"', '"dark"').replace(
        "budget = 0.5\n", ""
    ).replace("= 4\n", "= 4\nhide_scores = true\n").replace(
        'interview.hand_in = "f12"\n"interview.skip" = "f3"', '"interview.hand_in" = "f11"'
    )


def test_the_file_is_for_its_owner_only(tmp_path: Path) -> None:
    home = tmp_path / "home"
    write(home, {"theme": "light"}, {})
    assert (home / FILE).stat().st_mode & 0o777 == 0o600
    assert home.stat().st_mode & 0o777 == 0o700
    (home / FILE).chmod(0o644)
    write(home, {"theme": "dark"}, {})
    assert (home / FILE).stat().st_mode & 0o777 == 0o600
    assert os.listdir(home) == [FILE]


def test_a_link_to_a_file_kept_elsewhere_stays_one(tmp_path: Path) -> None:
    kept = tmp_path / "kept.toml"
    kept.write_text("# kept\n")
    (tmp_path / FILE).symlink_to(kept)
    write(tmp_path, {"theme": "light"}, {})
    assert (tmp_path / FILE).is_symlink()
    assert kept.read_text() == '# kept\ntheme = "light"\n'


def test_without_a_file_nothing_is_set(tmp_path: Path) -> None:
    found = read(tmp_path / "none")
    assert (found.values, found.keys, found.faults) == ({}, {}, ())


@pytest.mark.parametrize(
    ("text", "message", "advice", "about"),
    [
        ('theme = "mauve"', "theme is 'mauve'; it can be dark or light.", "Mend it", "theme"),
        ("budget = -1", "budget is -1; it is a number of dollars", "Mend it", "budget"),
        ("budget = nan", "budget is nan", "Mend it", "budget"),
        ("budget = true", "budget is True", "Mend it", "budget"),
        ('model = ["a"]', "model is ['a']", "Mend it", "model"),
        ('model = "a\\nb"', "model is 'a\\nb'", "Mend it", "model"),
        (
            "[interview]\nquestion_minutes = 0",
            "interview.question_minutes is 0",
            "",
            "interview.question_minutes",
        ),
        (
            '[interview]\nhide_scores = "yes"',
            "interview.hide_scores is 'yes'; it is true or false.",
            "",
            "interview.hide_scores",
        ),
        ('modle = "estimate"', "there is no setting modle.", "Did you mean model?", "model"),
        (
            "hide_scores = true",
            "there is no setting hide_scores.",
            "Did you mean interview.hide_scores?",
            "interview.hide_scores",
        ),
        (
            "[interview]\nminutes = 3",
            "no setting interview.minutes",
            "interview.question_min",
            None,
        ),
        ("interview = 3", "there is no setting interview.", "", None),
        ('openai_api_key = "sk-x"', "no setting openai_api_key", "in the environment", ""),
        ("keys = 3", "keys: keys is 3.", 'such as "f2,ctrl+n"', ""),
        ('[keys]\n"a.b" = 3', "keys: a.b is 3.", 'such as "f2,ctrl+n"', ""),
    ],
)
def test_what_cannot_be_followed_is_named_and_passed_over(
    tmp_path: Path, text: str, message: str, advice: str, about: str | None
) -> None:
    (tmp_path / FILE).write_text(text)
    found = read(tmp_path)
    assert (found.values, found.keys) == ({}, {})
    [fault] = found.faults
    assert fault.message.startswith(f"{tmp_path / FILE}: ")
    assert message in fault.message
    assert advice in fault.advice
    assert "sk-x" not in str(fault)
    if about is not None:
        assert fault.about == about


@pytest.mark.parametrize("content", [b"theme = \n", b"\xff\xfe", b'theme = "a"\ntheme = "b"\n'])
def test_a_file_that_is_no_toml_is_passed_over_and_copied_before_it_is_begun_anew(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / FILE
    path.write_bytes(content)
    [fault] = read(tmp_path).faults
    assert fault.about is None
    assert "cannot be read" in fault.message
    copy = write(tmp_path, {"theme": "light"}, {})
    assert copy is not None
    assert copy.read_bytes() == content
    assert copy.stat().st_mode & 0o777 == 0o600
    assert read(tmp_path).values == {"theme": "light"}


def test_a_file_that_cannot_be_written_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / FILE).write_text(BY_HAND)

    def full(path: Path, text: str, force: bool = False) -> None:
        write_private(tmp_path / "none" / FILE, text, force)

    monkeypatch.setattr("interviewer.exporting.write_private", full)
    with pytest.raises(InterviewerError, match="cannot be written"):
        write(tmp_path, {"theme": "dark"}, {})
    assert (tmp_path / FILE).read_text() == BY_HAND


def test_a_text_that_cannot_be_changed_without_harm_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tomlkit.dumps", lambda document: 'theme = "light"\n')
    with pytest.raises(InterviewerError, match="cannot be changed from here"):
        changed(BY_HAND, {"theme": "dark"}, {})


def test_what_writes_the_file_is_loaded_only_then() -> None:
    loaded = loaded_by("import interviewer.screens.settings, interviewer.keyboard.command_table")
    assert "textual" in loaded
    assert not loaded & {"tomlkit", *MODEL_CLIENTS}
