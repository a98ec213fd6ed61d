from __future__ import annotations

from pathlib import Path

import pytest

from interviewer.config.schema import (
    BUDGET,
    DEFAULT_BANK,
    FOLLOW_UPS,
    HIDE_SCORES,
    MODEL,
    SCHEMA,
    UpTo,
)
from interviewer.config.settings import Settings, SettingsError
from sessions.follow_ups import ROUNDS, ROUNDS_AT_MOST
from tests.docs import table
from tests.interviewer.command import Shell


def test_the_environment_wins_over_the_folder_and_the_folder_over_the_home(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / ".env").write_text("INTERVIEWER_BANK=from-home\nINTERVIEWER_THEME=light\n")
    (tmp_path / ".env").write_text(f"INTERVIEWER_HOME={home}\nINTERVIEWER_BANK=from-folder\n")

    here = Settings.load({}, tmp_path)
    assert here == Settings(home=home, bank="from-folder", theme="light")

    set_outside = Settings.load({"INTERVIEWER_BANK": "from-outside"}, tmp_path)
    assert set_outside.bank == "from-outside"


def test_nothing_set_means_the_platform_s_folder_and_the_shipped_bank(tmp_path: Path) -> None:
    settings = Settings.load({}, tmp_path)
    assert settings.home.is_absolute()
    assert settings.bank == DEFAULT_BANK
    assert settings.theme == "dark"


def test_a_tilde_is_the_user_s_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert Settings.load({"INTERVIEWER_HOME": "~/x"}, tmp_path).home == tmp_path / "x"


def test_a_theme_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="'mauve'; it can be dark or light"):
        Settings.load({"INTERVIEWER_THEME": "mauve"}, tmp_path)


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="cannot be read"):
        Settings.load({}, tmp_path)


@pytest.mark.parametrize("text", ["much", "-1", "nan", "inf"])
def test_a_budget_that_is_no_sum_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingsError, match="a number of dollars"):
        Settings.load({"INTERVIEWER_BUDGET": text}, tmp_path)


