"""A model that replays a script: for demonstrations, tests and trying things without a key."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from rubrics.errors import InterviewerError
from rubrics.models.failures import BROKE_OFF, Failed, Fault, fault_of_status
from rubrics.models.model import OnText
from rubrics.models.streaming import Assembly
from rubrics.models.tries import Means

PIECE = 8
"""Characters of a reply that come at once."""

LARGEST_SCRIPT = 5_000_000
"""Bytes; a larger file is not read as a script."""


class ScriptError(InterviewerError):
    """A script cannot be read."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Usage(_Strict):
    prompt_tokens: Annotated[int, Field(ge=0)] = 0
    completion_tokens: Annotated[int, Field(ge=0)] = 0


Seconds = Annotated[float, Field(ge=0, le=3600, allow_inf_nan=False)]


class Line(_Strict):
    """One entry of a script.

    Attributes:
        when: the request has to hold this text; without it any request does.
        text: the reply, as it is.
        json_: the reply, written as a value; sent as JSON. In the file: ``json``.
        refusal: the model refuses with these words.
        finish: why the reply ended.
        status: the server answers with this HTTP status instead.
        fails: the connection fails instead.
        retry_after: with a status: what the server asks to wait, in seconds or as a date.
        says: with a status: the server's words.
        delay: seconds before anything comes.
        pace: seconds between one piece of the reply and the next, a few characters each.
        usage: tokens that the server says it took.
        again: the entry may be used any number of times; otherwise once.
    """

    when: str | None = None
    text: str | None = None
    json_: Any = Field(default=None, alias="json")
    refusal: str | None = None
    finish: Literal["stop", "length", "content_filter"] = "stop"
    status: Annotated[int, Field(ge=400, le=599)] | None = None
    fails: Literal["refused", "reset", "timeout"] | None = None
    retry_after: float | str | None = None
    says: str = ""
    delay: Seconds = 0.0
    pace: Seconds = 0.0
    usage: _Usage | None = None
    again: bool = False

    @model_validator(mode="after")
    def _one_thing(self) -> Line:
        given = (self.text, self.json_, self.refusal, self.status, self.fails)
        if sum(value is not None for value in given) != 1:
            raise ValueError("an entry has one of text, json, refusal, status and fails")
        return self


class Script(_Strict):
    """What a scripted model says.

    Attributes:
        model: what it calls itself.
        replies: used in order; the first that is not used up and fits the request.
    """

    model: str = "scripted"
    replies: Annotated[tuple[Line, ...], Field(min_length=1)]

    @classmethod
    def read(cls, path: Path) -> Script:
        """Read a script: YAML or JSON, a mapping with ``replies`` or the list of them.

        Raises:
            ScriptError: it cannot be read, or has a mistake; the message names it.
        """
        try:
            if path.stat().st_size > LARGEST_SCRIPT:
                raise ScriptError(f"{path} is too large for a script.")
            text = path.read_text(encoding="utf-8")
            raw = json.loads(text) if path.suffix == ".json" else _yaml(text)
            return cls.model_validate({"replies": raw} if isinstance(raw, list) else raw)
        except OSError as error:
            raise ScriptError(f"{path} cannot be read ({error.strerror or error}).") from None
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            raise ScriptError(f"{path}: {where or 'script'}: {first['msg']}.", _ADVICE) from None
        except (ValueError, yaml.YAMLError, RecursionError) as error:
            said = " ".join(str(error).split())[:200]
            raise ScriptError(f"{path} is neither YAML nor JSON: {said}.", _ADVICE) from None


def _yaml(text: str) -> Any:
    if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text)):
        raise ValueError("aliases are not read in a script")
    return yaml.safe_load(text)


_ADVICE = "docs/models.md says what a script holds."
_FAILS = {
    "refused": Fault("cannot connect", "transient", detail="the server cannot be reached"),
    "reset": BROKE_OFF,
    "timeout": Fault("timeout", "transient", detail="no answer in time"),
}


def _deltas(entry: Line) -> Iterator[dict[str, str]]:
    """The reply, whole or piece by piece."""
    name, said = ("content", entry.text) if entry.refusal is None else ("refusal", entry.refusal)
    if said is None:
        said = json.dumps(entry.json_, ensure_ascii=False)
    size = PIECE if entry.pace else max(1, len(said))
    for at in range(0, len(said), size):
        yield {name: said[at : at + size]}


class ScriptedClient:
    """Replays a script, faults and delays included."""

    def __init__(self, script: Script, means: Means) -> None:
        self._script = script
        self._means = means
        self._used: set[int] = set()

    async def send(
        self, body: Mapping[str, Any], timeout: float, on_text: OnText | None = None
    ) -> Mapping[str, Any]:
        """Answer a chat completion from the script; see ``Client``."""
        entry = self._next("\n".join(message["content"] for message in body["messages"]))
        end = self._means.steady() + timeout
        await self._pass(entry.delay, end)
        if entry.fails is not None:
            raise Failed(_FAILS[entry.fails])
        if entry.status is not None:
            asked = {} if entry.retry_after is None else {"retry-after": str(entry.retry_after)}
            raise Failed(fault_of_status(entry.status, asked, entry.says, self._means.wall()))
        assembly = Assembly(on_text)
        for delta in _deltas(entry):
            await self._pass(entry.pace, end)
            assembly.add({"choices": [{"delta": delta}]})
        usage = entry.usage.model_dump() if entry.usage else None
        last: dict[str, Any] = {"delta": {}, "finish_reason": entry.finish}
        assembly.add({"model": self._script.model, "choices": [last], "usage": usage})
        return assembly.payload()

    async def close(self) -> None:
        """Nothing is open."""

    async def _pass(self, seconds: float, end: float) -> None:
        """Let some seconds go by, none beyond the end."""
        left = end - self._means.steady()
        if seconds:
            await self._means.sleep(min(seconds, left))
        if seconds > left:
            raise Failed(_FAILS["timeout"])

    def _next(self, said: str) -> Line:
        for number, entry in enumerate(self._script.replies):
            if number not in self._used and (entry.when is None or entry.when in said):
                if not entry.again:
                    self._used.add(number)
                return entry
        raise Failed(Fault("bad request", detail="the script has no reply for this request"))
