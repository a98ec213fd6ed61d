"""Sentences and items of lists in a hint."""

from __future__ import annotations

import re

from rubrics.estimate.words import words_of

SHORT_LINE = 14
"""Words up to which a line without a mark may be an item of a list."""

_BULLET = re.compile(r"^\s*(?:[-*+•‣◦▪●○–·]|\(?\d{1,2}[.)]|\(?(?:[a-h]|i{1,3}|iv|v)[.)])\s*(?=\S)")
_INLINE_NUMBER = re.compile(r"(?:^|(?<=[\s;,.:]))\(?(\d{1,2})\)\s+|(?:^|(?<=[;,.:]\s))(\d)\.\s+")
_SENTENCE = re.compile(r"(?<=[.!?])[\"'”’)\]`]*\s+(?=[A-Z“\"'(`\[])|(?<=[。！？])")
_COLON = re.compile(r":\s+")
_IN_ORDER = re.compile(r"\b(?:in (?:this |that |the right )?order|steps|stages|sequence)\b", re.I)
_AND = re.compile(r"^(?:and|or|then|finally|lastly)\s+(?:then\s+)?", re.I)

SUCH_AS = re.compile(r",?\s*\b(?:such as|including|for example|for instance|e\.g\.),?\s+", re.I)
"""What stands between a point and its examples."""

_LEAD_AT_MOST = 8
"""Words of an introduction ("Five strategies:") that is no point itself."""


def pieces_of(text: str) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    """All pieces of a text in order, those that are items of a list, and whether order counts."""
    pieces: list[str] = []
    items: list[str] = []
    ordered = False
    for line in text.split("\n"):
        bullet = None if len(_unnumbered(line)) > 2 else _BULLET.match(line)
        body = line[bullet.end() :] if bullet else line
        if not worded(body):
            continue
        if bullet:
            pieces.append(body.strip())
            items.append(body.strip())
            continue
        for sentence in _SENTENCE.split(body):
            lead, listed = _list_in(sentence)
            if lead:
                pieces.append(lead)
            pieces.extend(listed)
            if len(listed) > 1:
                items.extend(listed)
                ordered = ordered or bool(_IN_ORDER.search(sentence.partition(":")[0]))
    whole = _with_small(pieces, frozenset(items))
    return tuple(dict.fromkeys(whole)), tuple(dict.fromkeys(items)), ordered


def _list_in(sentence: str) -> tuple[str, tuple[str, ...]]:
    """What introduces the list in a sentence, where it says something itself; and the items."""
    sentence = sentence.strip()
    numbered = [part.strip(" ;,") for part in _unnumbered(sentence)]
    if len(numbered) > 2:
        return _lead(numbered[0]), tuple(part for part in numbered[1:] if worded(part))
    colon = _COLON.search(sentence)
    head, tail = (sentence[: colon.start()], sentence[colon.end() :]) if colon else ("", sentence)
    if tail.count(";") >= 2 or (colon and ";" in tail):
        clauses = [_AND.sub("", part.strip()) for part in tail.split(";")]
        return _lead(head), tuple(part for part in clauses if worded(part))
    if colon and len(head.split()) <= _LEAD_AT_MOST and not SUCH_AS.search(tail):
        parts = _by_commas(tail.rstrip(" ."))
        if len(parts) >= 3:
            return _lead(head), parts
    return (sentence, ()) if worded(sentence) else ("", ())


def _by_commas(text: str) -> tuple[str, ...]:
    """The items of "A, B and C"; an "and" inside an item stays."""
    parts = [_AND.sub("", part.strip()) for part in text.split(",")]
    last = parts[-1].split(" and ")
    if len(last) == 2 and len(parts) > 1 and len(parts[-1].split()) <= 6:
        parts[-1:] = last
    return tuple(part for part in parts if worded(part))


def _lead(head: str) -> str:
    """An introduction, if it is long enough to be a point itself."""
    return head if len(head.split()) > _LEAD_AT_MOST else ""


def _with_small(pieces: list[str], items: frozenset[str]) -> list[str]:
    """The pieces, a remark without two content words ("No.") put before the next one."""
    whole: list[str] = []
    small = ""
    for piece in pieces:
        if piece in items or is_heading(piece):
            whole.append(piece)
        elif sum(word.content for word in words_of(piece)) < 2:
            small = f"{small} {piece}".strip()
        else:
            whole.append(f"{small} {piece}".strip())
            small = ""
    return [*whole, small] if small and not whole else whole


def items_by_line(text: str, need: int) -> tuple[str, ...]:
    """The lines of a text as items of which ``need`` are wanted, if it reads like a list."""
    lines = [_BULLET.sub("", line).strip() for line in text.split("\n")]
    items = [line for line in lines if worded(line) and not is_heading(line)]
    if len(items) <= need or sum(len(item.split()) for item in items) > SHORT_LINE * len(items):
        return ()
    return tuple(dict.fromkeys(items))


def _unnumbered(text: str) -> list[str]:
    edges = [match.span() for match in _INLINE_NUMBER.finditer(text)]
    if len(edges) < 2:
        return [text]
    starts = [0, *(end for _, end in edges)]
    ends = [*(start for start, _ in edges), len(text)]
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]


def is_heading(piece: str) -> bool:
    """Whether a piece only introduces what follows it."""
    return piece.rstrip().endswith(":")


def worded(text: str) -> bool:
    """Whether a text has a letter or a digit."""
    return any(character.isalnum() for character in text)
