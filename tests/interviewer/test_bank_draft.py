"""``interviewer bank draft``: what is drafted, shown, asked and written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from interviewer.commands import bank_draft, drafting
from rubrics.loading import SHIPPED, load_bank, load_outline
from tests.interviewer.command import Outcome, Shell, answered, by_script
from tests.rubrics.drafting.samples import HINT, reply, with_criterion

OUTLINE = f"""\
# My drinks
id: hot-drinks
title: Hot Drinks
about: Tea and coffee.   # short

sections:
  - id: tea
    title: Tea
    questions:
      # to be worded
      - hint: "{HINT}"   # from the kitchen

      - id: iced
        ask: How do you make iced tea?
        hint: "{HINT} Serve it cold."
        minutes: 2   # quick
"""
USAGE = {"prompt_tokens": 1200, "completion_tokens": 800}
COLD = reply(
    criteria=[
        *reply()["criteria"],
        {
            "covers": ["Serve it cold."],
            "id": "cold",
            "expects": "Says that it is served cold.",
            "weight": "important",
            "shape": "all",
            "need": None,
            "signals": ["serve cold | on ice | ice cubes"],
        },
    ],
    id="a-good-cup",
    model_answer="I boil fresh water and brew it double.",
)
BOTH = (
    {"when": "Serve it cold", "json": COLD, "usage": USAGE},
    {"json": reply(), "usage": USAGE},
)


@pytest.fixture
def outline(tmp_path: Path) -> Path:
    path = tmp_path / "drinks.yaml"
    path.write_text(OUTLINE)
    return path


@pytest.fixture
def draft(interviewer: Shell, tmp_path: Path) -> Any:
    """Calls the command, with a scripted model where replies are given."""

    def call(bank: Path | str, *arguments: str, replies: Any = ()) -> Outcome:
        model = by_script(replies, tmp_path)
        return interviewer("bank", "draft", str(bank), *arguments, *model)

    return call


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """A terminal, with what is answered there to one question after the other."""
    return answered(monkeypatch, bank_draft)


def test_what_is_missing_is_drafted_and_written(draft: Any, outline: Path) -> None:
    outline.chmod(0o640)
    outcome = draft(outline, "--yes", replies=BOTH)
    assert outcome.code == 0
    text = outline.read_text()
    bank = load_bank(outline)
    first, second = bank.questions()
    assert (first.id, second.id) == ("a-good-cup", "iced")
    assert (second.ask, second.minutes) == ("How do you make iced tea?", 2)
    assert [one.id for one in second.criteria][-1] == "cold"
    assert (first.tags, first.follow_ups[0]) == (
        ("kitchen", "hot-drinks"), "What changes for green leaves?",
    )  # fmt: skip
    assert first.frozen == first.rubric.hash
    for kept in ("# My drinks", "coffee.   # short", "      # to be worded\n      - id: a-good",
                 f'hint: "{HINT}"   # from the kitchen', "minutes: 2   # quick"):  # fmt: skip
        assert kept in text
    assert outline.stat().st_mode & 0o777 == 0o640
    assert list(outline.parent.glob("*.part")) == []
    assert "2 drafts, about " in outcome.err
    assert "price unknown" in outcome.err
    assert "It took 4.0k tokens" in outcome.err
    assert f"Written: {outline}" in outcome.err


def test_a_bank_of_ones_own_is_called_by_its_name(draft: Any, outline: Path, home: Path) -> None:
    own = home / "banks" / "drinks.yaml"
    own.parent.mkdir(parents=True)
    own.write_text(outline.read_text())
    outcome = draft("drinks", "--yes", replies=BOTH)
    assert (outcome.code, f"Written: {own}" in outcome.err) == (0, True)


def test_the_diff_is_a_patch_of_the_file(draft: Any, outline: Path) -> None:
    outcome = draft(outline, replies=BOTH)
    lines = outcome.out.splitlines()
    assert lines[:2] == [f"--- {outline}", f"+++ {outline}"]
    assert "+      - id: a-good-cup" in lines
    removed = [line for line in lines[2:] if line.startswith("-")]
    assert removed == [f'-      - hint: "{HINT}"   # from the kitchen']
    assert "\x1b" not in outcome.out


def test_without_a_terminal_nothing_is_written_unless_told_to(draft: Any, outline: Path) -> None:
    outcome = draft(outline, replies=BOTH)
    assert outcome.code == 0
    assert outline.read_text() == OUTLINE
    assert "Nothing was written. Not on a terminal that takes --yes." in outcome.err
    again = draft(outline, "--yes", replies=[{"status": 400}])
    assert again.code == 0
    assert "0 drafts, 2 kept from before" in again.err
    assert load_bank(outline).id == "hot-drinks"


def test_what_the_reader_should_look_at_is_said(draft: Any, outline: Path) -> None:
    told = draft(outline, replies=BOTH).err
    assert "Look at a-good-cup: the model answer has " in told
    assert "not met: " in told


def test_what_failed_is_named_and_the_rest_is_kept(draft: Any, outline: Path) -> None:
    outcome = draft(
        outline, "--yes",
        replies=[{"when": "Serve it", "status": 401, "says": "\x1b[31mno"}, {"json": reply()}],
    )  # fmt: skip
    assert outcome.code == 1
    assert "iced: not drafted: key refused (no)" in outcome.err
    assert "Still without criteria, model_answer, follow_ups: iced" in outcome.err
    first, second = load_outline(outline).questions()
    assert (first.missing, second.criteria) == ((), None)
    assert "\x1b" not in outcome.err


def test_where_nothing_was_drafted_nothing_is_written(draft: Any, outline: Path) -> None:
    bad = with_criterion(0, covers=[])
    outcome = draft(outline, "--yes", replies=[{"json": bad, "again": True}])
    assert outcome.code == 3
    assert "tea/1: not drafted: unreadable reply (" in outcome.err
    assert (outline.read_text(), outcome.out) == (OUTLINE, "")


def test_one_question_by_its_id_or_its_place(draft: Any, outline: Path) -> None:
    assert draft(outline, "--yes", "--question", "tea/1", replies=[{"json": reply()}]).code == 0
    assert [bool(one.missing) for one in load_outline(outline).questions()] == [False, True]
    outcome = draft(outline, "--question", "icd", replies=BOTH)
    assert outcome.code == 3
    assert "Did you mean iced?" in outcome.err


def test_nothing_missing_asks_nothing(draft: Any, outline: Path) -> None:
    draft(outline, "--yes", replies=BOTH)
    before = outline.read_text()
    outcome = draft(outline, "--yes", replies=[{"status": 400}])
    assert (outcome.code, outline.read_text()) == (0, before)
    assert "Nothing is missing" in outcome.err


def test_again_drafts_anew_and_keeps_what_people_wrote(draft: Any, outline: Path) -> None:
    draft(outline, "--yes", replies=BOTH)
    other = with_criterion(0, id="other") | {"ask": "Another?", "minutes": 5, "tags": ["x"]}
    other["criteria"].append(COLD["criteria"][-1])
    for name, code in (("old", 0), ("new", 0)):
        replies = [{"json": other, "again": True}] if name == "old" else [{"status": 400}]
        asked = draft(outline, "--again", "--question", "iced", replies=replies)
        # The second time from the cache: what was shown is what will be written.
        assert (asked.code, "+          - id: other" in asked.out) == (code, True)
    draft(outline, "--again", "--question", "iced", "--yes", replies=[{"status": 400}])
    first, second = load_bank(outline).questions()
    assert (first.criteria[0].id, second.criteria[0].id) == ("fresh-water", "other")
    assert (second.ask, second.minutes, second.id) == ("How do you make iced tea?", 2, "iced")
    assert second.tags == ("kitchen", "hot-drinks")
    assert second.frozen == second.rubric.hash
    assert "minutes: 2   # quick" in outline.read_text()


def test_ids_are_never_given_twice(draft: Any, outline: Path) -> None:
    outline.write_text(OUTLINE.replace("id: iced", "id: a-good-cup"))
    draft(outline, "--yes", replies=BOTH)
    assert [one.id for one in load_bank(outline).questions()] == ["a-good-cup-2", "a-good-cup"]


def test_rules_draft_criteria_and_say_what_still_lacks(draft: Any, outline: Path) -> None:
    outcome = draft(outline, "--yes")
    assert outcome.code == 1
    first = next(load_outline(outline).questions())
    assert first.criteria is not None
    assert first.frozen is not None
    assert first.missing == ("id", "ask", "minutes", "model_answer", "follow_ups")
    assert "Still without id, ask, minutes, model_answer, follow_ups: tea/1" in outcome.err
    assert "Still without model_answer, follow_ups: iced" in outcome.err
    assert "tokens" not in outcome.err


def test_a_hint_of_which_rules_make_one_point_is_drafted(draft: Any, outline: Path) -> None:
    outline.write_text(OUTLINE.replace("# quick", "").replace("        minutes: 2   \n", ""))
    outline.write_text(outline.read_text().replace(f'"{HINT} Serve it cold."', "Brew it double."))
    assert draft(outline, "--question", "iced", "--yes").code == 1
    [iced] = load_bank(outline).questions()
    assert ([one.id for one in iced.criteria], iced.minutes, iced.model_answer) == (["c1"], 2, "")


@pytest.mark.parametrize(
    ("answers", "written", "told"),
    [
        ([True, True], True, "Written: "),
        ([True, False], False, "Nothing was written. What a model drafted is kept"),
        ([False], False, "Nothing was sent."),
    ],
)
def test_on_a_terminal_it_asks_before_it_spends_and_before_it_writes(
    draft: Any, outline: Path, terminal: list[bool], answers: list[bool], written: bool, told: str
) -> None:
    terminal += answers
    both_asked = len(answers) == 2
    outcome = draft(outline, replies=BOTH)
    assert "2 drafts, about " in outcome.err
    assert ": go on?" in outcome.err
    assert told in outcome.err
    assert (outline.read_text() != OUTLINE) == written
    assert ("Write this?" in outcome.err) == both_asked
    assert terminal == []


def test_a_shipped_bank_is_only_copied(draft: Any, tmp_path: Path) -> None:
    name = "ai-embedding-systems-engineer"
    outcome = draft(name, "--again")
    assert outcome.code == 3
    assert "never changed where it lies" in outcome.err
    assert "-o FOLDER" in outcome.err
    copy = tmp_path / "copy"
    arguments = ("--again", "--question", "hnsw-structure-and-cost", "-o", str(copy))
    assert draft(name, *arguments, "--yes").code == 0
    for path in (SHIPPED / name).glob("*.yaml"):
        same = (copy / path.name).read_text() == path.read_text()
        assert same == (path.name != "2-intermediate.yaml")
    assert load_bank(copy).question("hnsw-structure-and-cost").criteria[0].id == "c1"
    assert (copy.stat().st_mode & 0o777, (copy / "bank.yaml").stat().st_mode & 0o777) == (
        0o700, 0o600,
    )  # fmt: skip
    assert "is there already" in draft(name, *arguments, "--yes").err


def test_a_copy_of_one_file_is_one_file(draft: Any, outline: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.yaml"
    assert draft(outline, "-o", str(copy), "--yes", replies=BOTH).code == 0
    assert outline.read_text() == OUTLINE
    assert load_bank(copy).id == "hot-drinks"
    assert "is there already" in draft(outline, "-o", str(copy), replies=BOTH).err
    deep = draft(outline, "-o", str(tmp_path / "no" / "such" / "copy.yaml"), "--yes", replies=BOTH)
    assert (deep.code, (tmp_path / "no").exists()) == (3, False)
    assert "cannot be written (No such file or directory)" in deep.err


def test_a_link_stays_a_link(draft: Any, outline: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.yaml"
    link.symlink_to(outline)
    draft(link, "--yes", replies=BOTH)
    assert link.is_symlink()
    assert load_bank(outline).id == "hot-drinks"


def test_a_file_that_changed_meanwhile_is_not_written_over(
    draft: Any, outline: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    show = bank_draft._show

    def edit_then_show(*arguments: Any) -> None:
        outline.write_text(OUTLINE + "# more\n")
        show(*arguments)

    monkeypatch.setattr(bank_draft, "_show", edit_then_show)
    outcome = draft(outline, "--yes", replies=BOTH)
    assert outcome.code == 3
    assert "was changed meanwhile" in outcome.err
    assert outline.read_text() == OUTLINE + "# more\n"


def test_a_file_that_cannot_be_replaced_stays_whole(
    draft: Any, outline: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, target: Path) -> None:
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr(Path, "replace", refuse)
    outcome = draft(outline, "--yes", replies=BOTH)
    assert outcome.code == 3
    assert f"{outline} cannot be written (No space left on device)" in outcome.err
    assert outline.read_text() == OUTLINE
    assert list(outline.parent.glob("*.part")) == []


def test_being_interrupted_keeps_the_file_and_the_drafts(
    draft: Any, outline: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def interrupted(*_: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(drafting, "draft_all", interrupted)
    outcome = draft(outline, "--yes", replies=BOTH)
    assert outcome.code == 130
    assert "Nothing was written. What a model drafted is kept" in outcome.err
    assert outline.read_text() == OUTLINE


def test_a_question_in_braces_is_refused_before_anything_is_sent(draft: Any, outline: Path) -> None:
    outline.write_text(OUTLINE.replace(f'- hint: "{HINT}"', f'- {{hint: "{HINT}"}}'))
    outcome = draft(outline, "--yes", replies=[{"status": 400}])
    assert outcome.code == 3
    assert f"{outline}:11: a question in braces" in outcome.err
    assert "drafts, about" not in outcome.err


def test_mistakes_of_an_outline_are_named_by_line(draft: Any, outline: Path) -> None:
    outline.write_text(OUTLINE.replace("minutes: 2", "minuts: 2"))
    outcome = draft(outline)
    assert outcome.code == 3
    assert f"{outline}:16: " in outcome.err
    assert "Did you mean minutes?" in outcome.err


def test_hostile_text_reaches_neither_the_terminal_nor_the_file(draft: Any, outline: Path) -> None:
    nasty = "Says \x1b[31mthat\x07 fresh water\u202e boils \x1b]0;title\x07first."
    said = with_criterion(0, expects=nasty) | {
        "ask": f"{nasty}?",
        "follow_ups": [f"Is {nasty[:-1]}?"],
    }
    outcome = draft(outline, "--question", "tea/1", "--yes", replies=[{"json": said}])
    for text in (outcome.out, outcome.err, outline.read_text()):
        assert not set(text) & {"\x1b", "\x07", "\u202e"}
    assert "Says that fresh water boils first." in outline.read_text()


def test_check_names_criteria_edited_after_they_were_frozen(
    draft: Any, interviewer: Shell, outline: Path
) -> None:
    draft(outline, "--yes", replies=BOTH)
    assert "frozen" not in interviewer("bank", "check", str(outline)).out
    text = outline.read_text()
    outline.write_text(text.replace("brought to the boil first", "cooked first", 1))
    outcome = interviewer("bank", "check", str(outline))
    assert outcome.code == 1
    now = next(load_bank(outline).questions()).rubric.hash
    assert "a-good-cup: the criteria changed since they were frozen" in outcome.out
    assert f"frozen: '{now}'" in outcome.out
