"""A session and its turns, as values: what the store keeps and every screen shows."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from rubrics.bank import Question
from rubrics.grade import Band, Grade, Mark, missed, score_of
from rubrics.rubric import Frozen
from sessions.mix import section_title, titles
from sessions.own_marks import OwnMark
from sessions.time import Moment


class Mode(StrEnum):
    """How an interview runs.

    ``practice``: feedback after each answer, pause, hint, way back, overtime counted.
    ``exam``: none of these; at zero the draft is handed in, and feedback comes at the end.
    ``drill``: as practice, over questions that are due or weak.
    """

    PRACTICE = "practice"
    EXAM = "exam"
    DRILL = "drill"

    @property
    def tells_at_once(self) -> bool:
        """Whether feedback follows each answer, and with it pause, hint, way back and overtime."""
        return self is not Mode.EXAM


class Phase(StrEnum):
    """Where an interview is.

    ``ready``: made, not begun. ``answering``: a question is open and its clock runs. ``paused``.
    ``feedback``: after an answer, not in an exam. ``closing``: every question was asked and some
    were skipped, not in an exam. ``ended``.
    """

    READY = "ready"
    ANSWERING = "answering"
    PAUSED = "paused"
    FEEDBACK = "feedback"
    CLOSING = "closing"
    ENDED = "ended"


class TurnState(StrEnum):
    """What has happened to a question so far."""

    PLANNED = "planned"
    ASKED = "asked"
    DRAFTING = "drafting"
    SUBMITTED = "submitted"
    GRADING = "grading"
    GRADED = "graded"
    UNGRADED = "ungraded"
    SKIPPED = "skipped"
    BLANK = "blank"

    @property
    def answered(self) -> bool:
        """Whether something was handed in, be it nothing but white space."""
        return self in _ANSWERED

    @property
    def open(self) -> bool:
        """Whether the question has been asked and waits for an answer."""
        return self in (TurnState.ASKED, TurnState.DRAFTING)


_ANSWERED = {
    TurnState.SUBMITTED,
    TurnState.GRADING,
    TurnState.GRADED,
    TurnState.UNGRADED,
    TurnState.BLANK,
}

Origin = Literal["graded", "estimated", "self-marked"]
"""Who a score is from. Scores of different origin never share an average."""


class Turn(Frozen):
    """One question of a session, with everything that happened to it.

    Attributes:
        id: position of its making, from 0; unique in the session and never changed.
        number: number of the question in the session, from 1.
        attempt: 1, or more where the question was answered again.
        round: 0, or 1 and 2 for the follow-ups to an answer. A follow-up has the number, attempt
            and question of the turn it follows. It has no score: its answer is graded with that
            turn's, as one, and ``graded`` says that the grade there is of both. Its ``grade`` is
            one that failed while another stayed in force there.
        asks: the wording of a follow-up; None where the question itself was asked.
        bank: id of the bank it comes from.
        section: title of the section there.
        question: the question as it stood when the session was made.
        allotted: seconds to answer.
        state: what has happened so far.
        draft: the text being typed; also what was handed in, once it was.
        answer: the text handed in, or None.
        used: seconds on its clock.
        first_word: seconds on its clock at the first keystroke, or None.
        edits: how often text was changed elsewhere than by adding at its end.
        flagged: marked by the candidate to come back to.
        hinted: whether the hint was shown before the answer was handed in.
        handed_in: by the candidate's hand, by the clock at zero, or by the end of the session.
        asked_at, submitted_at: date and time, UTC.
        grade: the grade in force, or None.
        self_marks: the candidate's own marks by criterion id; they win over the grade's.
        note: the candidate's note.
    """

    id: int
    number: int
    attempt: int = 1
    round: Annotated[int, Field(ge=0, le=2)] = 0
    asks: str | None = None
    bank: str
    section: str
    question: Question
    allotted: Annotated[float, Field(gt=0)]
    state: TurnState = TurnState.PLANNED
    draft: str = ""
    answer: str | None = None
    used: float = 0.0
    first_word: float | None = None
    edits: int = 0
    flagged: bool = False
    hinted: bool = False
    handed_in: Literal["hand", "clock", "end"] | None = None
    asked_at: Moment | None = None
    submitted_at: Moment | None = None
    grade: Grade | None = None
    self_marks: dict[str, OwnMark] = Field(default_factory=dict)
    note: str = ""

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if (self.asks is None) != (self.round == 0):
            raise ValueError("a follow-up has a wording of its own, and nothing else has")
        return self

    @property
    def label(self) -> str:
        """The number as it is shown: ``3``; ``3.2`` for the second attempt at it, ``3a`` for a
        follow-up.
        """
        return label(self.number, self.attempt, self.round)

    @property
    def ask(self) -> str:
        """What was asked, in words: the question, or the follow-up."""
        return self.question.ask if self.asks is None else self.asks

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The mark on each criterion with the candidate's own verdicts in force.

        Where there is no grade, criteria that were not marked by hand are missing from it.
        """
        graded = {mark.id: mark for mark in self.grade.marks} if self.grade else {}
        marks = []
        for criterion in self.question.criteria:
            mark = graded.get(criterion.id)
            own = self.self_marks.get(criterion.id)
            if own is not None:
                mark = (mark or missed(criterion)).model_copy(update={"verdict": own.verdict})
            if mark is not None:
                marks.append(mark)
        return tuple(marks)

    @property
    def score(self) -> float | None:
        """The score in force, or None while there is none for every criterion."""
        if not self.self_marks:
            return None if self.grade is None else self.grade.score
        marks = self.marks
        if len(marks) < len(self.question.criteria):
            return None
        return score_of(marks, self.grade.false_claims if self.grade else ())

    @property
    def origin(self) -> Origin | None:
        """Who the score in force is from; None without one."""
        if self.score is None:
            return None
        if self.self_marks:
            return "self-marked"
        assert self.grade is not None
        return "estimated" if self.grade.grader.name == "estimate" else "graded"

    @property
    def band(self) -> Band | None:
        """The band of the score in force."""
        return None if self.score is None else Band.of(self.score)

    @property
    def waits_for_grade(self) -> bool:
        """Whether the answer was handed in and no grader has spoken on it yet."""
        return self.state in (TurnState.SUBMITTED, TurnState.GRADING) or (
            self.state is TurnState.BLANK and self.grade is None and not self.round
        )

    @property
    def words(self) -> int:
        """Words of the answer, or of the draft while there is none."""
        return len((self.draft if self.answer is None else self.answer).split())


