"""The terminal below the app: whether it is still there, and going when it is not."""

from __future__ import annotations

import os
import select
import sys
import threading

LAST_RESORT_AFTER = 3.0
"""Seconds that an orderly end may take once the terminal is gone."""


def terminal_is_gone() -> bool:
    """Whether the terminal on standard input was hung up. Where it cannot be told, it is there."""
    if not hasattr(select, "poll") or sys.__stdin__ is None:
        return False
    try:
        poll = select.poll()
        poll.register(sys.__stdin__.fileno(), 0)
        found = poll.poll(0)
    except (OSError, ValueError):
        return True
    return any(event & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, event in found)


def last_resort() -> None:
    """End the process in a while by force.

    Writing to a terminal that is gone can block for ever; what is to be kept was kept before.
    """
    timer = threading.Timer(LAST_RESORT_AFTER, os._exit, (1,))
    timer.daemon = True
    timer.start()
