"""Which words of a sentence are denied.

Trigger words open a scope that runs forward to a word that ends it, after NegEx (Chapman et al.
2001); two scopes over one word undo each other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum

from rubrics.estimate.lexicon import AUXILIARIES, NEGATIONS, word_set
from rubrics.estimate.verbs import PERSONS, is_verb
from rubrics.estimate.words import Word


class Polarity(IntEnum):
    """How a word stands in its sentence."""

    AFFIRMED = 0
    DENIED = 1
    ASIDE = 2
    """Neither: the subject of a denial, or what something else is preferred to."""


STRONG_REACH = 9
"""Content words that "not" or "never" reaches over, at most."""

WEAK_REACH = 3
"""Content words that "no" or "without" reaches over, at most."""

_WEAK = frozenset(("no", "without", "lack", "lacks", "lacking", "neither", "nor", "none"))
_PHRASES: tuple[tuple[tuple[str, ...], int], ...] = (
    (("fail", "to"), STRONG_REACH),
    (("fails", "to"), STRONG_REACH),
    (("failed", "to"), STRONG_REACH),
    (("failing", "to"), STRONG_REACH),
    (("unable", "to"), STRONG_REACH),
    (("refuse", "to"), STRONG_REACH),
    (("refuses", "to"), STRONG_REACH),
    (("doubt", "that"), STRONG_REACH),
    (("doubts", "that"), STRONG_REACH),
)
_FALSE = frozenset(("wrong", "false", "untrue", "incorrect", "myth", "mistaken", "nonsense"))
_QUOTED = word_set("claim idea notion belief statement view opinion saying")
_PREFERRED = frozenset((("instead", "of"), ("rather", "than"), ("as", "opposed")))
_AFTER_NOT = word_set(
    "only just merely simply necessarily least unlike exactly even forget deny doubt hurt"
)
_AFTER_NO = word_set("matter doubt wonder question")
_ENDS = word_set(
    """but however although though yet except because since so if when while whereas unless until
    instead rather therefore thus hence which"""
)
_CONDITIONS = word_set("if unless when whenever otherwise suppose whether")
_SUBJECT_ENDS = word_set("and or but that which who because if when while so then as")


def polarity_of(text: str, words: Sequence[Word], clauses: Sequence[tuple[int, int]]) -> list[int]:
    """The polarity of every word of a sentence.

    A negation in a condition ("if you do not normalise, …", "Without a cache, …") denies nothing:
    whoever says what happens without a thing has made the point that it is needed.
    """
    if not any(word.text in NEGATIONS or word.text in _OPENERS for word in words):
        return [Polarity.AFFIRMED] * len(words)
    flips = [0] * len(words)
    aside = [False] * len(words)
    firm: set[int] = set()
    for left, right in clauses:
        conditional = words[left].text in _CONDITIONS
        index = left
        while index < right:
            size, reach, kind = _trigger(words, index, right)
            if kind == "":
                index += 1
                continue
            first = index + size
            if kind == "preferred":
                for at in _scope(text, words, first, right, WEAK_REACH):
                    aside[at] = True
            elif kind == "false":
                last = next(
                    (at for at in range(first, len(words)) if _takes_over(words, at)),
                    len(words),
                )
                for at in range(first, last):
                    flips[at] += 1
                firm |= _beyond_mark(text, words, first, last)
            elif not conditional and not (words[index].text == "without" and index == 0):
                until = _relative_end(words, left, index, right)
                for at in _scope(text, words, first, until, reach):
                    flips[at] += 1
                if kind == "strong":
                    for at in _subject(words, left, index):
                        aside[at] = True
            index = first
    _deny_the_quoted(words, flips)
    return [
        Polarity.DENIED
        if flips[at] % 2 or (flips[at] and at in firm)
        else Polarity.ASIDE
        if aside[at]
        else Polarity.AFFIRMED
        for at in range(len(words))
    ]


def _deny_the_quoted(words: Sequence[Word], flips: list[int]) -> None:
    """Flip what "the idea that … is wrong" quotes."""
    if (
        len(words) < 4
        or words[-1].text not in _FALSE
        or words[-2].text not in (*AUXILIARIES, "a", "simply", "just")
    ):
        return
    for at, word in enumerate(words[:4]):
        if word.text == "that" and at and words[at - 1].text in _QUOTED:
            for inside in range(at + 1, len(words) - 1):
                flips[inside] += 1
            return


_OPENERS = (
    frozenset(phrase[0] for phrase, _ in _PHRASES)
    | _FALSE
    | frozenset(pair[0] for pair in _PREFERRED)
    | _WEAK
)


def _trigger(words: Sequence[Word], index: int, right: int) -> tuple[int, int, str]:
    """Size in words, reach in content words and kind of the trigger at ``index``; kind or ""."""
    text = words[index].text
    after = words[index + 1].text if index + 1 < right else ""
    if (text, after) in _PREFERRED:
        return 2, WEAK_REACH, "preferred"
    for phrase, reach in _PHRASES:
        if (text, after) == phrase:
            return 2, reach, "weak"
    if text in _FALSE or (text == "true" and index and _denies(words[index - 1].text)):
        # "It is not true that", "It is wrong to say that".
        for at in range(index + 1, min(index + 4, right)):
            if words[at].text == "that":
                return at - index + 1, 0, "false"
        return 0, 0, ""
    if text in _WEAK:
        if text == "no" and after in _AFTER_NO:
            return 0, 0, ""
        if text == "no" and after == "longer":
            return 2, STRONG_REACH, "strong"
        return 1, WEAK_REACH, "weak"
    if _denies(text):
        if after in _AFTER_NOT or (index and words[index - 1].text in ("or", "why", "whether")):
            return 0, 0, ""
        following = [word.text for word in words[index + 1 : index + 4]]
        if "true" in following[:2] and index + 1 < right:
            return 0, 0, ""
        return 1, STRONG_REACH, "strong"
    return 0, 0, ""


def _takes_over(words: Sequence[Word], at: int) -> bool:
    """Whether the scope of "it is not true that" ends here: a "but", or the next such phrase."""
    text = words[at].text
    if text in ("but", "however"):
        return True
    return text == "it" and [word.text for word in words[at + 1 : at + 4]] == ["is", "not", "true"]


def _denies(text: str) -> bool:
    return text in NEGATIONS and text not in _WEAK


def _beyond_mark(text: str, words: Sequence[Word], first: int, last: int) -> set[int]:
    """The words behind the first colon or comma in the scope of "it is not true that".

    Another "not" there is a denial of its own and undoes nothing.
    """
    for at in range(first + 1, last):
        if _MARK.search(text, words[at - 1].end, words[at].start):
            return set(range(at, last))
    return set()


_MARK = re.compile(r"[:,;]")


def _relative_end(words: Sequence[Word], left: int, trigger: int, right: int) -> int:
    """Where a denial inside "that nobody queries" ends: before the verb of the main clause."""
    at = trigger - 1
    while at >= left and (words[at].text in AUXILIARIES or words[at].text in PERSONS):
        at -= 1
    if at <= left or words[at].text not in _RELATIVES or not words[at - 1].content:
        return right
    verbs = 0
    for place in range(trigger + 1, right):
        text = words[place].text
        if is_verb(words, place) and words[place - 1].text not in AUXILIARIES:
            verbs += 1
            if verbs == 2 and words[place - 1].text not in _JOINED and not text.endswith("ing"):
                return place
    return right


_RELATIVES = word_set("that which who")
_JOINED = word_set("to and or")


def _scope(text: str, words: Sequence[Word], first: int, right: int, reach: int) -> list[int]:
    """The indices from ``first`` on that a trigger reaches."""
    reached = []
    left = reach
    for at in range(first, right):
        word = words[at]
        if word.text in _ENDS and at > first:
            break
        if word.text == "and" and at + 1 < right and words[at + 1].text in PERSONS | {"it"}:
            break
        if at > first and "," in text[words[at - 1].end : word.start]:
            if reach == WEAK_REACH and word.text not in ("or", "nor"):
                break
            if _new_claim(text, words, at, right):
                break
        if reach == WEAK_REACH and word.text in AUXILIARIES and at > first:
            break
        if word.content:
            if left == 0:
                break
            left -= 1
        reached.append(at)
    return reached


def _new_claim(text: str, words: Sequence[Word], first: int, right: int) -> bool:
    """Whether a verb stands between this comma and the next, so that a new claim begins."""
    for at in range(first, right):
        if at > first and "," in text[words[at - 1].end : words[at].start]:
            return False
        if is_verb(words, at):
            return True
    return False


def _subject(words: Sequence[Word], left: int, trigger: int) -> list[int]:
    """The words before a denied verb that are its subject."""
    at = trigger - 1
    while at >= left and words[at].text in AUXILIARIES:
        at -= 1
    if at == trigger - 1 and words[trigger].text == "not":
        # "dense vectors, not sparse ones": this "not" denies what follows, and has no subject.
        return []
    subject = []
    while at >= left and words[at].text not in _SUBJECT_ENDS:
        if is_verb(words, at):
            return []
        subject.append(at)
        at -= 1
    return subject
