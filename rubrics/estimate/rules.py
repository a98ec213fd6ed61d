"""A rubric made ready for matching, and the verdict on each of its criteria."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import NamedTuple

from rubrics.estimate.matching import Hit, Phrase, Reading, phrase_of, prefixes_of
from rubrics.estimate.negation import Polarity
from rubrics.estimate.terms import Share, Terms, alike, openings_of, share_of, terms_of
from rubrics.estimate.weighing import mended, outweighs, told
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
    """

    criterion: Criterion
    ideas: tuple[Idea, ...]
    terms: tuple[Terms, ...] = ()


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
        rules.append(Rule(criterion, tuple(ideas), terms))
    rules = _by_rarity(rules)
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


def judge(rule: Rule, reading: Reading, usable: Usable) -> Finding:
    """The verdict on one criterion, from the sentences that are usable."""
    if rule.terms:
        return _judge_terms(rule, reading, usable.pieces)
    shape = rule.criterion.shape
    open_to = usable.of(shape)
    if shape is Shape.STORY:
        open_to = told(reading, open_to)
    stands = [_stand(idea, reading, open_to) for idea in rule.ideas]
    names = [idea.name for idea in rule.ideas]
    yes = [number for number, stand in enumerate(stands) if stand.said]
    found = tuple(_said(stands[number].hits) for number in yes)
    lacking = tuple(names[number] for number in range(len(names)) if number not in yes)
    hits = tuple(hit for number in yes for hit in stands[number].hits)
    need = rule.criterion.need if rule.criterion.need is not None else len(names)
    remark = ""
    if any(stand.hedged for stand in stands):
        remark = "said both ways"
    denials = tuple(hit for stand in stands if stand.denied for hit in stand.hits)
    if len(yes) >= need:
        verdict = Verdict.MET
        if shape is Shape.ORDERED and not _in_order([stand.places for stand in stands]):
            verdict, remark = Verdict.PARTLY, "all of it, in another order"
    elif not yes and denials:
        said = tuple(_said((hit,)) for hit in denials)
        return Finding(Verdict.CONTRADICTED, denials, lacking=said, remark="denied")
    elif yes and (shape not in (Shape.ANY, Shape.ORDERED) or 2 * len(yes) >= need):
        verdict = Verdict.PARTLY
    else:
        verdict = Verdict.MISSED
    if verdict is Verdict.MISSED:
        hits = ()
    if shape is Shape.ANY and verdict is Verdict.MET:
        lacking = ()
    return Finding(verdict, hits, found, lacking, remark)


class _Stand(NamedTuple):
    said: bool
    denied: bool
    hedged: bool
    hits: tuple[Hit, ...]
    places: tuple[tuple[int, int], ...]


def _stand(idea: Idea, reading: Reading, usable: Sequence[bool]) -> _Stand:
    """How an answer stands to an idea: says it, denies it, both, or neither."""
    affirmed: list[Hit] = []
    denied: list[Hit] = []
    for phrase in idea.phrases:
        for hit in reading.hits(phrase, usable):
            if hit.polarity is Polarity.AFFIRMED:
                affirmed.append(hit)
            elif hit.polarity is Polarity.DENIED:
                denied.append(hit)
    denied = [hit for hit in denied if not any(outweighs(other, hit) for other in affirmed)]
    if affirmed and denied and not all(mended(hit, affirmed, reading) for hit in denied):
        return _Stand(False, False, True, (), ())
    if affirmed:
        # The fullest match is the best proof; the earliest of those.
        best = min(affirmed, key=lambda hit: (-len(hit.words), hit.place))
        places = tuple(sorted(hit.place for hit in affirmed))
        return _Stand(True, False, False, (best,), places)
    if denied:
        return _Stand(False, True, False, (denied[0],), ())
    return _Stand(False, False, False, (), ())


def _said(hits: tuple[Hit, ...]) -> str:
    return hits[0].phrase.text if hits else ""


def _in_order(places: list[tuple[tuple[int, int], ...]]) -> bool:
    """Whether there is a place of each, each behind the one before it."""
    last = (-1, -1)
    for some in places:
        later = [place for place in some if place > last]
        if not later:
            return False
        last = min(later)
    return True


def _judge_terms(rule: Rule, reading: Reading, usable: Sequence[bool]) -> Finding:
    shares = [share_of(terms, reading, usable) for terms in rule.terms]
    if len(shares) == 1:
        return Finding(*shares[0])
    said = [share for share in shares if share.verdict in (Verdict.MET, Verdict.PARTLY)]
    credit = sum(share.verdict.credit for share in said)
    need = rule.criterion.need if rule.criterion.need is not None else len(shares)
    names = tuple(_name(share) for share in said)
    lacking = tuple(_name(share) for share in shares if share not in said)
    hits = tuple(hit for share in said for hit in share.hits[:1])
    if credit >= need:
        places = [tuple(sorted(hit.place for hit in share.hits)) for share in shares]
        if rule.criterion.shape is Shape.ORDERED and not _in_order(places):
            return Finding(Verdict.PARTLY, hits, names, (), "all of it, in another order")
        return Finding(Verdict.MET, hits, names)
    if credit and 2 * credit >= need:
        return Finding(Verdict.PARTLY, hits, names, lacking)
    return Finding(Verdict.MISSED, (), names, lacking)


def _name(share: Share) -> str:
    return " ".join((*share.found, *share.lacking)[:3])
