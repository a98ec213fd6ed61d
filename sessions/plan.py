"""Choosing the questions of a session."""

from __future__ import annotations

import random
import secrets
from collections.abc import Mapping, Sequence

from rubrics.bank import Bank, labels_of, nearest
from sessions.follow_ups import ROUNDS, ROUNDS_AT_MOST, allowance
from sessions.mix import Asked, Mix, PlanError
from sessions.schedule import Schedule
from sessions.session import Mode, Session, Turn
from sessions.time import TimeSource

__all__ = ["PlanError", "choosable", "drill_questions", "plan_session", "tags_of"]


def plan_session(
    banks: Bank | Mix,
    time: TimeSource,
    *,
    mode: Mode = Mode.PRACTICE,
    sections: Sequence[str] = (),
    tags: Sequence[str] = (),
    number: int | None = None,
    questions: Sequence[str] = (),
    seed: int | None = None,
    minutes: float | None = None,
    question_minutes: float | None = None,
    rounds: int = ROUNDS,
    grader: str = "estimate",
) -> Session:
    """Make a session that is ready to begin.

    Args:
        banks: where the questions come from.
        time: for the session's id and date.
        mode: practice, exam or drill.
        sections: names of the sections to choose from; none means all.
        tags: what the questions are about, or how hard they are, any of these; none means all.
        number: how many questions, spread over the sections in proportion; None means all.
        questions: names of the questions to ask, in this order; instead of sections and number.
        seed: the same seed makes the same choice; None draws one.
        minutes: for the whole session; None means the sum over the questions and follow-ups.
        question_minutes: for each question; None means what the bank says.
        rounds: how many follow-ups may be asked after an answer, 0 to 2.
        grader: the grader chosen for the session: ``estimate``, or ``provider/model``.

    Raises:
        PlanError: an unknown section or tag, or a number or time that cannot be.
        BankError: an unknown question.
    """
    mix = Mix.of(banks)
    pools = choosable(mix, sections, tags)
    for value, what in ((minutes, "session"), (question_minutes, "question")):
        if value is not None and not 0 < value <= 600:
            raise PlanError(f"A {what} takes more than 0 and at most 600 minutes, not {value:g}.")
    if not 0 <= rounds <= ROUNDS_AT_MOST:
        raise PlanError(f"An answer has 0 to {ROUNDS_AT_MOST} follow-ups, not {rounds}.")
    seed = secrets.randbelow(1_000_000) if seed is None else seed
    if questions:
        chosen = [mix.question(name) for name in questions]
    else:
        chosen = _choose(mix, pools, number, seed)
    turns = tuple(
        Turn(
            id=index,
            number=index + 1,
            bank=one.bank,
            section=one.section,
            question=one.question,
            allotted=60 * (question_minutes or one.question.minutes),
        )
        for index, one in enumerate(chosen)
    )
    now = time.wall()
    return Session(
        id=f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}",
        bank=mix.id,
        bank_title=mix.title,
        mode=mode,
        seed=seed,
        limit=60 * minutes
        if minutes
        else sum(turn.allotted + rounds * allowance(turn.allotted) for turn in turns),
        rounds=rounds,
        turns=turns,
        created_at=now,
        grader=grader,
    )


def drill_questions(
    banks: Bank | Mix,
    schedule: Schedule,
    *,
    sections: Sequence[str] = (),
    tags: Sequence[str] = (),
    number: int | None = None,
    new: bool = False,
) -> list[str]:
    """Names of the questions for a drill: what is due first, then what is weak, then the others.

    Args:
        banks: where the questions come from.
        schedule: how they stand today, by their names.
        sections: names of the sections to choose from; none means all.
        tags: what the questions are about, or how hard they are, any of these; none means all.
        number: how many at most; None means what is due.
        new: whether questions that were never answered come before those that went well.

    Raises:
        PlanError: an unknown section or tag, or nothing to drill.
    """
    pools = choosable(banks, sections, tags)
    if number is not None and number < 1:
        raise PlanError(f"A drill has at least one question, not {number}.")
    among = [one.name for pool in pools.values() for one in pool]
    schedule = schedule.only(among)
    answered = {standing.question for standing in schedule.standings}
    order = [
        *(standing.question for standing in schedule.due),
        *(standing.question for standing in schedule.later if standing.weak),
        *(question for question in among if new and question not in answered),
        *(standing.question for standing in schedule.later if not standing.weak),
    ]
    if not order:
        raise PlanError(
            "None of these questions was answered and marked yet, so there is nothing to drill.",
            "Answer them first, in practice or in an exam.",
        )
    chosen = order[: len(schedule.due) if number is None else number]
    if not chosen:
        raise PlanError(schedule.words, "With a number, the weakest are drilled all the same.")
    return chosen


