"""Rubrics from outside: from criteria that a user gives, or from a hint by rules.

The rules read the form of a hint (sentences, lists, numbered steps, arrows, two sides) and know
nothing of its subject. A drafted rubric is a beginning: a person should read it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import ValidationError

from rubrics.bank import nearest
from rubrics.drafting.lists import worded
from rubrics.drafting.phrases import phrases_of
from rubrics.drafting.points import points_of
from rubrics.drafting.sentences import is_extra, sentence_of
from rubrics.errors import RubricError
from rubrics.rubric import Criterion, Rubric, Shape, Weight
from rubrics.text import printable

MOST_DRAFTED = 7
"""Criteria that rules draft from a hint, at most."""

MOST_GIVEN = 20
"""Criteria that a rubric may have."""

LONG_HINT = 50
"""Words from which a hint is taken for a whole solution; see `_paired`."""

READ_AT_MOST = 20_000
"""Characters of a hint that are read."""

EXPECTS_AT_MOST = 1500
"""Characters of a drafted criterion; what is longer is cut at a word."""

MOST_SIGNALS = 20
"""Items of a list that are kept."""

HALVED_FROM = 3
"""Items wanted of a list from which half of them make a criterion too."""

SHORT_ITEM = 5
"""Words of an item, on average, up to which each becomes a signal; longer ones are compared word
by word."""


def draft_rubric(
    question: str,
    hint: str,
    criteria: Sequence[str | Mapping[str, object]] | None = None,
) -> Rubric:
    """A rubric for a question.

    Args:
        question: the question as it is asked; "name four …" in it sets how many are needed.
        hint: what a good answer holds; split by rules where there are no criteria. The first
            20,000 characters are read.
        criteria: one sentence each, or mappings with ``expects`` and, if wanted, ``id``,
            ``weight`` (default important), ``shape``, ``need`` and ``signals``. Their order
            stays; those without an id get ``c1``, ``c2`` and so on.

    Raises:
        RubricError: the criteria do not make a rubric, or the hint says nothing.
    """
    if criteria is not None:
        return _given(criteria)
    return _drafted(question[:READ_AT_MOST], hint[:READ_AT_MOST])


def _given(criteria: Sequence[str | Mapping[str, object]]) -> Rubric:
    if isinstance(criteria, str | bytes | Mapping) or not isinstance(criteria, Sequence):
        raise RubricError("Criteria are a list of sentences or of objects with “expects”.")
    if not criteria:
        raise RubricError("The list of criteria is empty.", "Leave it out to draft from the hint.")
    if len(criteria) > MOST_GIVEN:
        raise RubricError(f"{len(criteria)} criteria are too many: {MOST_GIVEN} at most.")
    taken = {
        str(entry["id"])
        for entry in criteria
        if isinstance(entry, Mapping) and entry.get("id") is not None
    }
    made = []
    for place, entry in enumerate(criteria, start=1):
        if isinstance(entry, str):
            fields: dict[str, object] = {"expects": entry}
        elif isinstance(entry, Mapping):
            fields = {str(key): value for key, value in entry.items()}
        else:
            raise RubricError(
                f"Criterion {place} is neither a sentence nor an object with “expects”."
            )
        if fields.get("id") is None:
            # Named by its place, unless the user gave that name to another.
            name = f"c{place}"
            while name in taken:
                name += "-2"
            fields["id"] = name
        if fields.get("weight") is None:
            fields.pop("weight", None)
        made.append(_criterion(place, fields))
    return _rubric(made)


def _criterion(place: int, fields: dict[str, object]) -> Criterion:
    if "expects" not in fields:
        raise RubricError(f"Criterion {place} has no “expects”.")
    try:
        return Criterion.model_validate(fields)
    except ValidationError as error:
        detail = error.errors()[0]
        key = str(detail["loc"][0]) if detail["loc"] else ""
        if detail["type"] == "extra_forbidden":
            hint = nearest(key, list(Criterion.model_fields))
            raise RubricError(f"Criterion {place} has an unknown key {key!r}.", hint) from None
        text = str(detail["msg"]).removeprefix("Value error, ")
        where = f"Criterion {place}, {key}" if key else f"Criterion {place}"
        raise RubricError(f"{where}: {text}.") from None


def _rubric(criteria: Sequence[Criterion]) -> Rubric:
    try:
        return Rubric(criteria=tuple(criteria))
    except ValidationError as error:
        text = str(error.errors()[0]["msg"]).removeprefix("Value error, ")
        raise RubricError(f"The criteria do not make a rubric: {text}.") from None


def refuse_empty(hint: str) -> None:
    """Make sure that a hint says something.

    Raises:
        RubricError: there is no letter and no digit in it.
    """
    if not worded(printable(hint)):
        raise RubricError(
            "The hint says nothing that an answer could be marked by.",
            "Write what a good answer holds, in a sentence or two.",
        )


def _drafted(question: str, hint: str) -> Rubric:
    refuse_empty(hint)
    points = points_of(question, hint)
    criteria: list[Criterion] = []
    if points.steps:
        criteria.append(_with_signals(points.steps, Shape.ORDERED))
    if points.sides:
        criteria.append(_with_signals(points.sides, Shape.TRADE_OFF))
    if points.choices:
        criteria.append(_with_signals(points.choices, Shape.ANY, points.need))
        if (criteria[-1].need or 0) >= HALVED_FROM:
            # Half of a long list is a point of its own: a finer score than all or nothing.
            half = (criteria[-1].need or 0) // 2
            criteria.append(_with_signals(points.choices, Shape.ANY, half))
    plain = _merged(points.plain, MOST_DRAFTED - len(criteria))
    if len(hint.split()) > LONG_HINT:
        criteria = _paired(plain, criteria)
    else:
        criteria = [*map(_plain, plain), *criteria]
    return _rubric(
        [
            criterion.model_copy(
                update={
                    "id": f"c{number}",
                    "weight": Weight.ESSENTIAL if number == 1 else criterion.weight,
                }
            )
            for number, criterion in enumerate(criteria, start=1)
        ]
    )


def _plain(text: str) -> Criterion:
    return Criterion(
        id="c0",
        expects=_cut(sentence_of(text)),
        weight=Weight.BONUS if is_extra(text) else Weight.IMPORTANT,
    )


def _paired(plain: Sequence[str], listed: Sequence[Criterion]) -> list[Criterion]:
    """Neighbouring points two by two, either of which is enough; steps and sides stay alone.

    A long hint is a whole solution and says more than anyone would type; see docs/grading.md.
    """
    pairs = [plain[at : at + 2] for at in range(0, len(plain), 2)]
    lists = [one for one in listed if one.shape is Shape.ANY]
    criteria = [_either(pair, 1) for pair in pairs if len(pair) == 2]
    for odd in (pair[0] for pair in pairs if len(pair) == 1):
        if lists:
            first = lists.pop(0)
            criteria.append(_either((odd, *_listed(first)), first.need or 1))
        else:
            criteria.append(_plain(odd))
    return [*criteria, *lists, *(one for one in listed if one.shape is not Shape.ANY)]


def _either(texts: Sequence[str], need: int) -> Criterion:
    items = tuple(text.replace(";", ",") for text in texts)
    return _with_signals(items, Shape.ANY, need)


def _listed(criterion: Criterion) -> list[str]:
    return criterion.expects.partition(": ")[2].rstrip(".").split("; ")


def _with_signals(items: tuple[str, ...], shape: Shape, need: int | None = None) -> Criterion:
    items = items[:MOST_SIGNALS]
    short = sum(len(item.split()) for item in items) <= SHORT_ITEM * len(items)
    listed = "; ".join(item.rstrip(" .;,") for item in items)
    if shape is Shape.ORDERED:
        expects = f"Gives these steps in order: {listed}"
    elif shape is Shape.TRADE_OFF:
        expects = f"Weighs both sides: {listed}"
    else:
        need = min(need or 1, len(items))
        expects = f"Names at least {need} of these: {listed}"
    return Criterion(
        id="c0",
        expects=_cut(f"{expects}."),
        shape=shape,
        need=need,
        signals=tuple(phrases_of(item) for item in items) if short else (),
    )


def _merged(texts: tuple[str, ...], room: int) -> list[str]:
    """At most ``room`` texts, neighbours joined where there are more, the shortest pair first."""
    merged = list(texts[: 10 * MOST_DRAFTED])
    while len(merged) > max(room, 1):
        place = min(range(len(merged) - 1), key=lambda at: len(merged[at]) + len(merged[at + 1]))
        left = merged[place].rstrip()
        if left[-1:] not in ".!?":
            left = f"{left};"
        merged[place : place + 2] = [f"{left} {merged[place + 1]}"]
    return merged


def _cut(text: str) -> str:
    if len(text) <= EXPECTS_AT_MOST:
        return text
    short = text[: EXPECTS_AT_MOST - 2]
    head = short.rsplit(None, 1)[0] if any(character.isspace() for character in short) else short
    return f"{head} …"
