"""How a store with thousands of interviews feels, beside one that is empty.

Two homes are made: an empty one, and one with 5,000 interviews of 10 answers each, graded by the
estimate, with what was typed. In each the app is started in turn in a pseudo-terminal of 80×24,
on Home and on Review, and the time to its text on the screen is taken. Then, in this process: the
list of all interviews, a filter over it, a word in all answers, progress, one session, what is
due, and the newest.
Only the ratios mean something.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from benchmarks.first_paint import first_paint
from interviewer.widgets.session_list import described
from rubrics.bank import Bank, Question
from rubrics.estimate import Estimator
from rubrics.grade import Grade
from rubrics.grader import GradingTask
from rubrics.loading import load_bank, shipped_banks
from sessions.database import writing
from sessions.drafts import step
from sessions.filters import parse
from sessions.history import read_history
from sessions.progress import INTERVIEWS, progress
from sessions.record import GivenGrade, Journal, SessionRecord
from sessions.records import add_record
from sessions.schedule import schedule
from sessions.search import Found, Search
from sessions.session import Mode, Phase, Session, Turn, TurnState
from sessions.store import STORE_FILE, Store

BUDGET = 1.5
"""First paint with all these interviews, beside that of an empty store."""

Sign = Callable[[int], str]

SCREENS: dict[str, tuple[list[str], Sign]] = {
    "Home": ([], lambda count: "Start an interview"),
    "Home, filled": ([], lambda count: "Last:" if count else "Works now"),
    "Review": (["review"], lambda count: f"{count} interviews" if count else "no interview yet"),
}
"""The command that opens each, and text that stands on it once it is painted."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How much to make, and how often to measure."""
    parser.add_argument("--sessions", type=int, default=5000, help="interviews (default 5000)")
    parser.add_argument("--turns", type=int, default=10, help="answers of each (default 10)")
    parser.add_argument("--runs", type=int, default=7, help="starts of each (default 7)")
    parser.add_argument("--keep", type=Path, help="the big home; made if missing, and left there")


def run(options: argparse.Namespace) -> int:
    """Make, measure, print, and end with 1 where the budget is broken."""
    with tempfile.TemporaryDirectory() as folder:
        big, empty = options.keep or Path(folder) / "big", Path(folder) / "empty"
        Store.open(empty).close()
        if not (big / STORE_FILE).exists():
            fill(big, options.sessions, options.turns)
        with Store.open(big) as store:
            summaries = store.sessions()
        answers = sum(summary.answered for summary in summaries)
        size = (big / STORE_FILE).stat().st_size / 2**20
        print(f"{len(summaries):,} interviews, {answers:,} answers, {size:,.0f} MiB\n")
        kept = paint({empty: 0, big: len(summaries)}, options.runs)
        print("\nMilliseconds of the processor:")
        look(empty, big)
    return int(not kept)


def fill(home: Path, sessions: int, turns: int) -> None:
    """Put so many interviews of the shipped bank into a store, the newest of today."""
    with (
        Store.open(home) as store,
        writing(store._connection),
    ):
        for record in islice(interviews(turns, datetime.now(UTC)), sessions):
            add_record(store._connection, record)


def interviews(turns: int, now: datetime) -> Iterator[SessionRecord]:
    """Interviews without end, each some hours older than the one before."""
    bank = load_bank(shipped_banks()[0])
    pool = graded_answers(bank)
    chance = random.Random(5)
    while True:
        now -= timedelta(hours=chance.uniform(1, 12))
        yield interview(bank, chance.sample(pool, turns), now, chance)


Answered = tuple[str, Question, str, Grade]
"""Section, question, an answer to it, and its grade."""


