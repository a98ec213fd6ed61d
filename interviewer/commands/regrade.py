"""``interviewer regrade``: the answers of an interview graded again, old and new side by side."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import closing

import click

from interviewer.bulk.concurrency import at_once, each
from interviewer.bulk.regraded import Regraded, mixed, values
from interviewer.commands import options
from interviewer.commands.choosing import grader_option
from interviewer.commands.marking import Marking
from interviewer.exit_codes import DONE, FINDINGS, INTERRUPTED
from interviewer.graders import model_of
from interviewer.services import Services
from rubrics.errors import InterviewerError
from rubrics.grader import Grader
from rubrics.text import printable
from sessions.follow_ups import task_of
from sessions.grading import gradable_turns
from sessions.grading import regrade as grade_again
from sessions.interview import Interview
from sessions.session import Session, Turn
from sessions.store import Store
from sessions.telling import EXAM_WAITS, tells_marks


@click.command()
@click.argument("session")
@grader_option
@click.option("--turn", "labels", multiple=True, metavar="N", help="Only question N; repeatable.")
@click.option("--ungraded", is_flag=True, help="Only answers that have no grade.")
@options.no_cache
@options.budget
@options.jobs
@options.yes
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_context
def regrade(
    ctx: click.Context,
    session: str,
    grader: str | None,
    labels: tuple[str, ...],
    ungraded: bool,
    no_cache: bool,
    budget: float | None,
    jobs: int,
    yes: bool,
    as_json: bool,
) -> None:
    """Grade the answers of SESSION again, and show old and new side by side.

    SESSION is an id, the beginning of one, or "last". The new grade is in force then, and the old
    one stays in the history. Where grading fails, the old grade stays in force.
    """
    marking = Marking.open(grader, budget, use_cache=not no_cache)
    with closing(Store.open(marking.settings.home)) as store:
        services = Services(store, marking.settings, marking.grader, marking.choice)
        with services.hold(services.find(session)) as held:
            interview = held.interview
            turns = _chosen(interview.session, labels, ungraded)
            marking.introduce()
            if not (yes or _may_send(interview.session, turns, marking.grader)):
                click.echo("Nothing was sent.", err=True)
                ctx.exit(DONE)
            done = _regrade(interview, turns, marking, jobs)
    now, tally = interview.session, marking.progress.tally
    if as_json:
        click.echo(json.dumps(values(now, done, tally), ensure_ascii=False, indent=2))
    else:
        for line in (*(line for one in done for line in one.lines()), *mixed(now)):
            click.echo(printable(line))
    click.echo(f"{tally.words('answer')}. {tally.spent()}".strip(), err=True)
    if len(done) < len(turns):
        click.echo(
            f"Interrupted: {len(done)} of {len(turns)} are graded; the others keep what they had.",
            err=True,
        )
        ctx.exit(INTERRUPTED)
    ctx.exit(FINDINGS if tally.statuses["ungraded"] else DONE)


def _chosen(session: Session, labels: Sequence[str], ungraded: bool) -> list[Turn]:
    """The turns to grade.

    Raises:
        InterviewerError: there is none, or a label names none.
    """
    if not tells_marks(session):
        raise InterviewerError(EXAM_WAITS, f"Go on: interviewer resume {session.id}")
    turns = gradable_turns(session)
    known = [turn.label for turn in turns]
    for label in labels:
        if label not in known:
            raise InterviewerError(
                f"Question {label} has no answer to grade.",
                f"These have: {', '.join(known) or 'none'}.",
            )
    chosen = [
        turn
        for turn in turns
        if (not labels or turn.label in labels)
        and not (ungraded and turn.grade is not None and turn.grade.score is not None)
    ]
    if not chosen:
        what = "is without a grade" if ungraded else "could be graded"
        raise InterviewerError(f"No answer of interview {session.id} {what}.")
    return chosen


def _may_send(session: Session, turns: Sequence[Turn], grader: Grader) -> bool:
    """Whether the answers may go to the grader; somebody who is there is asked about a model."""
    model = model_of(grader)
    if model is None or not options.asks():
        return True
    from interviewer.bulk.sizing import size_of

    tasks = [task_of(session, turn.id) for turn in turns]
    count = f"{len(turns)} answer{'s' * (len(turns) != 1)}"
    question = f"Send {count} to {model.name}: {size_of(tasks, model)}?"
    return click.confirm(printable(question), err=True)


def _regrade(
    interview: Interview, turns: Sequence[Turn], marking: Marking, jobs: int
) -> list[Regraded]:
    """What became of each answer, in order; fewer where a signal ended it."""
    done: dict[int, Regraded] = {}
    progress = marking.progress
    progress.total = len(turns)

    async def again(turn: Turn) -> None:
        grade = await grade_again(interview, turn.id, marking.grader, progress.waits.hear)
        done[turn.id] = Regraded(turn, interview.session.turn(turn.id), grade)
        progress.tally.add(grade.record())
        progress.moved()

    marking.run(at_once(each(turns), again, jobs=jobs), marking.grader.close)
    return [done[turn.id] for turn in turns if turn.id in done]
