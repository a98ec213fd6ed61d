"""Banks that are copied, deleted, brought back and edited apart from what is in use."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewer.banks.editing import WorkingCopy
from interviewer.banks.editors import editor_command
from interviewer.banks.own_banks import copy_bank, delete_bank, free_name, restore_bank
from interviewer.banks.shelf import Shelf
from rubrics.errors import BankError, InterviewerError
from rubrics.loading import shipped_banks

BANK = """# Mine.
id: tea # short
title: Tea
about: On tea.
sections:
  - green.yaml
"""
SECTION = """id: green
title: Green tea
questions:
  - id: water
    # How hot?
    ask: How hot is the water?
    hint: Below boiling.
    minutes: 2
    criteria:
      - {id: hot, expects: Says that it is below boiling.}
"""


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path / "banks")
    (shelf.own / "tea").mkdir(parents=True)
    (shelf.own / "tea" / "bank.yaml").write_text(BANK)
    (shelf.own / "tea" / "green.yaml").write_text(SECTION)
    return shelf


def test_a_copy_has_its_own_id_and_every_other_line(shelf: Shelf) -> None:
    assert free_name(shelf, "tea") == "tea-copy"
    copied = copy_bank(shelf, shelf.locate("tea"), "tea-copy")
    assert copied.read_text() == BANK.replace("id: tea #", 'id: "tea-copy" #')
    assert (copied.parent / "green.yaml").read_text() == SECTION
    assert shelf.bank("tea-copy").id == "tea-copy"
    assert free_name(shelf, "tea") == "tea-copy-2"
    with pytest.raises(InterviewerError, match="folder"):
        copy_bank(shelf, shelf.locate("tea"), "tea-copy")
    with pytest.raises(InterviewerError, match="cannot be an id"):
        copy_bank(shelf, shelf.locate("tea"), "../tea")


def test_a_bank_that_came_with_the_program_is_copied_whole_but_never_deleted(shelf: Shelf) -> None:
    [name] = shipped_banks()
    path = shelf.locate(name)
    copy_bank(shelf, path, "mine")
    mine, shipped = shelf.bank("mine"), shelf.bank(name)
    assert mine.sections == shipped.sections
    assert mine.id == "mine"
    with pytest.raises(InterviewerError, match="came with the program"):
        copy_bank(shelf, path, name)
    with pytest.raises(InterviewerError, match="not lie among your own"):
        delete_bank(shelf, path)


def test_what_is_deleted_can_come_back(shelf: Shelf) -> None:
    first = delete_bank(shelf, shelf.locate("tea"))
    assert "tea" not in shelf.names()
    (shelf.own / "tea").mkdir()
    (shelf.own / "tea" / "bank.yaml").write_text(BANK)
    with pytest.raises(InterviewerError, match="is there again"):
        restore_bank(first)
    second = delete_bank(shelf, shelf.locate("tea"))
    assert second.backup != first.backup
    restore_bank(first)
    assert shelf.bank("tea").question("water").minutes == 2


def test_an_edited_bank_takes_its_place_only_when_it_is_right(shelf: Shelf) -> None:
    path = shelf.locate("tea")
    working = WorkingCopy.of(shelf, path)
    working.begin()
    section = working.file.with_name("green.yaml")
    for path_made in (working.folder.parent, working.folder, section.parent, section):
        assert path_made.stat().st_mode & 0o077 == 0
    assert working.place_of("water") == (section, 4)
    assert not working.changed()
    section.write_text(SECTION.replace("minutes: 2", "minuts: 2"))
    assert working.changed()
    with pytest.raises(BankError, match=r"(?s)^green\.yaml:\d+: .*Did you mean minutes"):
        working.read()
    assert working.place_of("water")[0] == section
    assert shelf.bank("tea").question("water").minutes == 2
    WorkingCopy.of(shelf, path).begin()  # what was left is gone on with
    assert "minuts" in section.read_text()
    section.write_text(SECTION.replace("minutes: 2", "minutes: 5"))
    working.read()
    working.put_back()
    assert shelf.bank("tea").question("water").minutes == 5
    assert path.read_text() == BANK
    assert not working.exists


def test_an_edit_does_not_undo_what_another_program_wrote(shelf: Shelf) -> None:
    path = shelf.locate("tea")
    working = WorkingCopy.of(shelf, path)
    working.begin()
    working.file.write_text(BANK.replace("On tea.", "All of tea."))
    path.write_text(BANK.replace("On tea.", "Something on tea."))
    with pytest.raises(InterviewerError, match="changed meanwhile"):
        working.put_back()
    assert "Something on tea." in path.read_text()
    kept = working.put_aside(shelf)
    assert "All of tea." in (kept / "now" / "bank.yaml").read_text()


@pytest.mark.parametrize(
    ("environ", "command"),
    [
        ({"VISUAL": "nvim -R", "EDITOR": "nano"}, ["nvim", "-R", "+7", "b.yaml"]),
        ({"EDITOR": "code"}, ["code", "--wait", "--goto", "b.yaml:7"]),
        ({"EDITOR": "'/opt/my ed/hx'"}, ["/opt/my ed/hx", "b.yaml:7"]),
        ({"EDITOR": "subl -w"}, ["subl", "-w", "b.yaml:7"]),
        ({"EDITOR": "ed"}, ["ed", "b.yaml"]),
        ({"VISUAL": " "}, ["vi", "+7", "b.yaml"]),
    ],
)
def test_an_editor_is_told_the_line_as_it_takes_it(
    environ: dict[str, str], command: list[str]
) -> None:
    there = {"nvim", "code", "/opt/my ed/hx", "subl", "ed", "vi"}
    found = editor_command(environ, Path("b.yaml"), 7, lambda name: name if name in there else None)
    assert found == command


@pytest.mark.parametrize("environ", [{}, {"EDITOR": "nowhere"}, {"EDITOR": "'open"}])
def test_without_an_editor_it_says_what_to_do(environ: dict[str, str]) -> None:
    with pytest.raises(InterviewerError, match=r"EDITOR|quotes"):
        editor_command(environ, Path("b.yaml"), 1, lambda name: None)
