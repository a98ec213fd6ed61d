"""What Home says: its menu, who marks, and how the last interview went."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets.option_list import Option

# Home is painted before anything else is imported.
if TYPE_CHECKING:
    from interviewer.graders import Choice
    from interviewer.services import Services
    from rubrics.bank import Bank
    from sessions.schedule import Schedule
    from sessions.summary import SessionSummary

WITHOUT_A_MODEL = (
    "Works now, with no account and no network: full timed interviews, an estimate made from the "
    "words of your answer, and your own marks, point by point.",
    "The estimate cannot judge truth. A language model can: with its key in the environment or a "
    ".env file (see .env.example), or with Ollama running here, it marks each point and proves it "
    "by a quote.",
)
WITH_A_MODEL = (
    "Works now: full timed interviews, each point of your answer marked by a language model and "
    "proved by a quote, and your own marks beside it.",
)
STAY_OFFLINE = "To stay offline: INTERVIEWER_MODEL=estimate (environment or .env file)."


def options(
    unfinished: SessionSummary | None,
    latest: SessionSummary | None,
    schedule: Schedule | None,
    key_of: Callable[[str], str],
) -> list[Option]:
    """The menu: what to do next comes first.

    Args:
        unfinished: what can be gone on with.
        latest: the last interview.
        schedule: how the questions stand, once that is worked out.
        key_of: the key of a command.
    """
    lines = [("start", "Start an interview", "interview.start")]
    if unfinished is not None:
        at = f"question {unfinished.position_number} of {unfinished.questions}"
        lines.insert(0, ("resume", f"Resume ({at})", "interview.resume"))
    if schedule is not None and schedule.standings:
        count = len(schedule.due)
        words = f"Drill what is due ({count})" if count else "Drill the weakest"
        lines.append(("drill", words, "drill.set_up"))
    if latest is not None:
        lines.append(("review", "Review", "review.open"))
        lines.append(("progress", "Progress", "progress.open"))
    lines.append(("banks", "Banks", "banks.open"))
    lines.append(("settings", "Settings", "settings.open"))
    if latest is not None:
        lines.append(("last", "Last report", "report.open_last"))
    lines += [("app.help", "Help", "program.help"), ("app.quit", "Quit", "program.quit")]
    return [
        Option(Content(f"{label:<28}{key_of(command):>6}"), id=action)
        for action, label, command in lines
    ]


def grader_words(services: Services, bank: Bank | None) -> Content:
    """Who marks, in a few words, and how far that can be believed.

    Args:
        services: with the grader.
        bank: the one that is offered first; None while it is not read.
    """
    from interviewer.widgets.signs import ORIGIN_SIGNS, one_line

    choice = services.choice
    trust = (
        f" · {services.trust((bank.id, one) for one in bank.questions())}"
        if bank is not None
        else ""
    )
    if choice.offline:
        return Content(f"grader: offline estimate {ORIGIN_SIGNS['estimated']}{trust}")
    return Content(f"grader: {one_line(choice.name, 32)}{trust}")


def where_answers_go(choice: Choice) -> Content:
    """What leaves this computer and why, and how it would not."""
    from interviewer.widgets.signs import one_line
    from interviewer.wording import who_marks

    return Content(f"{one_line(who_marks(choice))}\n{STAY_OFFLINE}")


def first_words(choice: Choice) -> Content:
    """What can be done, where nothing was done yet."""
    words = WITHOUT_A_MODEL if choice.offline else WITH_A_MODEL
    return Content("\n\n").join(Content(text) for text in words)


def last_words(latest: SessionSummary, headline: str) -> Content:
    """How the last interview went."""
    from interviewer.widgets.signs import one_line
    from interviewer.wording import when

    counts = f"{latest.answered} of {latest.questions} answered"
    if latest.skipped:
        counts += f" · {latest.skipped} skipped"
    if latest.ungraded:
        counts += f" · {latest.ungraded} ungraded"
    return Content.assemble(
        (f"Last: {one_line(latest.bank_title, 60)}", "bold"),
        (f"\n{when(latest.created_at)} · {latest.mode} · {counts}\n\n", "$quiet"),
        one_line(headline, 300),
    )
