"""The verdict on one criterion, from the sentences of an answer that may prove something."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rubrics.estimate.matching import Hit, Reading
from rubrics.estimate.negation import Polarity
from rubrics.estimate.rules import Finding, Idea, Rule, Usable
from rubrics.estimate.terms import Share, share_of
from rubrics.estimate.weighing import mended, outweighs, told
from rubrics.grade import Verdict
from rubrics.rubric import Shape


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
