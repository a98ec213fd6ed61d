"""An answer as it was typed: the text at each moment, and what was done when."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from itertools import accumulate, pairwise

from sessions.drafts import DraftStep

SPEEDS = (1, 2, 4, 8, 16)
"""How many seconds of the answer pass in one."""

LONG = 5.0
"""Seconds without a change from which on they can be passed over."""

LEFT = 1.0
"""Seconds that are left of such a gap at either end, so that one sees that there was one."""

_EVERY = 64
"""After how many steps a text is kept, so that no moment is far from one."""


class Doing(StrEnum):
    """What was done in a while: nothing, more typed than deleted, or more deleted than typed."""

    THINKING = "thinking"
    TYPING = "typing"
    DELETING = "deleting"


@dataclass(frozen=True)
class Stretch:
    """A part of the time, all parts being of the same length.

    Attributes:
        typed, deleted: how many characters came and went.
    """

    typed: int
    deleted: int

    @property
    def doing(self) -> Doing:
        """What was done most."""
        if not self.typed and not self.deleted:
            return Doing.THINKING
        return Doing.DELETING if self.deleted > self.typed else Doing.TYPING


class Recording:
    """The journal of one draft, as it can be played.

    Args:
        steps: the journal, in order.
        length: seconds on the question's clock when the answer was handed in; at least those of
            the last step.
    """

    def __init__(self, steps: Iterable[DraftStep], length: float = 0.0) -> None:
        self._steps = tuple(steps)
        # A program that was killed may have gone on with a clock that showed a little less.
        self._times = list(accumulate((max(0.0, step.at) for step in self._steps), max))
        self._kept = [""]
        text = ""
        for number, step in enumerate(self._steps, 1):
            text = step.apply(text)
            if number % _EVERY == 0:
                self._kept.append(text)
        self.length = max(length, self._times[-1] if self._times else 0.0)
        self._stretches: tuple[Stretch, ...] = ()

    def __bool__(self) -> bool:
        return bool(self._steps)

    def text_at(self, seconds: float) -> str:
        """The text as it stood then."""
        return self._text(bisect_right(self._times, seconds))

    def place_at(self, seconds: float) -> int:
        """Where in the text the last change before then ended, in code points."""
        count = bisect_right(self._times, seconds)
        if not count:
            return 0
        step = self._steps[count - 1]
        return step.position + len(step.inserted)

    def _text(self, count: int) -> str:
        """The text after so many steps."""
        kept = count // _EVERY
        text = self._kept[kept]
        for step in self._steps[kept * _EVERY : count]:
            text = step.apply(text)
        return text

    def stretches(self, number: int) -> tuple[Stretch, ...]:
        """What was done, in so many parts of the same length."""
        if len(self._stretches) == number:
            return self._stretches
        typed, deleted = [0] * number, [0] * number
        for at, step in zip(self._times, self._steps, strict=True):
            part = min(number - 1, int(number * at / self.length)) if self.length else 0
            typed[part] += len(step.inserted)
            deleted[part] += step.removed
        self._stretches = tuple(map(Stretch, typed, deleted))
        return self._stretches

    @cached_property
    def gaps(self) -> tuple[tuple[float, float], ...]:
        """From when to when can be passed over, because nothing changed for long."""
        changes = [0.0, *self._times, self.length]
        return tuple(
            (before + LEFT, after - LEFT)
            for before, after in pairwise(changes)
            if after - before >= LONG
        )

    @property
    def idle(self) -> float:
        """Seconds that the gaps hold together."""
        return sum(end - start for start, end in self.gaps)

    def after(self, seconds: float, passed: float) -> float:
        """The moment so many seconds after another one, when gaps are passed over."""
        return self._with_gaps(self._without_gaps(seconds) + passed)

    def _without_gaps(self, seconds: float) -> float:
        """How much was to be seen before this moment."""
        return seconds - sum(
            min(seconds, end) - start for start, end in self.gaps if start < seconds
        )

    def _with_gaps(self, seen: float) -> float:
        """The first moment at which so much was to be seen, behind a gap that begins there."""
        for start, end in self.gaps:
            if start > seen:
                break
            seen += end - start
        return seen


@dataclass(frozen=True)
class Player:
    """Where in a recording one is, and how it goes on. Every change makes another one.

    Attributes:
        at: seconds from the beginning, at most those of the recording.
        speed: one of ``SPEEDS``.
        playing: whether it goes on with the time.
        skips: whether long gaps are passed over.
    """

    recording: Recording
    at: float = 0.0
    speed: int = 1
    playing: bool = False
    skips: bool = True

    @property
    def text(self) -> str:
        """The text at this moment."""
        return self.recording.text_at(self.at)

    @property
    def over(self) -> bool:
        """Whether it is at the end."""
        return self.at >= self.recording.length

    def toggled(self) -> Player:
        """Playing becomes a pause, and a pause playing; from the end it begins anew."""
        if self.playing:
            return replace(self, playing=False)
        return replace(self, playing=True, at=0.0 if self.over else self.at)

    def advanced(self, seconds: float) -> Player:
        """Where it is after so much time; at the end it stops."""
        if not self.playing:
            return self
        passed = seconds * self.speed
        moment = self.recording.after(self.at, passed) if self.skips else self.at + passed
        return self.sought(moment)

    def sought(self, seconds: float) -> Player:
        """At another moment; before the start and behind the end lies nothing to go on to."""
        at = min(max(0.0, seconds), self.recording.length)
        return replace(self, at=at, playing=self.playing and at < self.recording.length)

    def skipping(self) -> Player:
        """With gaps passed over where they were not, or not where they were."""
        return replace(self, skips=not self.skips)

    def faster(self, step: int) -> Player:
        """At the next higher speed, or with -1 at the next lower one, if there is one."""
        place = SPEEDS.index(self.speed) + step
        return replace(self, speed=SPEEDS[min(max(0, place), len(SPEEDS) - 1)])
