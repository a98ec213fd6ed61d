"""A criterion without signals: its own words, looked for in the clauses of an answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rubrics.estimate.clauses import sentences_of
from rubrics.estimate.lexicon import word_set
from rubrics.estimate.matching import Hit, Phrase, Reading
from rubrics.estimate.negation import Polarity, polarity_of
from rubrics.estimate.synonyms import alike, groups
from rubrics.grade import Verdict

MET_FROM = 0.4
"""Coverage from which a criterion counts as met; see `share_of`."""

PARTLY_FROM = 0.15

QUESTION_WORD = 0.25
"""Weight of a word that stands in the question, where another word weighs 1."""

EXAMPLE_WORD = 0.5
"""Weight of a word in brackets or after "for example"."""

_FRAME = word_set(
    """say says name names explain explains describe describes mention mentions state states give
    gives list lists least note notes point points tell tells show shows candidate answer example
    examples speak speaks weigh weighs"""
)
"""Words of the form "Says that …", "Names at least two …": about the answer, not in it."""

FRAME_AT_MOST = 5
"""Words at the beginning of a criterion among which such words are left out."""

_ASIDE = re.compile(r"\([^()\n]*\)|\b(?:e\.g|for example|for instance|such as)\b[^.;\n]*", re.I)


class Terms(NamedTuple):
    """The words that a criterion is looked for by.

    Attributes:
        weights: stem to weight.
        names: stem to the word as the criterion has it.
        own: stems that are not the question's.
        negative: stems that the criterion itself denies ("needs no index").
    """

    weights: dict[str, float]
    names: dict[str, str]
    own: frozenset[str]
    negative: frozenset[str]


def terms_of(expects: str, question: frozenset[str]) -> Terms:
    """The content words of a criterion. Longer words weigh more, the question's words little."""
    asked = {alike(name) for name in question}
    weights: dict[str, float] = {}
    names: dict[str, str] = {}
    negative = set()
    asides = [match.span() for match in _ASIDE.finditer(expects)]
    place = 0
    for sentence in sentences_of(expects):
        marks = polarity_of(expects, sentence.words, sentence.clauses)
        for word, mark in zip(sentence.words, marks, strict=True):
            place += 1
            if not word.content or (place <= FRAME_AT_MOST and word.text in _FRAME):
                continue
            name = alike(word.stem)
            weight = min(len(word.text), 10) ** 0.5
            if name in asked:
                weight *= QUESTION_WORD
            elif any(start <= word.start < end for start, end in asides):
                weight *= EXAMPLE_WORD
            if mark == Polarity.DENIED:
                negative.add(name)
            names.setdefault(name, word.text)
            weights[name] = max(weight, weights.get(name, 0.0))
    return Terms(weights, names, frozenset(weights.keys() - asked), frozenset(negative))


def openings_of(stems: Iterable[str]) -> frozenset[str]:
    """How words open that are one of ``stems`` or alike to one; see `words_of`."""
    return frozenset(name[:3] for name in (*stems, *groups()))


class Share(NamedTuple):
    """What an answer holds of some terms.

    Attributes:
        verdict: by the weighted share of words.
        hits: the clauses that hold them, the fullest first.
        found: names of the words that were found.
        lacking: names of those that were not.
    """

    verdict: Verdict
    hits: tuple[Hit, ...]
    found: tuple[str, ...]
    lacking: tuple[str, ...]


def share_of(terms: Terms, reading: Reading, usable: Sequence[bool]) -> Share:
    """What the sentences that are usable hold of a criterion's words.

    A sentence counts when it holds two words of the criterion. The coverage is the weighted share
    of words in all these sentences, averaged with the share in the best one alone: words that
    stand together are worth more than the same words apart. Nothing here says which words of a
    criterion a denial would turn round, so a denial costs the credit and no more.
    """
    if not terms.own:
        return Share(Verdict.MISSED, (), (), tuple(terms.names.values()))
    affirmed: set[str] = set()
    denied: set[str] = set()
    best = 0.0
    hits: list[Hit] = []
    for number in range(len(reading.sentences)):
        if usable[number]:
            best = max(best, _look(terms, reading, number, affirmed, denied, hits))
    denied -= affirmed
    whole = sum(terms.weights.values())
    share = sum(terms.weights[name] for name in affirmed)
    against = sum(terms.weights[name] for name in denied)
    if against < share:
        # Most of it is affirmed: a "not" here and there belongs to the explanation.
        affirmed |= denied
        share += against
    elif against:
        share = best = 0.0
    coverage = (share + best) / (2 * whole)
    verdict = Verdict.MISSED
    if coverage >= MET_FROM:
        verdict = Verdict.MET
    elif coverage >= PARTLY_FROM:
        verdict = Verdict.PARTLY
    found = tuple(name for stem, name in terms.names.items() if stem in affirmed)
    lacking = tuple(name for stem, name in terms.names.items() if stem not in affirmed)
    hits.sort(key=lambda hit: -len(hit.words))
    return Share(verdict, () if verdict is Verdict.MISSED else tuple(hits), found, lacking)


def _look(
    terms: Terms,
    reading: Reading,
    number: int,
    affirmed: set[str],
    denied: set[str],
    hits: list[Hit],
) -> float:
    """Add what one sentence holds of the terms; the weight that it affirms."""
    places = reading.meanings(number)
    # The question's own words weigh little already; a follow-up's are none of the candidate's.
    asked = {alike(name) for name in reading.asked[number]}
    shared = terms.weights.keys() & places.keys() - (terms.own & asked)
    if len(shared) < min(2, len(terms.weights)):
        return 0.0
    polarity = reading.polarity(number)
    turned = {
        name
        for name in shared - terms.negative
        if all(polarity[at] == Polarity.DENIED for at in places[name])
    }
    denied |= turned
    affirmed |= shared - turned
    for left, right in reading.sentences[number].clauses:
        words = sorted({at for name in shared for at in places[name] if left <= at < right})
        if words:
            names = ", ".join(terms.names[name] for name in shared)
            phrase = Phrase(frozenset(shared), (), False, names)
            hits.append(Hit(number, (left, right), tuple(words), Polarity.AFFIRMED, phrase))
    return sum(terms.weights[name] for name in shared - turned)
