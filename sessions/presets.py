"""Setups that have a name, made for the banks and for how its questions stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import itemgetter
from statistics import fmean

from rubrics.bank import Bank, nearest
from sessions.mix import Mix, Part
from sessions.plan import PlanError
from sessions.schedule import Schedule
from sessions.session import Mode
from sessions.setup import Setup
from sessions.summary import ORIGINS

WEAKEST = 5
"""How many questions a drill asks where nothing is due."""

SCREEN_QUESTIONS = 5
SCREEN_MINUTES = 15
"""As long as the screen takes: each question has its share, and none is followed up."""

BEHAVIORAL = "behavioral"
"""Id of the section with questions on how people work, or the tag of all its questions."""


@dataclass(frozen=True)
class Preset:
    """A setup that has a name.

    Attributes:
        name: by which the command line knows it.
        title: a few words.
        words: what it is good for, in one sentence.
        setup: what is set, or None where this bank or what was answered does not allow it.
        lacks: why not, in a sentence; empty where there is a setup.
    """

    name: str
    title: str
    words: str
    setup: Setup | None
    lacks: str = ""


def presets(banks: Bank | Mix, schedule: Schedule) -> tuple[Preset, ...]:
    """All presets, those that cannot be had now among them.

    Args:
        banks: where the questions come from.
        schedule: how these stand today, by their names.
    """
    mix = Mix.of(banks)
    known = schedule.only({one.name for one in mix.questions})
    return tuple(make(mix, known) for make in _MAKERS)


def setup_of(name: str, banks: Bank | Mix, schedule: Schedule) -> Setup:
    """The setup of the preset with this name.

    Raises:
        PlanError: there is none, or it cannot be had now.
    """
    known = {preset.name: preset for preset in presets(banks, schedule)}
    if name not in known:
        names = ", ".join(known)
        raise PlanError(
            f"There is no preset {name!r}.", nearest(name, list(known)) or f"Known: {names}."
        )
    found = known[name]
    if found.setup is None:
        raise PlanError(f"The preset {name!r} cannot be had now.", found.lacks)
    return found.setup


def _screen(mix: Mix, schedule: Schedule) -> Preset:
    number = min(SCREEN_QUESTIONS, len(mix.questions))
    return Preset(
        name="screen",
        title=f"{SCREEN_MINUTES}-minute screen",
        words=f"{number} questions from all sections, as an exam of {SCREEN_MINUTES} minutes.",
        setup=Setup(
            mode=Mode.EXAM,
            number=number,
            minutes=SCREEN_MINUTES,
            question_minutes=SCREEN_MINUTES / SCREEN_QUESTIONS,
            rounds=0,
        ),
    )


def _full_loop(mix: Mix, schedule: Schedule) -> Preset:
    return Preset(
        name="full-loop",
        title=f"Full loop, {len(mix.questions)} questions",
        words=f"Every question of the bank{'s' * mix.several}, as an exam.",
        setup=Setup(mode=Mode.EXAM),
    )


def _behavioral(mix: Mix, schedule: Schedule) -> Preset:
    sections = tuple(
        part.name
        for part in mix.parts
        if part.section.id == BEHAVIORAL
        or all(BEHAVIORAL in question.tags for question in part.section.questions)
    )
    lacking = "These banks have" if mix.several else "This bank has"
    return Preset(
        name="behavioral",
        title="Behavioral only",
        words="All questions on how you work, with feedback after each answer.",
        setup=Setup(sections=sections) if sections else None,
        lacks="" if sections else f"{lacking} no behavioral section.",
    )


def drill_setup(schedule: Schedule) -> Setup:
    """A drill of what is due; where nothing is, of a few that are weakest."""
    return Setup(mode=Mode.DRILL, number=None if schedule.due else WEAKEST)


def _drill(mix: Mix, schedule: Schedule) -> Preset:
    lacks = ""
    if not schedule.due:
        lacks = schedule.words if schedule.later else "Nothing was answered and marked yet."
    return Preset(
        name="drill",
        title="Drill what is due",
        words="What you are about to forget, weakest first, with feedback after each answer.",
        setup=None if lacks else drill_setup(schedule),
        lacks=lacks,
    )


def _weakest(mix: Mix, schedule: Schedule) -> Preset:
    part = weakest_section(mix, schedule)
    return Preset(
        name="weakest",
        title=f"Weakest section{f': {part.title}' if part else ''}",
        words="The section with the lowest scores, with feedback after each answer.",
        setup=Setup(sections=(part.name,)) if part else None,
        lacks="" if part else "No two sections have scores to compare.",
    )


_MAKERS: tuple[Callable[[Mix, Schedule], Preset], ...] = (
    _screen,
    _full_loop,
    _behavioral,
    _drill,
    _weakest,
)


def weakest_section(mix: Mix, schedule: Schedule) -> Part | None:
    """The section with the lowest mean over the newest answers to its questions.

    Scores of different origin share no mean: grades are compared where two sections have some,
    else estimates, else own marks. None where no two sections can be compared.
    """
    for origin in ORIGINS:
        means: list[tuple[float, Part]] = []
        for part in mix.parts:
            known = schedule.only({one.name for one in mix.asked(part)})
            scores = [
                standing.last.score
                for standing in known.standings
                if standing.last.origin == origin
            ]
            if scores:
                means.append((fmean(scores), part))
        if len(means) > 1:
            return min(means, key=itemgetter(0))[1]
    return None