def test_keys_are_read_and_never_shown(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("OPENAI_API_KEY=sk-secret\nINTERVIEWER_MODEL=openai/x\n")
    settings = Settings.load({}, tmp_path)
    assert settings.model == "openai/x"
    assert settings.environ["OPENAI_API_KEY"] == "sk-secret"
    assert "sk-secret" not in repr(settings)


def test_without_a_name_nobody_is_said_to_mark(tmp_path: Path) -> None:
    assert Settings.load({}, tmp_path).model is None
    assert Settings.load({"INTERVIEWER_MODEL": " "}, tmp_path).model is None


@pytest.mark.parametrize(
    ("content", "mode", "exposed"),
    [
        ("OPENAI_API_KEY=sk-secret\n", 0o644, True),
        ("OPENAI_API_KEY=sk-secret\n", 0o640, True),
        ("OPENAI_API_KEY=sk-secret\n", 0o600, False),
        ("OPENAI_API_KEY=\nINTERVIEWER_THEME=light\n", 0o644, False),
        ("HF_TOKEN=secret\n", 0o604, True),
    ],
)
def test_a_file_of_keys_that_others_can_read_is_told_of(
    tmp_path: Path, content: str, mode: int, exposed: bool
) -> None:
    home = tmp_path / "a home"
    home.mkdir()
    path = home / ".env"
    path.write_text(content)
    path.chmod(mode)
    settings = Settings.load({"INTERVIEWER_HOME": str(home)}, tmp_path)
    assert settings.exposed == ((path,) if exposed else ())
    for warning in settings.warnings():
        assert str(path) in warning.message
        assert warning.advice == f"Close it: chmod 600 '{path}'"
        assert "secret" not in str(warning)


def test_what_stands_first_of_the_four_sources_wins(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    environ = {"INTERVIEWER_HOME": str(home)}
    (home / "settings.toml").write_text(
        'model = "openai/file"\nbank = "file"\ntheme = "light"\nbudget = 1\n'
    )
    (home / ".env").write_text("INTERVIEWER_BANK=home\nINTERVIEWER_THEME=dark\n")
    (tmp_path / ".env").write_text("INTERVIEWER_BANK=near\n")

    here = Settings.load({**environ, "INTERVIEWER_MODEL": "openai/outside"}, tmp_path)
    assert (here.model, here.bank, here.theme, here.budget, here.question_minutes) == (
        "openai/outside",
        "near",
        "dark",
        1,
        None,
    )
    assert here.sources == {
        "model": "INTERVIEWER_MODEL",
        "bank": "INTERVIEWER_BANK",
        "theme": "INTERVIEWER_THEME",
        "budget": "settings.toml",
    }
    assert here.fixed_by(MODEL) == "INTERVIEWER_MODEL"
    assert here.fixed_by(BUDGET) == ""
    assert here.fixed_by(HIDE_SCORES) == ""

    empty = Settings.load({**environ, "INTERVIEWER_MODEL": " "}, tmp_path)
    assert empty.model == "openai/file"


def test_every_setting_has_a_field_and_its_default(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    for setting in SCHEMA:
        assert settings.value(setting) == setting.default


def test_follow_ups_are_as_the_sessions_say(tmp_path: Path) -> None:
    assert Settings(tmp_path).follow_ups == FOLLOW_UPS.default == ROUNDS
    assert FOLLOW_UPS.kind == UpTo(ROUNDS_AT_MOST)
    for wrong in (3, -1, True, 1.5, "many"):
        with pytest.raises(ValueError, match=r"^$"):
            FOLLOW_UPS.kind.read(wrong)


@pytest.mark.parametrize(
    ("text", "environ", "stops"),
    [
        ("modle = 'estimate'", {}, True),
        ("modle = 'estimate'", {"INTERVIEWER_MODEL": "openai/x"}, False),
        ("modle = 'x'\nmodel = 'openai/x'", {}, False),
        ("budget = 'much'", {}, True),
        ("budget = 'much'", {"INTERVIEWER_BUDGET": "1"}, False),
        ("base_url = 3", {}, True),
        ("theme = 'mauve'", {}, False),
        ("them = 'dark'", {}, False),
        ("[keys]\n'a.b' = 3", {}, False),
        ("theme =", {}, True),
    ],
)
def test_a_mistake_about_where_answers_go_stops_grading_and_no_other_does(
    tmp_path: Path, text: str, environ: dict[str, str], stops: bool
) -> None:
    (tmp_path / "settings.toml").write_text(text)
    settings = Settings.load({"INTERVIEWER_HOME": str(tmp_path), **environ}, tmp_path)
    [fault] = settings.faults
    assert fault in list(settings.warnings())
    assert settings.grading_fault is (fault if stops else None)


def test_settings_after_a_change(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("theme = 'mauve'\nbudget = 1\n")
    before = Settings.load({"INTERVIEWER_HOME": str(tmp_path)}, tmp_path)
    after = before.changed({"theme": "light", "budget": None, "bank": "b"}, {"a.b": "f2"})
    assert (after.theme, after.budget, after.bank, after.keys) == (
        "light",
        None,
        "b",
        {"a.b": "f2"},
    )
    assert after.sources == {"theme": "settings.toml", "bank": "settings.toml"}
    assert not after.faults


def test_the_docs_name_every_setting_with_its_variable_and_default() -> None:
    *rows, keys = table("configuration.md", "All settings")
    assert keys[0] == '`keys."…"`'
    for row, setting in zip(rows, SCHEMA, strict=True):
        default = f"`{str(setting.default).lower()}`" if setting.default is not None else None
        assert row[0] == f"`{setting.key}`"
        assert row[1] == (f"`{setting.variable}`" if setting.variable else "–")
        assert row[2] == (default or setting.empty)


def test_a_key_in_the_wrong_place_is_not_said_back(
    interviewer: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = "sk-proj-0123456789abcdefghij"
    monkeypatch.setenv("INTERVIEWER_BUDGET", key)
    outcome = interviewer("locate")
    assert outcome.code == 3
    assert "INTERVIEWER_BUDGET" in outcome.err
    assert key not in outcome.err + outcome.out
    monkeypatch.delenv("INTERVIEWER_BUDGET")
    outcome = interviewer("start", "--plain", "--grader", f"openai/gpt?key={key}")
    assert outcome.code == 3
    assert key not in outcome.err + outcome.out
