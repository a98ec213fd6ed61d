"""A reply that keeps all rules, mended once at most."""

from __future__ import annotations

from string import Template
from typing import Protocol, TypeVar

from rubrics.asking.calls import Calls
from rubrics.asking.forms import Unreadable
from rubrics.asking.prompts import Prompt, faults_as_list, sent_back
from rubrics.asking.words import line
from rubrics.models.model import ModelFailure, Request

Value = TypeVar("Value", covariant=True)


class Read(Protocol[Value]):
    """Makes a value of the text of a reply; strictly of a first one, else as well as can be."""

    def __call__(self, text: str, *, strict: bool) -> Value:
        """The value.

        Raises:
            Unreadable: there is none; the faults name all that is wrong.
        """
        ...


async def read_or_mended(
    calls: Calls, request: Request, prompt: Prompt, read: Read[Value]
) -> Value:
    """What a reply says. One that cannot be used is sent back once, with all that is wrong.

    Args:
        calls: who is asked.
        request: what is asked.
        prompt: whose text for repairs is used; in it ``$faults`` stands for what is wrong.
        read: makes a value of a reply.

    Raises:
        ModelFailure: there was no reply, or the second cannot be used either.
    """
    reply = await calls.complete(request)
    try:
        return read(reply.text, strict=True)
    except Unreadable as unreadable:
        faults = faults_as_list(unreadable.faults)
    text = Template(prompt.texts.repair).substitute(faults=faults)
    again = await calls.complete(sent_back(request, reply.text, text))
    try:
        return read(again.text, strict=False)
    except Unreadable as unreadable:
        detail = line("; ".join(unreadable.faults), 200)
        raise ModelFailure("unreadable reply", detail) from None
