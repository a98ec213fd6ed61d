"""Putting changed settings in force, and keeping them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from interviewer.aside import aside
from interviewer.config.draft import Draft
from interviewer.config.preferences import FILE, write
from interviewer.config.schema import BANK, BASE_URL, BUDGET, MODEL, Value
from interviewer.config.settings import Settings
from interviewer.graders import Choice, choose, open_grader
from interviewer.services import Services
from interviewer.wording import who_marks
from rubrics.errors import InterviewerError


@dataclass(frozen=True)
class Plan:
    """What a draft would come to.

    Attributes:
        settings: the settings that would be in force.
        choice: who would mark.
        problems: what is wrong, by the key of the setting; then nothing can be saved.
    """

    settings: Settings
    choice: Choice
    problems: Mapping[str, str] = field(default_factory=dict)


async def plan(draft: Draft, services: Services) -> Plan:
    """Look at what a draft would come to. A server may be asked which models it has."""
    before = Plan(services.settings, services.choice)
    if draft.wrong:
        return _refused(before, {setting.key: draft.problem(setting) for setting in draft.wrong})
    settings, values = draft.settings(), draft.values
    if BANK.key in values:
        try:
            await aside(partial(services.bank, settings.bank))
        except InterviewerError as error:
            return _refused(before, {BANK.key: str(error)})
    if services.choice.named_now or not _asks_who_marks(values, services):
        return Plan(settings, services.choice)
    try:
        return Plan(settings, await aside(partial(choose, settings)))
    except InterviewerError as error:
        about = MODEL if settings.model or not settings.base_url else BASE_URL
        return _refused(before, {about.key: str(error)})


def _asks_who_marks(values: Mapping[str, Value], services: Services) -> bool:
    """Whether who marks has to be found out anew."""
    if {MODEL.key, BASE_URL.key} & set(values):
        return True
    anew = any(fault.about is None for fault in services.settings.faults)
    return services.problem is not None and (anew or BUDGET.key in values)


def _refused(before: Plan, problems: Mapping[str, str]) -> Plan:
    return Plan(before.settings, before.choice, problems)


async def save(planned: Plan, draft: Draft, services: Services) -> str:
    """Keep a draft in the file and put it in force; in words, what that changes.

    Raises:
        InterviewerError: it cannot be kept; everything is as it was.
    """
    settings, choice = planned.settings, planned.choice
    another, limit = choice != services.choice, BUDGET.key in draft.values
    grader = open_grader(choice, settings) if another or limit else None
    try:
        copy = await aside(partial(write, settings.home, draft.values, draft.changed_keys))
    except InterviewerError:
        if grader is not None:
            await grader.close()
        raise
    services.use(settings, choice, grader)
    words = [f"In {settings.home / FILE}."]
    if copy is not None:
        words.append(f"What stood there before is in {copy}.")
    if choice.named_now and {MODEL.key, BASE_URL.key} & set(draft.values):
        words.append(f"Until the program ends, {choice.name} marks, as {choice.why} says.")
    elif another:
        words.append(f"From the next answer on: {who_marks(choice)}")
    elif limit and not choice.offline:
        words.append("The cost limit counts from now on.")
    return " ".join(words)