def graded_answers(bank: Bank) -> list[Answered]:
    """Some answers to each question of a bank: the model answer and parts of it, graded."""
    estimator = Estimator()
    pool = []
    for section in bank.sections:
        for question in section.questions:
            whole = question.model_answer
            for answer in (whole, whole[: len(whole) // 2], whole[len(whole) // 3 :]):
                grade = estimator.estimate(GradingTask.of(question, answer))
                pool.append((section.title, question, answer, grade))
    return pool


def interview(
    bank: Bank, answers: list[Answered], begun: datetime, chance: random.Random
) -> SessionRecord:
    """An interview that is over, with these answers, each typed in twenty steps."""
    turns, journals, given = [], [], []
    for number, (section, question, answer, grade) in enumerate(answers):
        handed_in = begun + timedelta(minutes=3 * number + 2)
        turn = Turn(
            id=number,
            number=number + 1,
            bank=bank.id,
            section=section,
            question=question,
            allotted=180,
            state=TurnState.GRADED,
            draft=answer,
            answer=answer,
            used=120,
            first_word=4,
            handed_in="hand",
            asked_at=handed_in - timedelta(minutes=2),
            submitted_at=handed_in,
            grade=grade,
        )
        turns.append(turn)
        cuts = [len(answer) * part // 20 for part in range(1, 21)]
        steps = [
            step(answer[:before], answer[:after], 6.0 * place)
            for place, (before, after) in enumerate(zip([0, *cuts], cuts, strict=False))
        ]
        journals.append(Journal(turn=number, steps=tuple(one for one in steps if one)))
        given.append(GivenGrade(turn=number, at=handed_in, grade=grade))
    session = Session(
        id=f"{begun:%Y%m%d-%H%M%S}-{chance.randrange(16**6):06x}",
        bank=bank.id,
        bank_title=bank.title,
        mode=chance.choice(list(Mode)),
        seed=1,
        phase=Phase.ENDED,
        used=120.0 * len(turns),
        position=turns[-1].id,
        turns=tuple(turns),
        created_at=begun,
        ended_at=begun + timedelta(minutes=3 * len(turns)),
        end_reason="finished",
    )
    return SessionRecord(session=session, grades=tuple(given), drafts=tuple(journals))


def paint(homes: dict[Path, int], runs: int) -> bool:
    """Time the first paint of Home and Review; whether the budget is kept.

    Args:
        homes: the empty one, then the big one, each with the number of its interviews.
        runs: how often.
    """
    kept = True
    for name, (words, sign) in SCREENS.items():
        command = [sys.executable, "-m", "interviewer", *words]
        times: dict[Path, list[float]] = {home: [] for home in homes}
        for run in range(runs + 1):
            for home, count in homes.items():
                seconds = first_paint(command, home, sign(count))
                if run:  # The first one only fills the caches of the system.
                    times[home].append(seconds)
        base, full = (statistics.median(measured) for measured in times.values())
        kept &= full / base <= BUDGET
        print(
            f"{name:12} first paint {1000 * full:6.0f} ms, empty {1000 * base:6.0f} ms: "
            f"ratio {full / base:.2f}, budget {BUDGET}: "
            f"{'kept' if full / base <= BUDGET else 'BROKEN'}"
        )
    return kept


def look(empty: Path, big: Path) -> None:
    """Time what screens ask of the store, with both."""
    with Store.open(empty) as few, Store.open(big) as many:
        summaries = many.sessions()
        middle = summaries[len(summaries) // 2].id
        bank, now = summaries[0].bank, datetime.now(UTC)
        asked: dict[str, Callable[[Store], object]] = {
            "newest": lambda store: (store.latest(), store.unfinished(), store.waiting()),
            "list": lambda store: store.sessions(),
            "filter": lambda store: found(store, "mode:exam score>60"),
            "search": lambda store: found(store, "cosine"),
            "progress": lambda store: progress(
                store.sessions(), read_history(store.path, newest=INTERVIEWS), bank, now
            ),
            "one session": lambda store: store.session(middle) if store is many else None,
            "reviews": lambda store: store.reviews(bank),
            "due": lambda store: schedule(store.reviews(bank), now),
        }
        for name, ask in asked.items():
            first, *again = (timed(ask, many) for _ in range(6))
            print(
                f"{name:12} first {first:7.1f}, then {statistics.median(again):6.1f}; "
                f"empty {timed(ask, few):5.2f}"
            )


def found(store: Store, wanted: str) -> list[Found]:
    """What Review finds when this is typed into its filter for the first time."""
    search = Search(
        store.path, store.sessions(), lambda one: described(one, True), lambda one: True
    )
    return search.find(parse(wanted, datetime.now(UTC).date()))


def timed(ask: Callable[[Store], object], store: Store) -> float:
    """Milliseconds of the processor that a question takes."""
    begun = time.process_time()
    ask(store)
    return 1000 * (time.process_time() - begun)
