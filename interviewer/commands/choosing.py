"""What the commands that mark share: an option to name the grader, and the choice of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from interviewer.config.settings import Settings
from rubrics.text import printable

# The app paints before it imports the rest.
if TYPE_CHECKING:
    from interviewer.graders import Choice

grader_option = click.option(
    "--grader",
    metavar="NAME",
    help="Who marks: estimate, or provider/model. Else INTERVIEWER_MODEL, else what is there.",
)


def chosen(settings: Settings, named: str | None, *, warn: bool = True) -> Choice:
    """Who marks.

    Args:
        settings: the settings in force.
        named: what the option says, if it was given.
        warn: whether to say on stderr what should be mended; the app says it by itself.

    Raises:
        InterviewerError: it cannot be told who is meant.
    """
    from interviewer.graders import choose

    choice = choose(settings, named)
    for warning in settings.warnings() if warn else ():
        click.echo(printable(f"interviewer: {warning}"), err=True)
    return choice
