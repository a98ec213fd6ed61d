"""A question as it stands in its bank; what answers it is hidden until it is asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from interviewer.banks.entries import Entry
from interviewer.banks.words import count_of
from interviewer.widgets.signs import in_place, one_line
from rubrics.errors import InterviewerError
from rubrics.rubric import Criterion, Shape, Weight
from rubrics.text import printable


class QuestionPreview(VerticalScroll, can_focus=True):
    """Shows one question of a bank."""

    HELP = (
        "The question under the cursor of the list. {banks.answers} shows or hides its hint, its "
        "points, its model answer and its follow-ups."
    )

    def compose(self) -> ComposeResult:
        yield Static("", id="asked", markup=False)
        yield Static("", id="points", markup=False)
        yield Static("", id="rest", markup=False)

    def show(self, entry: Entry, answers: str) -> None:
        """Show a question or a blank.

        Args:
            entry: the question.
            answers: the key by which what answers it is shown; empty where it is shown.
        """
        self._fill(Content("\n").join(_head(entry)))
        if answers:
            hidden = Content.styled(f"\n{_hidden(entry)} ({answers} shows them)", "$quiet")
            self.query_one("#points", Static).update(hidden)
        else:
            self.query_one("#points", Static).update(_points(entry))
            self.query_one("#rest", Static).update(Content("\n").join(_rest(entry)))
        self.scroll_home(animate=False)

    def tell(self, words: Content) -> None:
        """Show something else in its place."""
        self._fill(words)

    def _fill(self, words: Content) -> None:
        self.query_one("#asked", Static).update(words)
        self.query_one("#points", Static).update("")
        self.query_one("#rest", Static).update("")


def mistakes(error: InterviewerError, folder: str, edit: str) -> Content:
    """Why a bank cannot be used, mistake by mistake.

    Args:
        error: all of them, a line each.
        folder: that of the files, which is left out.
        edit: the key by which it is edited.
    """
    return Content.assemble(
        ("✗ This bank cannot be used.\n\n", "bold $text-error"),
        "\n".join(one_line(line.removeprefix(folder), 400) for line in error.message.splitlines()),
        (f"\n\n{edit} opens it in your editor at the first of them.", "$quiet"),
    )


def _head(entry: Entry) -> Iterator[Content]:
    question = entry.question
    ask = one_line(question.ask or "", 2000) or "◌ No question is worded for this hint yet."
    yield Content.styled(ask, "bold")
    minutes = f"{question.minutes:g} min" if question.minutes else ""
    hard = question.difficulty.value if question.difficulty else ""
    facts = (one_line(entry.section.title, 80), hard, minutes, one_line(entry.label, 64))
    yield Content.styled(" · ".join(filter(None, facts)), "$quiet")
    if question.tags:
        yield Content.styled(" ".join(f"#{tag}" for tag in question.tags), "$text-accent")


def _hidden(entry: Entry) -> str:
    """What there is to show, without a word of it."""
    question = entry.question
    weights = Counter(criterion.weight for criterion in question.criteria or ())
    parts = ["Hint"]
    if weights:
        told = ", ".join(f"{weights[one]} {one.value}" for one in Weight if weights[one])
        parts.append(f"{count_of(weights.total(), 'point')} ({told})")
    if question.model_answer:
        parts.append("model answer")
    if question.follow_ups:
        parts.append(count_of(len(question.follow_ups), "follow-up"))
    return ", ".join(parts)


def _points(entry: Entry) -> Content:
    lines = [_title("Hint"), Content(_text(entry.question.hint))]
    if entry.question.criteria:
        lines.append(_title("Points"))
        lines += [line for one in entry.question.criteria for line in _point(one)]
    return Content("\n").join(lines)


def _point(criterion: Criterion) -> Iterator[Content]:
    shape = criterion.shape.value
    if criterion.shape is Shape.ANY:
        shape = f"any {criterion.need} of {len(criterion.signals)}"
    yield Content.styled(f"{criterion.weight.value} · {shape}", "$quiet")
    yield Content(one_line(criterion.expects, 2000))


def _rest(entry: Entry) -> Iterator[Content]:
    question = entry.question
    yield _title("Model answer")
    yield Content(_text(question.model_answer or "") or "There is none yet.")
    if question.follow_ups:
        yield _title("Follow-ups")
        yield from (Content(f"▸ {one_line(text, 2000)}") for text in question.follow_ups)


def _title(words: str) -> Content:
    return Content.styled(f"\n{words}", "bold $text-accent")


def _text(text: str) -> str:
    return in_place(printable(text).strip())
