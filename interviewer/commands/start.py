"""``interviewer``, ``interviewer start`` and ``interviewer resume``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from typing import TYPE_CHECKING, Any

import click

from interviewer.commands.choosing import chosen, grader_option
from interviewer.config.settings import Settings
from rubrics.errors import InterviewerError
from rubrics.text import printable

# The app paints before it imports the rest.
if TYPE_CHECKING:
    from interviewer.services import Services
    from sessions.mix import Mix
    from sessions.session import Session
    from sessions.setup import Setup

NO_TERMINAL = (
    "The app needs a terminal, and there is none here.",
    "With --plain the interview runs by lines: interviewer start --plain < answers.txt",
)


def has_terminal() -> bool:
    """Whether the app can show itself and hear keys."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def open_app(
    session: Session | None = None, services: Services | None = None, review: str | None = None
) -> None:
    """Open the app, at an interview or in Review where one is asked for.

    Args:
        session: a session that the store holds.
        services: what the app works with; else it opens that after its first paint.
        review: id of a session to read, empty for the list of all.

    Raises:
        InterviewerError: there is no terminal, or the services cannot be opened.
    """
    if not has_terminal():
        raise InterviewerError(*NO_TERMINAL)
    from interviewer.app import InterviewerApp

    settings = Settings.load()

    def prepare() -> Callable[[], Services]:
        from interviewer.graders import choose_or_wait
        from interviewer.services import Services

        choice, problem = choose_or_wait(settings)
        return lambda: Services.open(settings, choice, problem)

    app = InterviewerApp(services or prepare, session, review, dark=settings.theme == "dark")
    with closing(app):
        app.run()
    if app.problem is not None:
        raise app.problem


@click.command()
@click.option("--plain", is_flag=True, help="By lines on stdin and stdout, without the app.")
@click.option(
    "--bank",
    "banks",
    multiple=True,
    help="Name, folder or file of a bank; repeatable, to mix them.",
)
@grader_option
@click.option("--practice", "mode", flag_value="practice", help="Feedback after each answer.")
@click.option("--exam", "mode", flag_value="exam", help="No pause, no hint, feedback at the end.")
@click.option("--drill", "mode", flag_value="drill", help="Practice what is due, weakest first.")
@click.option("--new", is_flag=True, help="In a drill: also what was never answered.")
@click.option("--preset", metavar="NAME", help="A setup with a name; other options change it.")
@click.option("--list-presets", is_flag=True, help="List the presets, and begin nothing.")
@click.option("-s", "--section", "sections", multiple=True, help="Id of a section; repeatable.")
@click.option(
    "-t", "--tag", "tags", multiple=True, help="What it is about, or how hard; repeatable."
)
@click.option("-n", "--number", type=int, help="How many questions; all (or all due) without it.")
@click.option("-q", "--question", "questions", multiple=True, help="Id of a question; repeatable.")
@click.option("--seed", type=int, help="The same seed makes the same choice.")
@click.option("--minutes", type=float, help="For the whole interview.")
@click.option("--question-minutes", type=float, help="For each question.")
@click.option(
    "--follow-ups",
    "rounds",
    type=int,
    help="Most follow-ups to an answer, 0 to 2; else as in Settings, 0 in an exam from a file.",
)
def start(
    plain: bool,
    banks: tuple[str, ...],
    grader: str | None,
    new: bool,
    preset: str | None,
    list_presets: bool,
    questions: tuple[str, ...],
    seed: int | None,
    **wishes: Any,
) -> None:
    """Begin an interview.

    In practice and in a drill, feedback follows each answer; with --exam it comes at the end.
    Where banks are mixed, a section or question has its bank before it: --section drinks/tea.
    """
    from interviewer.banks.words import blanks_left_out
    from interviewer.services import Services
    from sessions.session import Mode
    from sessions.setup import plan_setup

    if list_presets:
        _list_presets(banks)
        return
    if not plain and not has_terminal():
        raise InterviewerError(*NO_TERMINAL)
    settings = Settings.load()
    with closing(Services.open(settings, chosen(settings, grader, warn=plain))) as services:
        held = _held(services, banks)
        for name, bank in zip(banks or (settings.bank,), held.banks, strict=True):
            if left_out := blanks_left_out(bank):
                told = f"interviewer: {left_out}, hints to which no question is worded yet."
                told += f" See: interviewer bank check {name}"
                click.echo(printable(told), err=True)
        setup = _setup(held, services, preset, wishes)
        drill = setup.mode is Mode.DRILL
        if drill and questions:
            raise click.UsageError("A drill chooses its questions itself: leave -q out.")
        if new and not drill:
            raise click.UsageError("--new goes with --drill.")
        session = plan_setup(
            setup,
            held,
            services.time,
            lambda: services.scheduling(held)(),
            questions=questions,
            new=new,
            seed=seed,
            question_minutes=settings.question_minutes,
            rounds=settings.follow_ups,
            grader=services.choice.name,
        )
        services.store.create(session)
        _run(session, services, plain)


