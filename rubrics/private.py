"""Files that only their owner can read."""

from __future__ import annotations

import os
from pathlib import Path


def make_private(path: Path) -> None:
    """Make an empty file that only its owner can read, or take the rights of others away.

    SQLite gives the files that it puts beside a database the rights of the database.

    A file that is there is not opened: on POSIX systems the end of any descriptor takes away all
    locks that this process has on the file, those of a database that it has open too. Another
    program would then take itself for the last one, and remove what was not yet written back.
    """
    flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_CLOEXEC", 0)
    try:
        os.close(os.open(path, flags, 0o600))
    except FileExistsError:
        if os.name == "posix" and path.stat().st_mode & 0o077:
            path.chmod(0o600)
