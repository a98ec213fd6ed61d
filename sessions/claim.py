"""The right to write to a session."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from filelock import FileLock


class Claim:
    """The right to write to one session. The end of the process gives it back, however it ends."""

    def __init__(self, lock: FileLock) -> None:
        self._lock = lock

    def release(self) -> None:
        """Let other programs have the session; a second time does nothing."""
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.release()