def label(number: int, attempt: int, round: int = 0) -> str:
    """How the number of a question is shown; see ``Turn.label``."""
    return f"{number}{'' if attempt == 1 else f'.{attempt}'}{'ab'[round - 1] if round else ''}"


class Session(Frozen):
    """One interview: how it was set up, where it stands, and its turns.

    Attributes:
        id: ``YYYYMMDD-HHMMSS-xxxx``, unique.
        bank: id of the bank, or ``a+b`` for several.
        bank_title: its title, or ``A + B``.
        mode: practice, exam or drill.
        seed: the choice and order of questions can be repeated with it.
        limit: seconds for the whole interview, 0 for none.
        rounds: how many follow-ups may be asked after an answer, 0 to 2.
        used: seconds on the session's clock.
        phase: where it is.
        position: id of the turn that is open or was last open.
        turns: in the order in which they are asked.
        created_at, ended_at: date and time, UTC.
        end_reason: ``finished``, ``ended early`` or ``time was up``; None before the end.
        grader: the grader that was chosen for it: ``estimate``, or ``provider/model``.
    """

    id: str
    bank: str
    bank_title: str
    mode: Mode
    seed: int
    limit: float = 0.0
    rounds: Annotated[int, Field(ge=0, le=2)] = 0
    used: float = 0.0
    phase: Phase = Phase.READY
    position: int = 0
    turns: Annotated[tuple[Turn, ...], Field(min_length=1)]
    created_at: Moment
    ended_at: Moment | None = None
    end_reason: Literal["finished", "ended early", "time was up"] | None = None
    grader: str = "estimate"

    @model_validator(mode="before")
    @classmethod
    def _turns_have_banks(cls, content: Any) -> Any:
        """A turn that was written before turns had a bank is of the session's."""
        if not isinstance(content, dict) or not isinstance(content.get("turns"), list):
            return content
        turns = [
            {"bank": content.get("bank"), **turn} if isinstance(turn, dict) else turn
            for turn in content["turns"]
        ]
        return {**content, "turns": turns}

    @model_validator(mode="after")
    def _turns_fit(self) -> Self:
        ids = {turn.id for turn in self.turns}
        if len(ids) < len(self.turns):
            raise ValueError("two turns have the same id")
        if self.position not in ids:
            raise ValueError(f"there is no turn {self.position}")
        followed = {(turn.number, turn.attempt) for turn in self.turns if not turn.round}
        for turn in self.turns:
            if (turn.number, turn.attempt) not in followed:
                raise ValueError(f"turn {turn.id} follows no other")
        return self

    def turn(self, turn_id: int) -> Turn:
        """The turn with this id.

        Raises:
            KeyError: there is none.
        """
        for turn in self.turns:
            if turn.id == turn_id:
                return turn
        raise KeyError(turn_id)

    def exchange(self, turn_id: int) -> tuple[Turn, ...]:
        """The turn in which a question was asked, and the follow-ups to its answer, in order.

        Args:
            turn_id: of any of them.
        """
        turn = self.turn(turn_id)
        return tuple(
            other
            for other in self.turns
            if (other.number, other.attempt) == (turn.number, turn.attempt)
        )

    def section_of(self, turn: Turn) -> str:
        """The section of a turn for people; with its bank where there are several."""
        return turn.section if turn.bank == self.bank else section_title(turn.bank, turn.section)

    def bank_title_of(self, turn: Turn) -> str:
        """The title of the bank that a turn comes from."""
        return titles(self.bank, self.bank_title).get(turn.bank, turn.bank)

    @property
    def questions(self) -> int:
        """How many questions were chosen, whatever followed from them."""
        return len({turn.number for turn in self.turns})

    @property
    def current(self) -> Turn:
        """The turn that is open or was last open."""
        return self.turn(self.position)
