"""Drafting what the questions of a bank lack: what is to do, doing it, what comes of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rubrics.bank import OutlinedQuestion, nearest
from rubrics.drafting import Draft, Drafter, Sketch
from rubrics.drafting.names import free_name
from rubrics.drafting.request import request_for
from rubrics.errors import BankError, InterviewerError
from rubrics.grader import OnProgress
from rubrics.models.model import ModelFailure
from rubrics.models.replies import Tokens
from rubrics.outline import Outline, OutlinedSection
from rubrics.rewriting import Place
from rubrics.rubric import Criterion, Rubric, Shape

AT_ONCE = 8
"""Hints that are drafted at the same time."""

MADE_ANEW = ("criteria", "model_answer", "follow_ups")
"""What is drafted again where that is wanted; wording, minutes and tags stay."""

CHARACTERS_A_TOKEN = 4
TOKENS_OUT = 1_200
"""Of a reply, about."""


@dataclass(frozen=True)
class Job:
    """A question to be drafted.

    Attributes:
        place: where it stands in its bank.
        label: what it is called in words for people.
        question: as it is.
        wanted: the keys that it is to get.
        sketch: what the drafter is given.
    """

    place: Place
    label: str
    question: OutlinedQuestion
    wanted: tuple[str, ...]
    sketch: Sketch


def jobs_of(outline: Outline, chosen: Sequence[str], again: bool) -> list[Job]:
    """The questions that lack something, or all where they are drafted again.

    Args:
        outline: the bank.
        chosen: ids, or section and number ("tea/2"); none for all.
        again: whether what is there already is drafted anew.

    Raises:
        BankError: something chosen is not there.
    """
    labels = {
        name: (at, number)
        for at, section in enumerate(outline.sections)
        for number in range(len(section.questions))
        for name in (section.label(number), f"{section.id}/{number + 1}")
    }
    for name in chosen:
        if name not in labels:
            raise BankError(
                f"The bank {outline.id} has no question {name!r}.", nearest(name, list(labels))
            )
    places = dict.fromkeys(labels[name] for name in chosen or labels)
    jobs = (_job(outline, outline.sections[at], (at, number), again) for at, number in places)
    return [job for job in jobs if job is not None]


def _job(outline: Outline, section: OutlinedSection, place: Place, again: bool) -> Job | None:
    question = section.questions[place[1]]
    missing = question.missing
    wanted = {*missing, *(MADE_ANEW if again else ())}
    if not wanted:
        return None
    if not question.tags:
        wanted.add("tags")
    kept = {name: None if name in wanted else getattr(question, name) for name in MADE_ANEW}
    old = Rubric(criteria=question.criteria).hash if question.criteria else ""
    return Job(
        place=place,
        label=section.label(place[1]),
        question=question,
        wanted=tuple(name for name in OutlinedQuestion.model_fields if name in wanted),
        sketch=Sketch(
            hint=question.hint,
            ask=question.ask,
            section=f"{outline.title}: {section.title}",
            criteria=kept["criteria"] or (),
            model_answer=kept["model_answer"],
            follow_ups=kept["follow_ups"] or (),
            replaces=old if "criteria" in wanted else "",
        ),
    )


def size_of(jobs: Sequence[Job]) -> Tokens:
    """About how many tokens drafting takes, where every reply is good."""
    characters = 0
    for job in jobs:
        request = request_for(job.sketch)
        characters += sum(len(message.content) for message in request.messages)
        characters += len(json.dumps(request.schema))
    return Tokens(characters // CHARACTERS_A_TOKEN, TOKENS_OUT * len(jobs))


Outcome = Draft | InterviewerError | ModelFailure
"""A draft, or why there is none."""


async def draft_all(
    drafter: Drafter,
    jobs: Sequence[Job],
    on_done: Callable[[], None],
    on_progress: OnProgress | None = None,
) -> list[Outcome]:
    """Draft some questions, several at once; what comes of each, in their order."""
    room = asyncio.Semaphore(AT_ONCE)

    async def one(job: Job) -> Outcome:
        async with room:
            try:
                return await drafter.draft(job.sketch, on_progress)
            except (InterviewerError, ModelFailure) as failure:
                return failure
            finally:
                on_done()

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one(job)) for job in jobs]
    return [task.result() for task in tasks]


def parts_of(
    outline: Outline, outcomes: Sequence[tuple[Job, Outcome]]
) -> dict[Place, dict[str, Any]]:
    """The keys and values that questions get, as they stand in YAML; nothing of what failed."""
    taken = {question.id for question in outline.questions()}
    parts: dict[Place, dict[str, Any]] = {}
    for job, got in outcomes:
        values = dict(_values(job, got)) if isinstance(got, Draft) else {}
        if "id" in values:
            values["id"] = free_name(values["id"], taken)
            taken.add(values["id"])
        if values:
            parts[job.place] = values
    return parts


def _values(job: Job, draft: Draft) -> Iterator[tuple[str, Any]]:
    for name in job.wanted:
        value = getattr(draft, name)
        if not value:
            continue
        if name == "criteria":
            yield name, [_criterion(criterion) for criterion in draft.criteria]
            yield "frozen", draft.rubric.hash
        elif name == "minutes":
            yield name, int(value) if value == int(value) else value
        else:
            yield name, list(value) if isinstance(value, tuple) else value


def _criterion(criterion: Criterion) -> dict[str, Any]:
    values: dict[str, Any] = {
        "id": criterion.id,
        "expects": criterion.expects,
        "weight": criterion.weight.value,
    }
    if criterion.shape is not Shape.ALL:
        values["shape"] = criterion.shape.value
    if criterion.need is not None:
        values["need"] = criterion.need
    if criterion.signals:
        values["signals"] = [" | ".join(idea) for idea in criterion.signals]
    return values


def with_parts(outline: Outline, parts: Mapping[Place, Mapping[str, Any]]) -> dict[str, Any]:
    """The whole bank as plain values, with the drafted parts in it."""
    whole = outline.model_dump(mode="json", exclude_none=True)
    for (section, number), values in parts.items():
        whole["sections"][section]["questions"][number].update(values)
    return whole
