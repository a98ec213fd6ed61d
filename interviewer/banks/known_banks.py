"""Banks that were read, kept for as long as they are good."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from rubrics.errors import InterviewerError

if TYPE_CHECKING:
    from rubrics.bank import Bank


class KnownBanks:
    """Reads banks by name, each in a thread and once only.

    Args:
        read: how a bank is read; it may be slow.
    """

    def __init__(self, read: Callable[[str], Bank]) -> None:
        self._read = read
        self._banks: dict[str, asyncio.Future[Bank]] = {}

    async def bank(self, name: str) -> Bank:
        """The bank of this name.

        Raises:
            BankError: it cannot be read.
        """
        if name not in self._banks:
            self._banks[name] = asyncio.create_task(
                asyncio.to_thread(self._read, name), name=f"bank {name}"
            )
        try:
            return await asyncio.shield(self._banks[name])
        except InterviewerError:
            self._banks.pop(name, None)
            raise

    def take(self, name: str, bank: Bank) -> None:
        """Use what was read elsewhere: it was changed, and is right."""
        read: asyncio.Future[Bank] = asyncio.get_running_loop().create_future()
        read.set_result(bank)
        self._banks[name] = read

    def forget(self, name: str) -> None:
        """Read it again the next time: it was taken away."""
        self._banks.pop(name, None)
