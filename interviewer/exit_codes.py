"""How a command says how it went; 2, for wrong usage, is click's own."""

DONE = 0
FINDINGS = 1
"""Done, but there is something to mend or a line that was refused."""

FAILED = 3
"""Could not be done."""

INTERRUPTED = 130
"""Ended by Ctrl+C or a signal."""
