"""Phrases and ideas of a criterion, and where an answer says them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from rubrics.estimate.clauses import Sentence, sentences_of
from rubrics.estimate.lexicon import NEGATIONS
from rubrics.estimate.negation import Polarity, polarity_of
from rubrics.estimate.synonyms import alike
from rubrics.estimate.words import Word, stem, words_of

WINDOW = 4
"""Words of the answer, for each content word of a phrase, within which the phrase must lie."""


class Phrase(NamedTuple):
    """A way to say an idea.

    Attributes:
        stems: the content words.
        variants: the same with two neighbours written as one word ("fine-tuning", "finetuning").
        negative: the phrase holds a negation itself, so the answer must hold one too.
        text: as it was written.
    """

    stems: frozenset[str]
    variants: tuple[frozenset[str], ...]
    negative: bool
    text: str


class Hit(NamedTuple):
    """One place where the answer says a phrase.

    Attributes:
        sentence: index of the sentence.
        clause: word range of the clause in it.
        words: indices of the matched words in the sentence.
        polarity: affirmed counts for the candidate, denied against, aside not at all.
        phrase: the phrase that matched.
    """

    sentence: int
    clause: tuple[int, int]
    words: tuple[int, ...]
    polarity: Polarity
    phrase: Phrase

    @property
    def place(self) -> tuple[int, int]:
        """Where the match begins, for the order of steps."""
        return self.sentence, self.words[0]


def phrase_of(text: str, question: frozenset[str]) -> Phrase | None:
    """A phrase ready to match, or None where it has no content word beyond the question's."""
    words = words_of(text)
    content = [word for word in words if word.content] or [
        word for word in words if word.text not in NEGATIONS
    ]
    stems = frozenset(word.stem for word in content)
    # Particles count in phrases: "scale out" is not "scale".
    stems |= {word.text for word in words if not word.content and word.stem in _KEPT}
    negative = any(word.text in NEGATIONS for word in words)
    if not stems or stems <= question:
        return None
    variants = []
    for left, right in pairwise(words):
        if {left.stem, right.stem} <= stems and right.start - left.end <= 1:
            joined = stem(left.text + right.text)
            variants.append((stems - {left.stem, right.stem}) | {joined})
    return Phrase(stems, tuple(variants), negative, text)


_KEPT = frozenset(("out", "up", "down", "off", "back", "over", "under", "apart", "together"))


