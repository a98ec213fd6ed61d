"""Questions that ask, or expect, the same as another one of their bank."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from rubrics.bank import Bank
from rubrics.checking.finding import Finding
from rubrics.estimate.words import stems_of

NEARLY = 0.8
"""Share of content words in common from which two texts are nearly the same."""

FEWEST_WORDS = 4
"""Content words of a text; shorter ones are compared letter by letter only."""

Text = tuple[str, str]
"""A question, and what it says."""


def double_findings(bank: Bank) -> Iterator[Finding]:
    """Questions with the wording of another, or nearly so, and hints likewise."""
    asked = [(question.id, question.ask) for question in bank.questions()]
    yield from _same(asked, "ask", "asks")
    hints = [(question.id, question.hint) for question in bank.questions()]
    hints += [(label, blank.question.hint) for label, blank in bank.blanks()]
    yield from _same(hints, "hint", "has")


def _same(texts: Sequence[Text], key: str, verb: str) -> Iterator[Finding]:
    what = "" if key == "ask" else " hint"
    seen: dict[str, str] = {}
    compared: list[Text] = []
    for name, text in texts:
        plain = " ".join(re.findall(r"\w+", text.lower()))
        if plain in seen:
            yield Finding(name, f"{verb} the same{what} as {seen[plain]}", key)
        else:
            seen[plain] = name
            compared.append((name, text))
    for name, other in _near(compared):
        yield Finding(name, f"{verb} nearly the same{what} as {other}", key)


def _near(texts: Sequence[Text]) -> Iterator[tuple[str, str]]:
    """Pairs of which most content words are the same; each text once, with the first like it.

    Only texts that share one of their rarest words are compared, which every such pair does.
    """
    stems = [stems_of(text) for _, text in texts]
    spread = Counter(stem for found in stems for stem in found)
    holders: dict[str, list[int]] = defaultdict(list)
    for index, found in enumerate(stems):
        if len(found) < FEWEST_WORDS:
            continue
        # Of n words at most n - NEARLY · n can be missing in the other: one of these is not.
        count = int(len(found) * (1 - NEARLY)) + 1
        rare = sorted(found, key=lambda stem: (spread[stem], stem))[:count]
        others = sorted({other for stem in rare for other in holders[stem]})
        for other in others:
            if len(found & stems[other]) >= NEARLY * len(found | stems[other]):
                yield texts[index][0], texts[other][0]
                break
        for stem in rare:
            holders[stem].append(index)
