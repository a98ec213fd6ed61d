"""``interviewer``, ``interviewer start`` and ``interviewer resume``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING

import click

from interviewer.commands.choosing import chosen, grader_option
from interviewer.settings import Settings
from rubrics.errors import InterviewerError

# The app paints before it imports the rest.
if TYPE_CHECKING:
    from interviewer.services import Services
    from sessions.session import Session

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
@click.option("--bank", help="Name, folder or file of a bank.")
@grader_option
@click.option("--exam", is_flag=True, help="Exam: no pause, no hint, feedback at the end.")
@click.option("-s", "--section", "sections", multiple=True, help="Id of a section; repeatable.")
@click.option("-n", "--number", type=int, help="How many questions; all where not given.")
@click.option("-q", "--question", "questions", multiple=True, help="Id of a question; repeatable.")
@click.option("--seed", type=int, help="The same seed makes the same choice.")
@click.option("--minutes", type=float, help="For the whole interview.")
@click.option("--question-minutes", type=float, help="For each question.")
def start(
    plain: bool,
    bank: str | None,
    grader: str | None,
    exam: bool,
    sections: tuple[str, ...],
    number: int | None,
    questions: tuple[str, ...],
    seed: int | None,
    minutes: float | None,
    question_minutes: float | None,
) -> None:
    """Begin an interview.

    In practice, feedback follows each answer; with --exam it comes at the end.
    """
    from interviewer.services import Services
    from sessions.plan import plan_session
    from sessions.session import Mode

    if not plain and not has_terminal():
        raise InterviewerError(*NO_TERMINAL)
    settings = Settings.load()
    with closing(Services.open(settings, chosen(settings, grader, warn=plain))) as services:
        session = plan_session(
            services.bank(bank or settings.bank),
            services.time,
            mode=Mode.EXAM if exam else Mode.PRACTICE,
            sections=sections,
            number=number,
            questions=questions,
            seed=seed,
            minutes=minutes,
            question_minutes=(
                settings.question_minutes if question_minutes is None else question_minutes
            ),
            grader=services.choice.name,
        )
        services.store.create(session)
        _run(session, services, plain)


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
