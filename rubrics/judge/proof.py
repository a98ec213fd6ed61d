"""Whether a quote proves that the candidate claims something about the question."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from rubrics.estimate.clauses import Sentence, sentences_of
from rubrics.estimate.lexicon import NEGATIONS
from rubrics.estimate.words import Word, stems_of, words_of
from rubrics.grade import Evidence
from rubrics.grader import GradingTask
from rubrics.judge.folding import fold
from rubrics.judge.orders import hostile_spans
from rubrics.judge.quotes import Span, places_of
from rubrics.rubric import Rubric

LEAST_CONTENT = 2
"""Content words and negations of a quote, unless it is a whole clause."""

LEAST_CLAUSE = 3
"""Words of a clause that may be quoted whole, unless one of them is the rubric's."""

PARROTED = 0.9
"""Likeness of a sentence to a criterion from which it only says the criterion back."""

COPIED = 5
"""Words that nobody shares with a question by chance."""

SHORTEST_PARROTED = 4
"""Spaces of a criterion from which it is told when an answer says it back."""

_SPEAKS_OF_ANSWER = re.compile(
    r"(?:says|names|gives|states|mentions|explains|describes|weighs|warns|offers|tells|lists"
    r"|compares|knows|handles|defines|discusses|covers|lays|sets)\b",
    re.IGNORECASE,
)
"""How a criterion begins that speaks of what an answer does: no candidate talks like that."""

_UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")
_ANSWERS = NEGATIONS | {"yes", "nope", "yeah", "yep"}


class Refusal(StrEnum):
    """Why a quote proves nothing, in words for a model and for a person."""

    ABSENT = "these words are not in the answer"
    SHORT = "too short to claim anything"
    QUESTION = "only says the question back"
    ORDERS = "speaks to the grader, not to the question"
    PARROT = "only says the criterion back"


class _Asked(NamedTuple):
    """A question that answers may say back.

    Attributes:
        start: where the answer to it begins; what was said before says nothing back.
        text: as it is compared.
        stems: of its content words.
        words: stems of all its words.
    """

    start: int
    text: str
    stems: frozenset[str]
    words: frozenset[str]