def _held(services: Services, banks: tuple[str, ...]) -> Mix:
    """The banks that were named, or that of the settings."""
    from sessions.mix import Mix

    return Mix(tuple(services.bank(name) for name in banks or (services.settings.bank,)))


def _setup(banks: Mix, services: Services, preset: str | None, wishes: Mapping[str, Any]) -> Setup:
    """A preset, or else nothing chosen, with what the options say put over it."""
    from sessions.presets import setup_of
    from sessions.session import Mode
    from sessions.setup import Setup

    begin = setup_of(preset, banks, services.scheduling(banks)()) if preset else Setup()
    said = {name: wish for name, wish in wishes.items() if wish not in (None, ())}
    setup = Setup.model_validate(begin.model_dump() | said)
    if setup.mode is Mode.EXAM and "rounds" not in said and not has_terminal():
        # A file of answers cannot know what an exam will ask in between.
        return setup.model_copy(update={"rounds": 0})
    return setup


def _list_presets(banks: tuple[str, ...]) -> None:
    from interviewer.services import Services
    from sessions.presets import presets

    settings = Settings.load()
    with closing(Services.open(settings)) as services:
        held = _held(services, banks)
        for found in presets(held, services.scheduling(held)()):
            words = found.words if found.setup else f"Not now. {found.lacks}"
            click.echo(printable(f"{found.name:<12}{found.title}. {words}"))


@click.command()
@click.argument("session", default="")
@click.option("--plain", is_flag=True, help="By lines on stdin and stdout, without the app.")
@grader_option
def resume(session: str, plain: bool, grader: str | None) -> None:
    """Go on with SESSION, or with the newest interview that was not ended.

    What was marked before stays as it is, also where another grader goes on.
    """
    from interviewer.services import Services
    from sessions.session import Phase

    if not plain and not has_terminal():
        raise InterviewerError(
            NO_TERMINAL[0], "With --plain it goes on by lines: interviewer resume --plain"
        )
    settings = Settings.load()
    with closing(Services.open(settings, chosen(settings, grader, warn=plain))) as services:
        if session:
            found = services.find(session)
        else:
            unfinished = services.store.unfinished()
            if unfinished is None:
                raise InterviewerError(
                    "There is no interview to go on with.", "Begin one: interviewer start"
                )
            found = services.store.session(unfinished.id)
        if found.phase is Phase.ENDED:
            raise InterviewerError(
                f"The interview {found.id} is over.", f"Read it: interviewer review {found.id}"
            )
        _run(found, services, plain)


def _run(session: Session, services: Services, plain: bool) -> None:
    if not plain:
        open_app(session, services)
        return
    from interviewer.plain import run_plain

    code = run_plain(session, services, sys.stdin, sys.stdout)
    if code:
        click.get_current_context().exit(code)
