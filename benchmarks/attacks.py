"""Answers that must not earn: keyword bags, filler, and claims turned round."""

from __future__ import annotations

import re

from rubrics.estimate.lexicon import IRREGULAR, NEGATIONS, VERBS
from rubrics.estimate.words import words_of

DONT_KNOW = "I don't know."

FILLER = """\
That is a really good question, and I am glad you asked it, because it is something I have thought
about quite a lot over the years. In my experience there is never one right answer, and it always
depends on the situation, on the people in the room and on what the business wants to achieve. What
I usually do is take a step back, look at the big picture and make sure that everybody is on the
same page before anything is decided. I believe that communication is key, and I always try to keep
an open mind. I would start with the basics, follow best practices and build on what has worked
well for others. Then I would look at the details one by one, discuss them with the team and find a
solution that is robust, simple and easy to maintain. Of course quality matters a great deal to me,
and so does delivering on time. I am a fast learner, I enjoy a challenge and I work well under
pressure. At the end of the day, what counts is that the customer is happy and that we all keep
growing together. I could go on for hours, but I hope that this gives you a fair idea of how I
would approach a problem of this kind."""
"""Some 200 words that fit every interview question and answer none."""


def keyword_bags(hint: str) -> tuple[str, ...]:
    """The content words of a hint that are not verbs, each once, joined in four ways.

    By spaces, by commas, by "and", and one a line.
    """
    words = []
    for word in words_of(hint):
        if word.content and not _is_verb(word.text):
            words.append(hint[word.start : word.end])
    unique = list(dict.fromkeys(words))
    return tuple(joint.join(unique) for joint in (" ", ", ", " and ", "\n"))


def _is_verb(word: str) -> bool:
    endings = ("", "s", "es", "d", "ed", "ing")
    return IRREGULAR.get(word, word) in VERBS or any(
        word.endswith(ending) and word[: len(word) - len(ending)] in VERBS for ending in endings
    )


_SENTENCE = re.compile(r"(?<=[.!?;])\s+")
_CLAUSE = re.compile(
    r"(?<=[,:;–—])\s+(?=(?:and|but|so|because|while|whereas|it|we|you|they|I|that|which|the|a)\b)"
    r"|\s+(?=(?:but|because|while|whereas|so that)\b)"
)
_WITH_NOT = {
    "am": "am not",
    "is": "is not",
    "are": "are not",
    "was": "was not",
    "were": "were not",
    "can": "cannot",
    "could": "could not",
    "will": "will not",
    "would": "would not",
    "should": "should not",
    "may": "may not",
    "might": "might not",
    "must": "must not",
    "has": "has not",
    "have": "have not",
    "had": "had not",
    "does": "does not",
    "do": "do not",
    "did": "did not",
    "i'd": "I would not",
    "i've": "I have not",
    "i'll": "I will not",
    "we'd": "we would not",
    "we've": "we have not",
    "we'll": "we will not",
    "it's": "it is not",
    "that's": "that is not",
}
_SUBJECT_VERB = re.compile(
    r"^((?:and|but|so|because|while|whereas|which|that)\s+)?(I|we|you|they)\s", re.I
)


def negated(text: str) -> str:
    """A text with each claim turned round.

    The first auxiliary of each clause gets "not"; a clause that begins with I, we, you or they
    gets "do not" behind it; any other clause is wrapped: "it is not true that …". A clause that
    is negative already stays so.
    """
    return " ".join(
        " ".join(_negated_clause(clause) for clause in _CLAUSE.split(sentence) if clause.strip())
        for sentence in _SENTENCE.split(text.strip())
    )


def _negated_clause(clause: str) -> str:
    words = words_of(clause)
    if len(words) < 3 or any(word.text in NEGATIONS for word in words):
        return clause
    for word in words:
        if word.text in _WITH_NOT:
            return f"{clause[: word.start]}{_WITH_NOT[word.text]}{clause[word.end :]}"
    match = _SUBJECT_VERB.match(clause)
    if match:
        return f"{clause[: match.end()]}do not {clause[match.end() :]}"
    first = clause.split(maxsplit=1)[0].lower()
    if first in ("and", "but", "so", "because", "while", "whereas") and " " in clause:
        head, tail = clause.split(maxsplit=1)
        return f"{head} it is not true that {_lowered(tail)}"
    return f"It is not true that {_lowered(clause)}"


def _lowered(text: str) -> str:
    """The text with a small letter first, unless its first word is a name or an acronym."""
    first = text.split(maxsplit=1)[0] if text.split() else ""
    return text if first[1:].lower() != first[1:] or first == "I" else text[:1].lower() + text[1:]
