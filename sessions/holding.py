"""The sessions that this program has open for writing: each once, however many work with it."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from sessions.claim import Claim
from sessions.interview import Interview
from sessions.session import Session
from sessions.steps import Instant
from sessions.store import Store
from sessions.time import TimeSource


class _Open:
    """One open session, and how many hold it."""

    def __init__(self, interview: Interview, claim: Claim) -> None:
        self.interview = interview
        self.claim = claim
        self.holders = 0


class Held:
    """A hold on an open session; the last one that is released closes it.

    Attributes:
        interview: the one object by which everybody in this program works with the session.
    """

    def __init__(self, holding: Holding, opened: _Open) -> None:
        self._holding = holding
        self._opened = opened
        self._released = False
        self.interview = opened.interview
        opened.holders += 1

    def share(self) -> Held:
        """Another hold on the same session."""
        return Held(self._holding, self._opened)

    def release(self) -> None:
        """Give it up; a second time does nothing."""
        if not self._released:
            self._released = True
            self._holding.released(self._opened)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.release()


class Holding:
    """Opens sessions of a store for writing, and keeps other programs off those that are open."""

    def __init__(self, store: Store, time: TimeSource, instant: Instant | None = None) -> None:
        """Args: the store, the clocks, and who marks without any wait, as `Interview` has them."""
        self._store = store
        self._time = time
        self._instant = instant
        self._open: dict[str, _Open] = {}

    def hold(self, session: Session) -> Held:
        """Hold a session that the store has; one that is open already is the same object.

        Raises:
            SessionBusy: another running program has it open.
            StoreError: it cannot be read.
        """
        opened = self._open.get(session.id)
        if opened is None:
            claim = self._store.claim(session.id)
            try:
                # Read again under the claim: another program may have written to it until now.
                kept = self._store.session(session.id)
                recorder = self._store.recorder(kept)
                interview = Interview(kept, self._time, recorder, self._instant)
            except BaseException:
                claim.release()
                raise
            opened = self._open[session.id] = _Open(interview, claim)
        return Held(self, opened)

    def released(self, opened: _Open) -> None:
        """One hold fewer."""
        opened.holders -= 1
        if not opened.holders:
            del self._open[opened.interview.id]
            opened.claim.release()
