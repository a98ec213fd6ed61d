"""The banks that can be called by name: those that came with the program, and the user's own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from rubrics.loading import SHIPPED, banks_in, load_bank, load_outline, locate

if TYPE_CHECKING:
    from interviewer.config.settings import Settings
    from rubrics.bank import Bank
    from rubrics.outline import Outline


@dataclass(frozen=True)
class Shelf:
    """Finds and reads banks by name, folder or file.

    Attributes:
        own: folder of the user's own banks; it need not be there.
    """

    own: Path

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The shelf in the home of these settings."""
        return cls(settings.home / "banks")

    def names(self) -> list[str]:
        """All names: those that came with the program first."""
        shipped = list(banks_in(SHIPPED))
        return [*shipped, *(name for name in banks_in(self.own) if name not in shipped)]

    @property
    def deleted(self) -> Path:
        """Folder of the user's banks that were deleted."""
        return self.own.with_name("banks-deleted")

    @property
    def edited(self) -> Path:
        """Folder of what was edited and is not right yet."""
        return self.own.with_name("banks-edited")

    def shipped(self, path: Path) -> bool:
        """Whether a bank that begins in this file came with the program."""
        return path.is_relative_to(SHIPPED)

    def is_own(self, path: Path) -> bool:
        """Whether a bank that begins in this file lies among the user's own."""
        return path.is_relative_to(self.own)

    def locate(self, source: str | Path) -> Path:
        """The file in which a bank begins.

        Raises:
            BankError: there is none.
        """
        return locate(source, self._folders)

    def bank(self, source: str | Path) -> Bank:
        """Read a bank.

        Raises:
            BankError: it cannot be found or has a mistake.
        """
        return load_bank(source, self._folders)

    def outline(self, source: str | Path) -> Outline:
        """Read a bank of which all but the hints may be missing.

        Raises:
            BankError: it cannot be found or has a mistake.
        """
        return load_outline(source, self._folders)

    @property
    def _folders(self) -> tuple[Path, Path]:
        return SHIPPED, self.own
