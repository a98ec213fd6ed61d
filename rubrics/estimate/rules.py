"""A rubric made ready for matching, and the verdict on each of its criteria."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from functools import lru_cache
from typing import NamedTuple

from rubrics.estimate.matching import Hit, Phrase, phrase_of, prefixes_of
from rubrics.estimate.synonyms import alike
from rubrics.estimate.terms import Terms, openings_of, terms_of
from rubrics.estimate.vocabulary import (
    Words,
    vocabularies,
)
from rubrics.estimate.words import stems_of
from rubrics.grade import Verdict
from rubrics.rubric import Criterion, Rubric, Shape


class Idea(NamedTuple):
    """A signal ready to match. ``name`` is how it is called in notes."""

    name: str
    phrases: tuple[Phrase, ...]


class Rule(NamedTuple):
    """A criterion ready to match: by its ideas, or without any by the words of ``expects``.

    Where ``expects`` lists items ("…: a; b; c") and the shape counts them, each item has its terms.
    ``words`` are those of all its ideas, for where none is found.
    """

    criterion: Criterion
    ideas: tuple[Idea, ...]
    terms: tuple[Terms, ...]
    words: Words


class Compiled(NamedTuple):
    """A rubric ready to match against answers to one question.

    Attributes:
        question: stems of the question.
        prefixes: beginnings of all words that are looked for, see `prefixes_of`.
        vocabulary: stems of the rubric that are not the question's.
        familiar: the same, one for each everyday meaning, see `alike`.
        openings: how all words open that are looked for, see `words_of`.
        hash: identity of the rubric.
    """

    rules: tuple[Rule, ...]
    question: frozenset[str]
    prefixes: frozenset[str]
    vocabulary: frozenset[str]
    familiar: frozenset[str]
    openings: frozenset[str]
    hash: str


class Usable(NamedTuple):
    """Which sentences may prove something, by what they have to prove.

    Attributes:
        claims: for phrases: claims, and terse notes beside claims or other notes.
        listed: for a list of which some are enough: also fragments, in an answer that mostly says
            something.
        steps: for steps in order: also a chain with arrows.
        pieces: for criteria without phrases, where words are counted: also fragments, in an answer
            that says something as a whole.
    """

    claims: tuple[bool, ...]
    listed: tuple[bool, ...]
    steps: tuple[bool, ...]
    pieces: tuple[bool, ...]

    def without(self, sentences: Collection[int]) -> Usable:
        """The same with some sentences that prove nothing."""
        return Usable(
            *(tuple(may and at not in sentences for at, may in enumerate(field)) for field in self)
        )

    def of(self, shape: Shape) -> tuple[bool, ...]:
        """The sentences that may hold the phrases of a criterion of this shape."""
        if shape is Shape.ANY:
            return self.listed
        return self.steps if shape is Shape.ORDERED else self.claims


class Finding(NamedTuple):
    """What an answer says on one criterion.

    Attributes:
        verdict: the mark.
        hits: places that prove it.
        found: names of ideas or words that were found.
        lacking: names of those that were not.
        remark: anything else that decided; may be empty.
    """

    verdict: Verdict
    hits: tuple[Hit, ...] = ()
    found: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    remark: str = ""


@lru_cache(maxsize=256)
def compiled(rubric: Rubric, ask: str) -> Compiled:
    """The rubric of a question, ready to match."""
    question = stems_of(ask)
    rules = []
    phrases: list[Phrase] = []
    for criterion in rubric.criteria:
        ideas = []
        for signal in criterion.signals:
            ready = tuple(phrase for text in signal if (phrase := phrase_of(text, question)))
            ideas.append(Idea(signal[0], ready))
            phrases.extend(ready)
        terms = () if ideas else tuple(terms_of(text, question) for text in _items(criterion))
        rules.append(Rule(criterion, tuple(ideas), terms, {}))
    rules = _with_words(_by_rarity(rules), question)
    loose = {name for rule in rules for terms in rule.terms for name in terms.weights}
    spoken = {name for phrase in phrases for name in phrase.stems}
    expected = {name for rule in rules for name in stems_of(rule.criterion.expects)}
    prefixes = prefixes_of(phrases) | {
        name[:size] for name in loose for size in range(4, len(name) + 1)
    }
    vocabulary = frozenset(spoken | expected | loose) - question
    familiar = frozenset(alike(name) for name in vocabulary)
    joined = {name for phrase in phrases for some in phrase.variants for name in some}
    openings = openings_of(vocabulary | question | joined)
    return Compiled(tuple(rules), question, prefixes, vocabulary, familiar, openings, rubric.hash)


def _with_words(rules: list[Rule], question: frozenset[str]) -> list[Rule]:
    words = vocabularies(
        [[phrase for idea in rule.ideas for phrase in idea.phrases] for rule in rules],
        [terms_of(rule.criterion.expects, question).own for rule in rules],
        question,
    )
    return [rule._replace(words=own) for rule, own in zip(rules, words, strict=True)]


def _by_rarity(rules: list[Rule]) -> list[Rule]:
    """The rules, a word that n criteria share weighing 1/√n in each of them."""
    shared = Counter(name for rule in rules for terms in rule.terms for name in terms.weights)
    return [
        rule._replace(
            terms=tuple(
                terms._replace(
                    weights={
                        name: weight / shared[name] ** 0.5 for name, weight in terms.weights.items()
                    }
                )
                for terms in rule.terms
            )
        )
        for rule in rules
    ]


def _items(criterion: Criterion) -> list[str]:
    """The items that a criterion without signals lists, if its shape counts them; else itself."""
    _, colon, tail = criterion.expects.partition(": ")
    items = [item for item in tail.split("; ") if stems_of(item)]
    if criterion.shape in (Shape.ALL, Shape.STORY) or not colon or len(items) < 2:
        return [criterion.expects]
    return items
