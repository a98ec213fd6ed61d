from __future__ import annotations

from pathlib import Path

import pytest

from interviewer.settings import DEFAULT_BANK, Settings, SettingsError


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
