"""Texts made comparable: forms of Unicode, quotation marks, dashes and white space made one."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_QUOTES = frozenset("\"'`´‘’‚‛“”„‟‹›«»′″‴＂＇「」『』")
_DASHES = frozenset("-‐‑‒–—―−⁃﹘﹣－")
_LEFT_OUT = frozenset("*")  # marks of emphasis, which quotes lose


class Folded(NamedTuple):
    """A text as it is compared, with the way back.

    ``text[i]`` stands for ``original[starts[i]:ends[i]]``.
    """

    original: str
    text: str
    starts: list[int]
    ends: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the folded ``text[start:end]``, not empty, stands in the original."""
        return self.starts[start], self.ends[end - 1]


def fold(original: str) -> Folded:
    """Fold a text.

    It is decomposed (NFKD, under which texts are equal that are so under NFKC), quotation marks
    and dashes become one each, a run of white space one space; characters that are not seen and
    asterisks go.
    """
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    end = 0
    while end < len(original):
        start = end
        plain = _PLAIN.match(original, start)
        if plain is not None:
            end = plain.end()
            pieces.extend(plain.group())
            starts.extend(range(start, end))
            ends.extend(range(start + 1, end + 1))
            continue
        end = _cluster(original, start)
        for character in _folded(original[start:end]):
            if character == " " and (not pieces or pieces[-1] == " "):
                if ends:
                    ends[-1] = end
                continue
            pieces.append(character)
            starts.append(start)
            ends.append(end)
    if pieces and pieces[-1] == " ":
        del pieces[-1], starts[-1], ends[-1]
    return Folded(original, "".join(pieces), starts, ends)


_PLAIN = re.compile(r"[!#-&()+-_a-~]+(?: [!#-&()+-_a-~]+)*(?![^\x00-\x7f])")
"""Most of most texts: ASCII that stays as it is, up to a character that a mark may follow."""


def _cluster(text: str, start: int) -> int:
    """Where the character that begins here ends, with the combining marks behind it."""
    end = start + 1
    while end < len(text) and text[end] >= "\u0300" and unicodedata.combining(text[end]):
        end += 1
    return end


def _folded(cluster: str) -> str:
    if len(cluster) == 1 and cluster < "\x7f":
        if cluster.isspace():
            return " "
        if cluster in _LEFT_OUT or cluster < " ":
            return ""
        return "'" if cluster in _QUOTES else cluster
    out = []
    # A quotation mark is looked up before it is decomposed: "´" would become a space.
    for character in "'" if cluster[0] in _QUOTES else unicodedata.normalize("NFKD", cluster):
        if character in _QUOTES:
            out.append("'")
        elif character in _DASHES:
            out.append("-")
        elif character.isspace():
            out.append(" ")
        elif character not in _LEFT_OUT and unicodedata.category(character) not in _UNSEEN:
            out.append(character)
    return "".join(out)


_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn"))
