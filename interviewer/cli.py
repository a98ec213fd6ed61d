"""The command line. Each command lives in a module of its own and is imported when it is called."""

from __future__ import annotations

import importlib
import keyword
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

import click

from interviewer.exit_codes import DONE, FAILED, INTERRUPTED
from rubrics.errors import InterviewerError

_COMMANDS = {
    "start": ("interviewer.commands.start", "Begin an interview."),
    "resume": ("interviewer.commands.start", "Go on with an interview that was left."),
    "review": ("interviewer.commands.review", "Read an interview again."),
    "progress": ("interviewer.commands.progress", "See how your scores develop."),
    "export": ("interviewer.commands.export", "Write interviews to a file."),
    "import": ("interviewer.commands.import_sessions", "Take in interviews from files."),
    "grade": ("interviewer.commands.grade", "Grade a file of answers."),
    "regrade": ("interviewer.commands.regrade", "Grade the answers of an interview again."),
    "calibrate": ("interviewer.commands.calibrate", "Measure how far graders can be believed."),
    "cache": ("interviewer.commands.cache", "What was paid for and is kept; forget it."),
    "bank": (
        "interviewer.commands.bank",
        "Banks of questions: import, draft, check and show them.",
    ),
    "doctor": ("interviewer.commands.doctor", "Check that everything works here."),
    "locate": ("interviewer.commands.doctor", "Say where everything lies."),
}


class LazyGroup(click.Group):
    """A group that imports a command's module only when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of use."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(_COMMANDS[cmd_name][0])
        # A command that is called like a keyword of Python has an underscore behind its name.
        command = getattr(module, cmd_name + "_" * keyword.iskeyword(cmd_name))
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in _COMMANDS.items()])


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 done; 1 done, with findings; 2 wrong usage; 3 could not be done; "
    "130 interrupted.",
)
@click.version_option(version("interviewer"), prog_name="interviewer")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """A timed mock interview in the terminal, graded point by point.

    Without a command, the app opens.
    """
    if ctx.invoked_subcommand is None:
        from interviewer.commands.start import open_app

        open_app()


def main(arguments: Sequence[str] | None = None) -> Any:
    """Run a command line and end the process with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = cli.main(args=None if arguments is None else list(arguments), standalone_mode=False)
    except InterviewerError as error:
        fail(error)
        code = FAILED
    except click.exceptions.Abort:
        click.echo("Interrupted.", err=True)
        code = INTERRUPTED
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except BrokenPipeError:
        # Whoever read the output has gone; nothing is left to say to them.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = DONE
    except OSError as error:
        fail(InterviewerError(f"The output cannot be written ({error.strerror})."))
        # What is still in the buffer cannot be written either: say so once, not again at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = FAILED
    sys.exit(code if isinstance(code, int) else DONE)


def fail(error: InterviewerError) -> None:
    """Say on stderr what happened and what to do, without control characters and keys."""
    from rubrics.text import printable, without_keys

    click.echo(printable(without_keys(f"interviewer: {error.message}")), err=True)
    if error.advice:
        click.echo(printable(without_keys(error.advice)), err=True)