class Prover:
    """Looks for proof in one answer. What is the same for all quotes is worked out once."""

    def __init__(self, task: GradingTask, read: int) -> None:
        """Args: the task, and how many characters of what was said the grader was shown."""
        self._answer = task.said[:read]
        self._folded = fold(self._answer)
        self._sentences = sentences_of(self._answer)
        self._hostile = hostile_spans(
            self._answer, self._sentences, [criterion.id for criterion in task.rubric.criteria]
        )
        self._proofs: dict[str, tuple[Evidence, ...] | Refusal] = {}
        self._parrots: dict[int, bool] = {}
        self._asked = [
            _Asked(part.start, _compared(part.ask), *_stems(part.ask)) for part in task.parts
        ]
        self._expected = _expected(task.rubric)
        self._criteria = [
            _compared(criterion.expects).strip(" .")
            for criterion in task.rubric.criteria
            if _SPEAKS_OF_ANSWER.match(criterion.expects)
            and criterion.expects.count(" ") >= SHORTEST_PARROTED
        ]

    def prove(self, quote: str) -> tuple[Evidence, ...] | Refusal:
        """The places of the answer that a quote names, or why it proves nothing."""
        if quote not in self._proofs:
            self._proofs[quote] = self._proof(quote)
        return self._proofs[quote]

    def _proof(self, quote: str) -> tuple[Evidence, ...] | Refusal:
        refusal = Refusal.ABSENT
        for spans in places_of(quote, self._folded):
            why = self._refusal(spans)
            if why is None:
                return tuple(
                    Evidence(quote=self._answer[start:end], start=start, end=end)
                    for start, end in spans
                )
            refusal = why
        return refusal

    def holds(self, text: str) -> bool:
        """Whether a text stands in the answer, word for word or nearly so."""
        return next(places_of(text, self._folded), None) is not None

    def _refusal(self, spans: tuple[Span, ...]) -> Refusal | None:
        if any(
            start < hostile_end and hostile_start < end
            for start, end in spans
            for hostile_start, hostile_end in self._hostile
        ):
            return Refusal.ORDERS
        words = [word for start, end in spans for word in words_of(self._answer[start:end])]
        if sum(map(_content, words)) < LEAST_CONTENT and not self._is_clause(spans):
            return Refusal.SHORT
        if any(self._says_back(asked, spans, words) for asked in self._asked):
            return Refusal.QUESTION
        if any(self._says_criterion_back(one) for span in spans for one in self._around(span)):
            return Refusal.PARROT
        return None

    def _says_back(self, asked: _Asked, spans: tuple[Span, ...], words: list[Word]) -> bool:
        """Whether a quote is a piece of the question, or adds no word to a sentence that says it.

        To choose between things that the question names ("for text I use cosine") is a claim, so
        the sentence has to say half of the question back, or a good deal of it and nothing else.
        """
        if all(start < asked.start for start, _ in spans):
            return False
        if len(words) >= COPIED and all(
            _compared(self._answer[start:end]) in asked.text for start, end in spans
        ):
            return True
        if any(_is_own(word, asked) for word in words):
            return False
        around = [word for span in spans for one in self._around(span) for word in one.words]
        back = {word.stem for word in around if word.content and word.stem in asked.stems}
        own = any(_is_own(word, asked) for word in around)
        return 2 * len(back) >= len(asked.stems) or (not own and len(back) >= COPIED)

    def _is_clause(self, spans: tuple[Span, ...]) -> bool:
        """Whether a span holds a whole clause of three words, or with a word of the rubric."""
        for start, end in spans:
            for sentence in self._around((start, end)):
                for left, right in sentence.clauses:
                    clause = sentence.words[left:right]
                    telling = [word for word in clause if word.content]
                    inside = telling and start <= telling[0].start and telling[-1].end <= end
                    known = any(word.stem in self._expected for word in telling)
                    if inside and (known or len(clause) >= LEAST_CLAUSE):
                        return True
        return False

    def _says_criterion_back(self, sentence: Sentence) -> bool:
        if sentence.start not in self._parrots:
            text = _compared(self._answer[sentence.start : sentence.end])
            self._parrots[sentence.start] = any(_alike(text, one) for one in self._criteria)
        return self._parrots[sentence.start]

    def _around(self, span: Span) -> list[Sentence]:
        """The sentences that a span touches."""
        start, end = span
        return [one for one in self._sentences if one.start < end and start < one.end]


@lru_cache(maxsize=256)
def _compared(text: str) -> str:
    """Text folded, in lower case."""
    return fold(text).text.casefold()


@lru_cache(maxsize=64)
def _stems(ask: str) -> tuple[frozenset[str], frozenset[str]]:
    """The stems of the content words of a question, and of all its words."""
    return stems_of(ask), frozenset(word.stem for word in words_of(ask))


@lru_cache(maxsize=64)
def _expected(rubric: Rubric) -> frozenset[str]:
    """The stems of all content words of a rubric, signals and all."""
    return stems_of(
        "\n".join(
            text
            for criterion in rubric.criteria
            for text in (criterion.expects, *(one for idea in criterion.signals for one in idea))
        )
    )


def _is_own(word: Word, asked: _Asked) -> bool:
    """Whether a word says something that the question does not."""
    return (word.content or word.text in _ANSWERS) and word.stem not in asked.words


def _content(word: Word) -> float:
    """How many content words a word stands for: scripts without spaces run several together."""
    if not word.content:
        return word.text in NEGATIONS
    if word.text.isascii():
        return 1
    unspaced = sum(unicodedata.name(letter, "").startswith(_UNSPACED) for letter in word.text)
    return max(1, unspaced / 2) if unspaced else 1


def _alike(sentence: str, expects: str) -> bool:
    """Whether a sentence holds a criterion as it is written, or hardly anything else."""
    sentence = sentence.strip(" .")
    if expects in sentence:
        return True
    longer = max(len(sentence), len(expects))
    if min(len(sentence), len(expects)) < 0.8 * longer:
        return False
    # The letters that two texts share bound their likeness from above, and are soon counted.
    shared = (Counter(sentence) & Counter(expects)).total()
    if 2 * shared < PARROTED * (len(sentence) + len(expects)):
        return False
    return SequenceMatcher(None, sentence, expects, autojunk=False).ratio() >= PARROTED