def choosable(
    banks: Bank | Mix, sections: Sequence[str] = (), tags: Sequence[str] = ()
) -> dict[str, list[Asked]]:
    """The questions to choose from, by name of their section, in the order of the banks.

    Args:
        banks: where the questions come from.
        sections: names of sections; none means all. In several banks an id alone means the section
            of each bank that has it.
        tags: what the questions are about, or how hard they are, any of these; none means all.

    Raises:
        PlanError: the banks have no such section or tag.
    """
    mix = Mix.of(banks)
    for name in sections:
        if all(name not in (part.name, part.section.id) for part in mix.parts):
            raise _unknown(mix, "section", name, [part.name for part in mix.parts])
    for tag in tags:
        if tag not in (known := tags_of(mix)):
            raise _unknown(mix, "tag", tag, known)
    return {
        part.name: [
            one
            for one in mix.asked(part)
            if not tags or not set(tags).isdisjoint(labels_of(one.question))
        ]
        for part in mix.parts
        if not sections or not {part.name, part.section.id}.isdisjoint(sections)
    }


def tags_of(banks: Bank | Mix) -> list[str]:
    """Everything by which questions can be chosen besides their section, sorted."""
    return sorted({label for one in Mix.of(banks).questions for label in labels_of(one.question)})


def _unknown(mix: Mix, what: str, name: str, known: list[str]) -> PlanError:
    whose = "None of these banks has a" if mix.several else f"The bank {mix.id} has no"
    return PlanError(
        f"{whose} {what} {name!r}.", nearest(name, known) or f"Known: {', '.join(known)}."
    )


def _choose(
    mix: Mix, among: Mapping[str, Sequence[Asked]], number: int | None, seed: int
) -> list[Asked]:
    """Questions of the sections, in the banks' order of sections and shuffled within each."""
    draw = random.Random(seed)
    pools = {name: draw.sample(pool, len(pool)) for name, pool in among.items()}
    available = sum(len(pool) for pool in pools.values())
    if number is None:
        number = available
    if not available and mix.questions:
        raise PlanError("No question has this tag in these sections.", "Choose more of them.")
    if not available:
        blanks = sum(len(part.section.blanks) for part in mix.parts if part.name in pools)
        raise PlanError(
            f"There is no question to ask: to {blanks} hints none is worded yet.",
            f"Write it there (ask:), or have it drafted: interviewer bank draft {mix.banks[0].id}",
        )
    if number < 1:
        raise PlanError(f"An interview has at least one question, not {number}.")
    if number > available:
        raise PlanError(
            f"{number} questions were asked for, but there are {available} to choose from.",
            "Choose more sections or tags, or fewer questions.",
        )
    shares = _shares({name: len(pool) for name, pool in pools.items()}, number, draw)
    return [one for name, pool in pools.items() for one in pool[: shares[name]]]


def _shares(sizes: dict[str, int], number: int, draw: random.Random) -> dict[str, int]:
    """Split a number over sections in proportion to their sizes, by largest remainder."""
    whole = sum(sizes.values())
    shares = {name: number * size // whole for name, size in sizes.items()}
    rest = {name: (number * size % whole, draw.random()) for name, size in sizes.items()}
    for name in sorted(rest, key=lambda name: rest[name], reverse=True)[
        : number - sum(shares.values())
    ]:
        shares[name] += 1
    return shares
