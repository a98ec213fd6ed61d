"""The JSON object in a model's reply, whatever stands around it."""

from __future__ import annotations

import json
import math
import re
from typing import Any, NoReturn

_START = re.compile(r'\{(?=\s*["}])')
_MARKS = re.compile(r'["{}]')
_STRING_END = re.compile(r'(?:[^"\\]|\\.)*+"', re.DOTALL)
_THINKING = re.compile(r"\s*<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL)


def read_object(text: str) -> dict[str, Any]:
    """The last JSON object of a reply.

    Prose and fences around it do no harm. Of two objects the last one counts, and an object that
    is not closed makes the whole reply unreadable: a part of it is never taken for the whole.

    Raises:
        ValueError: with a few words that can be sent back to the model.
    """
    thinking = _THINKING.match(text)
    at = thinking.end() if thinking else 0
    last: dict[str, Any] | None = None
    fault = "there is no JSON object"
    while start := _START.search(text, at):
        at = _after(text, start.start())
        try:
            last = _DECODER.decode(text[start.start() : at])
            continue
        except RecursionError:
            fault = "the JSON is nested too deeply"
        except json.JSONDecodeError as error:
            fault = f"the JSON is broken: {error.msg}, near {_around(error.doc, error.pos)}"
        except ValueError as error:
            fault = str(error)
        last = None
    if last is None:
        raise ValueError(fault)
    return last


def _after(text: str, start: int) -> int:
    """Where the braces that open at ``start`` are closed again."""
    depth = 0
    at = start
    while mark := _MARKS.search(text, at):
        at = mark.end()
        if mark[0] == '"':
            end = _STRING_END.match(text, at)
            if not end:
                break
            at = end.end()
            continue
        depth += 1 if mark[0] == "{" else -1
        if depth == 0:
            return at
    raise ValueError("the JSON object is not closed")


def _around(text: str, position: int) -> str:
    return repr(text[max(0, position - 15) : position + 15])


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _number(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(f"the number {digits[:20]} is too large")
    return number


def _integer(digits: str) -> int:
    if len(digits) > 30:
        raise ValueError("a number is too large")
    return int(digits)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {twice[:40]!r} stands twice in one object")
    return values


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object,
    parse_constant=_no_constant,
    parse_float=_number,
    parse_int=_integer,
)
