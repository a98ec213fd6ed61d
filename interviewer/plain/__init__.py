"""The interview by lines, for screen readers, pipes and files of answers.

What is typed goes into the answer line by line; a line with a single ``.`` hands it in, and a line
that begins with ``/`` is a command. In feedback, an empty line or the next answer goes on.
"""

from interviewer.plain.run import run_plain

__all__ = ["run_plain"]