class Reading:
    """An answer, read once, in which many phrases are looked for."""

    def __init__(
        self,
        text: str,
        prefixes: frozenset[str],
        openings: frozenset[str] | None,
        asked: Sequence[tuple[int, frozenset[str]]],
    ) -> None:
        """Read ``text``.

        Args:
            text: the answer, and those to follow-ups behind it.
            prefixes: beginnings of the stems of phrases, see `prefixes_of`.
            openings: of all words that are looked for, see `words_of`.
            asked: where the answer to each question begins, and the stems of the question.
        """
        self.text = text
        self.sentences: list[Sentence] = sentences_of(text, openings)
        self.parts = _parts(self.sentences, [start for start, _ in asked])
        """Indices of the sentences of each answer."""
        self.asked: list[frozenset[str]] = []
        """For each sentence the stems of all questions that were asked before it."""
        said: frozenset[str] = frozenset()
        for part, (_, stems) in zip(self.parts, asked, strict=True):
            said |= stems
            self.asked += [said] * len(part)
        self._polarity: dict[int, list[int]] = {}
        self._meanings: dict[int, dict[str, list[int]]] = {}
        self._own: dict[int, frozenset[str]] = {}
        self._places: list[dict[str, list[int]]] = []
        self.stems: set[str] = set()
        for sentence in self.sentences:
            places: dict[str, list[int]] = {}
            words = sentence.words
            for index, word in enumerate(words):
                places.setdefault(word.stem, []).append(index)
                if index + 1 < len(words) and words[index + 1].start - word.end <= 1:
                    joined = word.text + words[index + 1].text
                    if joined[: len(word.text) + 2] in prefixes:
                        places.setdefault(stem(joined), []).append(index)
            self._places.append(places)
            self.stems |= places.keys()

    def places(self, sentence: int) -> dict[str, list[int]]:
        """Where each stem stands in a sentence, by word index."""
        return self._places[sentence]

    def meanings(self, sentence: int) -> dict[str, list[int]]:
        """Where each everyday meaning stands in a sentence, by word index; see `alike`."""
        if sentence not in self._meanings:
            meanings: dict[str, list[int]] = {}
            for name, at in self._places[sentence].items():
                meanings.setdefault(alike(name), []).extend(at)
            self._meanings[sentence] = meanings
        return self._meanings[sentence]

    def own(self, sentence: int) -> frozenset[str]:
        """The meanings in a sentence that it affirms, and that no question had before it."""
        if sentence not in self._own:
            meanings = self.meanings(sentence)
            polarity = self.polarity(sentence)
            self._own[sentence] = frozenset(
                name
                for name in meanings.keys() - {alike(name) for name in self.asked[sentence]}
                if any(polarity[at] == Polarity.AFFIRMED for at in meanings[name])
            )
        return self._own[sentence]

    def polarity(self, sentence: int) -> list[int]:
        """The polarity of each word of a sentence."""
        if sentence not in self._polarity:
            whole = self.sentences[sentence]
            self._polarity[sentence] = polarity_of(self.text, whole.words, whole.clauses)
        return self._polarity[sentence]

    def hits(self, phrase: Phrase, usable: Sequence[bool]) -> list[Hit]:
        """Every clause that says a phrase, in the sentences that are usable.

        A phrase of which every word stands in a question says nothing in the answers behind it.
        """
        found = []
        for stems in (phrase.stems, *phrase.variants):
            if not stems <= self.stems:
                continue
            for number, places in enumerate(self._places):
                if (
                    usable[number]
                    and stems <= places.keys()
                    and not phrase.stems <= self.asked[number]
                ):
                    found.extend(self._in_sentence(phrase, stems, number))
        return found

    def _in_sentence(self, phrase: Phrase, stems: frozenset[str], number: int) -> list[Hit]:
        places = self._places[number]
        found = []
        for clause in self.sentences[number].clauses:
            left, right = clause
            inside = [[at for at in places[name] if left <= at < right] for name in sorted(stems)]
            if not all(inside):
                continue
            words = _nearest(inside)
            if words[-1] - words[0] >= WINDOW * len(stems):
                continue
            polarity = self._stand(phrase, number, words)
            found.append(Hit(number, clause, words, polarity, phrase))
        return found

    def _stand(self, phrase: Phrase, number: int, words: tuple[int, ...]) -> Polarity:
        marks = [self.polarity(number)[at] for at in words]
        if phrase.negative:
            denied = any(mark != Polarity.AFFIRMED for mark in marks)
            return Polarity.AFFIRMED if denied else Polarity.ASIDE
        if all(mark == Polarity.DENIED for mark in marks):
            return Polarity.DENIED
        if Polarity.DENIED in marks or all(mark == Polarity.ASIDE for mark in marks):
            return Polarity.ASIDE
        return Polarity.AFFIRMED


def _parts(sentences: Sequence[Sentence], starts: Sequence[int]) -> list[range]:
    """The sentences of each of several texts in one, by where these begin."""
    firsts = [bisect_left(sentences, start, key=lambda one: one.start) for start in starts]
    return [range(*edges) for edges in pairwise([*firsts, len(sentences)])]


def _nearest(places: list[list[int]]) -> tuple[int, ...]:
    """One place of each list, all as near each other as can be, sorted."""
    places = sorted(places, key=len)
    best: tuple[int, ...] = ()
    for start in places[0]:
        chosen = [start]
        chosen.extend(min(others, key=lambda at: abs(at - start)) for others in places[1:])
        chosen.sort()
        if not best or chosen[-1] - chosen[0] < best[-1] - best[0]:
            best = tuple(chosen)
    return best


def prefixes_of(phrases: Sequence[Phrase]) -> frozenset[str]:
    """Beginnings, of four letters and more, of all words that phrases hold."""
    stems = {
        name for phrase in phrases for some in (phrase.stems, *phrase.variants) for name in some
    }
    return frozenset(name[:size] for name in stems for size in range(4, len(name) + 1))


def content_of(words: Sequence[Word]) -> set[str]:
    """The stems of the content words."""
    return {word.stem for word in words if word.content}
