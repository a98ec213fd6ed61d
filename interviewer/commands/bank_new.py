"""``interviewer bank new``: the text of a job becomes a plan, and the plan a bank."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from interviewer.banks.importing import refuse_bad_id
from interviewer.banks.plan_words import counts_of
from interviewer.commands.choosing import chosen, grader_option
from interviewer.commands.making import Making, Wanted
from interviewer.config.settings import Settings
from interviewer.exit_codes import DONE, FINDINGS
from rubrics.composing import Posting
from rubrics.errors import InterviewerError
from rubrics.importing import Source
from rubrics.importing.prose import prose_of

QUESTIONS = 20


@click.command()
@click.option("--from-job", "job", required=True, metavar="FILE", help="The job (- for stdin).")
@click.option("--resume", metavar="FILE", help="Of the candidate: sets level and gaps.")
@click.option(
    "--questions",
    type=click.IntRange(1, 100),
    help=f"How many in all, for a new plan.  [default: {QUESTIONS}]",
)
@click.option(
    "--section",
    "sections",
    multiple=True,
    metavar="ID=N",
    help="So many questions in this section of the plan, 0 for none; repeatable.",
)
@click.option(
    "--plan-only",
    type=click.Path(path_type=Path, allow_dash=True),
    help="Write the plan to this file, to be changed, and stop (- shows it).",
)
@click.option("--plan", type=click.Path(path_type=Path), help="Take the plan of this file.")
@click.option("--id", "bank_id", metavar="ID", help="Of the bank; else made from its title.")
@click.option("--title", help="Of the bank; else that of the plan.")
@click.option("--to", type=click.Path(path_type=Path), help="Write this file instead.")
@click.option("--replace", is_flag=True, help="A bank of this name is put aside.")
@grader_option
@click.option("--dry-run", is_flag=True, help="Say what would be sent; send and write nothing.")
@click.option("--yes", is_flag=True, help="Go on and write without asking.")
@click.pass_context
def new(
    ctx: click.Context,
    job: str,
    resume: str | None,
    questions: int | None,
    sections: tuple[str, ...],
    plan_only: Path | None,
    plan: Path | None,
    bank_id: str | None,
    title: str | None,
    to: Path | None,
    replace: bool,
    grader: str | None,
    dry_run: bool,
    yes: bool,
) -> None:
    """Make a bank for a job from its description, by a language model.

    First a plan of sections, to be changed or refused; then questions with hints, and a rubric for
    each. What other banks ask already is left out. Text, Markdown, HTML and PDF are read. Exit code
    1 says that there is something to look at.
    """
    if plan is not None and questions is not None:
        raise click.UsageError("--questions is for a new plan; --section changes that of --plan.")
    refuse_bad_id(bank_id)
    settings = Settings.load()
    wanted = Wanted(
        questions=questions or QUESTIONS,
        plan=plan,
        counts=counts_of(sections),
        title=title,
        bank_id=bank_id,
        to=to,
        replace=replace,
        source="standard input" if job == "-" else Path(job).name,
    )
    posting = Posting.of(_text(job), _text(resume) if resume else "")
    making = Making.open(chosen(settings, grader), settings, posting, wanted, asks=not yes)
    if dry_run:
        making.rehearse()
        ctx.exit(DONE)
    ctx.exit(FINDINGS if making.run(plan_only) else DONE)


def _text(file: str) -> str:
    if "://" in file:
        raise InterviewerError(
            f"{file} is a web address, and nothing is fetched from there.",
            "Save the page from the browser and name that file.",
        )
    source = Source.piped(sys.stdin.buffer) if file == "-" else Source.file(Path(file))
    return prose_of(source)
