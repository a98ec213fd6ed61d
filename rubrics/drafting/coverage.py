"""Whether drafted criteria hold the facts of a hint, and demand nothing beyond it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rubrics.asking.words import line
from rubrics.drafting.reply import DraftedCriterion
from rubrics.estimate.clauses import sentences_of
from rubrics.estimate.words import Word, stems_of, words_of
from rubrics.judge.folding import fold
from rubrics.judge.orders import hostile_spans
from rubrics.judge.quotes import Span, places_of
from rubrics.rubric import Weight

LEFT_OUT = 2
"""Content words of a stretch that no criterion has, from which on a fact was left out."""

COMPARED_FROM = 2
"""Content words of a piece from which it is compared with what its criterion says."""

SHOWN_AT_MOST = 200


def coverage_faults(
    hint: str, criteria: Sequence[DraftedCriterion], *, strict: bool
) -> Iterator[str]:
    """What is wrong between a hint and criteria: pieces not in it, facts left out or made up.

    Strictly taken, every stretch of the hint lies in a piece that a criterion names. Otherwise it
    is enough that criteria say its words. Orders in the hint need neither.
    """
    folded = fold(hint)
    covered = hostile_spans(hint, sentences_of(hint), ())
    spoken: set[str] = set()
    for criterion in criteria:
        says = stems_of(" ".join((criterion.expects, *criterion.signals)))
        spoken |= says
        if not criterion.covers and criterion.weight is not Weight.BONUS:
            yield f"{criterion.id}: covers nothing of the hint, so it can only be a bonus"
        for piece in criterion.covers:
            shown = line(piece, SHOWN_AT_MOST)
            place = next(places_of(piece, folded), None)
            if place is None:
                yield f'{criterion.id}: these words are not in the hint: "{shown}"'
                continue
            covered.extend(place)
            if _says_nothing_of(piece, says):
                yield (
                    f"{criterion.id}: neither expects nor signals say a word of what it covers: "
                    f'"{shown}"'
                )
    for start, end in _left_out(hint, covered, spoken, strict):
        yield f'no criterion covers this of the hint: "{line(hint[start:end], SHOWN_AT_MOST)}"'


def _says_nothing_of(piece: str, says: frozenset[str]) -> bool:
    # Words of scripts without spaces are whole sentences: nothing is told by comparing them.
    stems = {stem for stem in stems_of(piece) if stem.isascii()}
    return len(stems) >= COMPARED_FROM and not stems & says


def _left_out(hint: str, covered: Sequence[Span], spoken: set[str], strict: bool) -> Iterator[Span]:
    """The stretches of a hint that no criterion has."""
    run: list[Word] = []
    for word in (*(word for word in words_of(hint) if word.content), None):
        if word is not None and not _is_covered(word, covered):
            run.append(word)
            continue
        unsaid = sum(one.stem not in spoken for one in run)
        if strict:
            # One word alone may be a heading ("Steps:"), or what leads to the next piece.
            heading = len(run) == 1 and hint[run[0].end :][:1] == ":"
            left_out = len(run) >= LEFT_OUT or (unsaid > 0 and not heading)
        else:
            left_out = unsaid >= LEFT_OUT
        if left_out:
            yield run[0].start, run[-1].end
        run = []


def _is_covered(word: Word, covered: Sequence[Span]) -> bool:
    return any(start < word.end and word.start < end for start, end in covered)
