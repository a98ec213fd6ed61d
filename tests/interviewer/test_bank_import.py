"""``interviewer bank import``: what is shown, drafted, asked and written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from interviewer.commands import bank_import
from rubrics.loading import load_bank, load_outline
from tests.interviewer.command import Outcome, Shell, answered, by_script
from tests.rubrics.drafting.samples import HINT, reply
from tests.rubrics.importing.samples import as_text

PAGE = f"Tea\n\nBrewing\n2 questions{HINT}\n{HINT} Serve it cold.\n"
USAGE = {"prompt_tokens": 1200, "completion_tokens": 800}
COLD = {
    "covers": ["Serve it cold."],
    "id": "cold",
    "expects": "Says that it is served cold.",
    "weight": "important",
    "shape": "all",
    "need": None,
    "signals": ["serve cold | on ice | ice cubes"],
}
BOTH = (
    {
        "when": "Serve it cold",
        "json": reply(criteria=[*reply()["criteria"], COLD], ask="And iced?"),
        "usage": USAGE,
    },
    {"json": reply(), "usage": USAGE},
)
PAIRS = "question,answer\nWhat is a levain?,A starter for one dough.\nWhy salt?,Taste.\n"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(PAGE)
    return path


@pytest.fixture
def bring(interviewer: Shell, tmp_path: Path) -> Any:
    """Calls the command, with a scripted model where replies are given."""

    def call(source: Path | str, *arguments: str, replies: Any = ()) -> Outcome:
        model = by_script(replies, tmp_path)
        return interviewer("bank", "import", str(source), *arguments, *model)

    return call


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """A terminal, with what is answered there to one question after the other."""
    return answered(monkeypatch, bank_import)


def test_a_page_of_hints_without_a_model(
    bring: Any, interviewer: Shell, home: Path, tmp_path: Path
) -> None:
    path = tmp_path / "bread.txt"
    path.write_text(as_text())
    outcome = bring(path, "--yes")
    assert outcome.code == 1
    assert "8 hints in 3 sections, none with a question, as many as announced." in outcome.out
    assert "line 1: Interview Prep" in outcome.out
    name = "sourdough-baker-interview-questions"
    assert "8 hints of 8 without a question: these are blanks." in outcome.err
    written = home / "banks" / f"{name}.yaml"
    assert (written.stat().st_mode & 0o777, written.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert written.read_text().startswith("# Imported from bread.txt.\nid: sourdough")
    bank = load_bank(written)
    assert (sum(1 for _ in bank.questions()), sum(1 for _ in bank.blanks())) == (0, 8)
    assert all(blank.question.criteria for _, blank in bank.blanks())
    checked = interviewer("bank", "check", name)
    assert checked.code == 1
    assert checked.out.count("a blank: no question is worded") == 8
    assert "0 questions in 3 sections, 8 blanks" in interviewer("bank", "list").out
    begun = interviewer("start", "--plain", "--bank", name)
    assert begun.code == 3
    assert "to 8 hints none is worded yet" in begun.err


def test_questions_with_answers_can_be_asked_at_once(
    bring: Any, interviewer: Shell, tmp_path: Path
) -> None:
    path = tmp_path / "deck.csv"
    path.write_text(PAIRS + ",A hint alone.\n")
    outcome = bring(path, "--yes", "--title", "My Bread", "--id", "bread")
    assert outcome.code == 1
    assert "Begin: interviewer start --bank bread" in outcome.err
    arguments = ("start", "--plain", "--bank", "bread", "-q", "what-is-a-levain")
    begun = interviewer(*arguments, stdin="It is a starter.\n.\n")
    assert "1 blank left out, hints to which no question is worded yet." in begun.err
    assert "interviewer bank check bread" in begun.err
    assert "What is a levain?" in begun.out
    shown = interviewer("bank", "show", "bread").out
    assert "a blank: no question yet" in shown
    assert "There is none yet" in interviewer("bank", "show", "bread", "why-salt").out


def test_a_model_words_and_marks_what_is_missing(bring: Any, page: Path, home: Path) -> None:
    outcome = bring(page, "--yes", "--id", "tea", replies=BOTH)
    assert outcome.code == 0
    assert "2 drafts, about " in outcome.err
    assert "It took 4.0k tokens" in outcome.err
    bank = load_bank(home / "banks" / "tea.yaml")
    first, second = bank.questions()
    assert (first.hint, second.hint) == (HINT, f"{HINT} Serve it cold.")
    assert second.ask == "And iced?"
    assert (second.criteria[-1].id, second.model_answer != "") == ("cold", True)
    # Nobody read these rubrics yet.
    assert first.frozen is None


def test_what_a_model_fails_at_is_made_by_rules(bring: Any, page: Path, home: Path) -> None:
    replies = [{"when": "Serve it", "status": 401, "says": "no"}, {"json": reply()}]
    outcome = bring(page, "--yes", "--id", "tea", replies=replies)
    assert outcome.code == 1
    assert "not drafted: key refused (no)" in outcome.err
    assert "1 rubric made by rules instead." in outcome.err
    bank = load_bank(home / "banks" / "tea.yaml")
    assert (sum(1 for _ in bank.questions()), sum(1 for _ in bank.blanks())) == (1, 1)


@pytest.mark.parametrize(
    ("answers", "written", "told"),
    [
        ([True, True], True, "Written: "),
        ([True, False], False, "Nothing was written. What a model drafted is kept"),
        ([False], False, "By rules nothing is sent: --grader estimate"),
    ],
)
def test_on_a_terminal_it_asks_before_it_spends_and_before_it_writes(
    bring: Any, page: Path, home: Path, terminal: list[Any], answers: list[bool], written: bool,
    told: str,
) -> None:  # fmt: skip
    terminal += answers
    outcome = bring(page, "--id", "tea", replies=BOTH)
    assert ": go on?" in outcome.err
    assert told in outcome.err
    assert (home / "banks" / "tea.yaml").exists() == written
    assert terminal == []


def test_without_a_terminal_nothing_is_sent_or_written_unless_told_to(
    bring: Any, page: Path, home: Path
) -> None:
    outcome = bring(page, replies=[{"status": 400}])
    assert outcome.code == 0
    assert "Nothing was written. Not on a terminal that takes --yes." in outcome.err
    assert "drafts" not in outcome.err
    assert not (home / "banks").exists()


def test_the_whole_account_as_json(bring: Any, page: Path, home: Path) -> None:
    page.write_text(PAGE.replace("2 questions", "3 questions"))
    outcome = bring(page, "--dry-run", "--json")
    assert outcome.code == 1
    told = json.loads(outcome.out)
    assert told["sections"] == [{"id": "brewing", "title": "Brewing", "found": 2, "announced": 3}]
    assert [entry["place"] for entry in told["account"]] == [f"line {n}" for n in range(1, 6)]
    assert told["notices"] == ["line 3: “Brewing” is said to have 3, found 2"]
    assert not home.exists()


def test_a_bank_is_never_written_over_unless_told_to(bring: Any, page: Path, home: Path) -> None:
    bring(page, "--yes", "--id", "tea")
    path = home / "banks" / "tea.yaml"
    path.write_text(path.read_text() + "# mine\n")
    mine = path.read_text()
    again = bring(page, "--yes", "--id", "tea")
    assert (again.code, path.read_text()) == (3, mine)
    assert "There is a bank already" in again.err
    assert "--replace" in again.err
    for number in (1, 2):
        before = path.read_text()
        replaced = bring(page, "--yes", "--id", "tea", "--replace")
        backup = path.with_name(f"tea.yaml.old-{number}")
        assert backup.read_text() == before
        assert f"The one before: {backup}" in replaced.err
    assert load_outline(path).id == "tea"


def test_names_that_cannot_be(bring: Any, page: Path, home: Path) -> None:
    shipped = bring(page, "--yes", "--id", "ai-embedding-systems-engineer")
    assert (shipped.code, "came with the program" in shipped.err) == (3, True)
    for name in ("../evil", "a/b", "", "x" * 65):
        outcome = bring(page, "--yes", "--id", name)
        assert (outcome.code, "cannot be an id" in outcome.err) == (3, True)
    assert not (home / "banks").exists()


def test_it_can_be_written_elsewhere(bring: Any, page: Path, tmp_path: Path, home: Path) -> None:
    path = tmp_path / "own" / "tea.yaml"
    assert bring(page, "--yes", "--to", str(path)).code == 1
    assert load_outline(path).title == "Tea"
    assert bring(page, "--yes", "--to", str(path)).code == 3
    assert not (home / "banks").exists()


def test_a_page_through_a_pipe(interviewer: Shell, home: Path) -> None:
    assert interviewer("bank", "import", "-", "--yes", "--id", "tea", stdin=PAGE).code == 1
    assert load_outline(home / "banks" / "tea.yaml").title == "Tea"


def test_somebody_is_asked_what_columns_hold(
    bring: Any, tmp_path: Path, home: Path, terminal: list[Any]
) -> None:
    path = tmp_path / "t.csv"
    path.write_text("Alpha,Beta,Gamma\nBread basics,Flour and water.,x\n")
    outside = bring(path, "--yes")
    assert (outside.code, "--columns question=Alpha,hint=Beta" in outside.err) == (3, True)
    terminal += [2, 1, 0, 0, True]
    outcome = bring(path, "--id", "bread")
    assert "Which column holds what a good answer holds?" in outcome.err
    [question] = load_bank(home / "banks" / "bread.yaml").questions()
    assert (question.ask, question.hint) == ("Bread basics", "Flour and water.")


def test_hostile_text_reaches_neither_the_terminal_nor_the_file(
    bring: Any, page: Path, home: Path
) -> None:
    evil = "\x1b]0;title\x07{}\u202e\x9b31m [red]"
    text = PAGE.replace("Brewing", evil.format("Brewing")).replace(
        "Tea\n", evil.format("Tea") + "\n"
    )
    page.write_text(text)
    page = page.rename(page.with_name("p\x1b[31m\n\u202e.txt"))
    outcome = bring(page, "--yes", "--id", "tea")
    told = bring(page, "--dry-run", "--json")
    written = (home / "banks" / "tea.yaml").read_text()
    assert load_outline(home / "banks" / "tea.yaml").title.startswith("Tea")
    for text in (outcome.out, outcome.err, told.out, written):
        assert not set(text) & {"\x1b", "\x07", "\x9b", "\u202e"}


def test_a_broken_bank_of_ones_own_hides_no_other(
    bring: Any, interviewer: Shell, page: Path, home: Path
) -> None:
    bring(page, "--yes", "--id", "tea")
    (home / "banks" / "bad.yaml").write_text("id: [")
    listed = interviewer("bank", "list")
    assert listed.code == 0
    assert "bad  cannot be used: interviewer bank check bad" in listed.out
    assert "tea  Tea: 0 questions in 1 section, 2 blanks (yours)" in listed.out
    checked = interviewer("bank", "check")
    assert checked.code == 3
    assert "bad.yaml:2: not YAML" in checked.out
    assert checked.err == ""
