"""The texts of a prompt, and the conversation that they begin."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from rubrics.models.model import Message, Request
from rubrics.text import printable

REPLY_AT_MOST = 12_000
"""Characters of an unusable reply that are sent back to be mended."""

Nonce = Callable[[], str]
"""A source of words that nobody can guess."""

_FENCE = re.compile(
    r"<(?=\s*/?\s*(?:answer|hint|system|assistant|user|instruction|question|criteria|rubric"
    r"|(?:job|resume)-text)\b)"
    r"|<(?=[|｜])|(?<=[|｜])>|<(?=/?(?:start|end)_of_turn)|<(?=/?(?:tool_|function_|invoke\b))"
    r"|<(?=</?SYS>)|<(?=/?s>)|\[(?=/?(?:INST|SYSTEM_PROMPT|TOOL_|AVAILABLE_TOOLS))",
    re.IGNORECASE,
)
_HARMLESS = {"<": "‹", ">": "›", "[": "("}
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060-\u2064\ufe00-\ufe0f\U000e0000-\U000e01ef]")


class PromptTexts(NamedTuple):
    """All texts of a prompt.

    Attributes:
        system: the rules, the same for every request.
        user: a template of what is asked this time.
        repair: a template of what is said of a reply that cannot be used.
    """

    system: str
    user: str
    repair: str


@dataclass(frozen=True)
class Prompt:
    """A prompt in the files ``prompts/NAME.*.md`` of a package; its name says its version."""

    package: str
    name: str

    @property
    def texts(self) -> PromptTexts:
        """What the files hold; read once."""
        return PromptTexts(*map(self.part, PromptTexts._fields))

    def part(self, part: str) -> str:
        """What one file holds; read once."""
        return _text(self.package, f"{self.name}.{part}.md")


@cache
def _text(package: str, file: str) -> str:
    return (files(package) / "prompts" / file).read_text("utf-8").strip()


def random_nonce() -> str:
    """Twelve hexadecimal digits from the source that the operating system keeps for secrets."""
    return secrets.token_hex(6)


def word_not_in(text: str, nonce: Nonce) -> str:
    """A word for the fence around a text, which the text does not hold."""
    word = nonce()
    while word in text:
        word = nonce()
    return word


def neutral(text: str) -> str:
    """Text that a model reads as data.

    What looks like a marker of ours or of a chat's inner form gets a sign that only resembles it;
    characters that are not seen go, and so do those that steer a terminal.
    """
    shown = _UNSEEN.sub("", printable(text))
    return _FENCE.sub(lambda match: _HARMLESS[match.group()], shown)


def faults_as_list(faults: Sequence[str]) -> str:
    """What is wrong with a reply, a line each."""
    return "\n".join(f"- {neutral(fault)}" for fault in faults)


def sent_back(first: Request, reply: str, text: str) -> Request:
    """The request that goes on from the first one, with its reply and what is said of that."""
    return replace(
        first,
        messages=(
            *first.messages,
            Message("assistant", reply[:REPLY_AT_MOST]),
            Message("user", text),
        ),
    )
