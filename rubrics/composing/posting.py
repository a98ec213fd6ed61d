"""What a plan and its questions are made from: the text of a job, and perhaps a resume."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rubrics.composing.contacts import names_on, without_contacts
from rubrics.errors import InterviewerError

READ_AT_MOST = 20_000
"""Characters that are read of each text."""

FEWEST_WORDS = 25
"""Of a text that says something about a job."""

SHORTEST_PART = 3
"""Letters of a part of a name that is taken out of a resume where it stands alone."""


@dataclass(frozen=True)
class Posting:
    """A job and who applies, as a model gets to see them: without names and contacts.

    Attributes:
        job: its text.
        resume: of the candidate; empty where there is none.
        names: what was taken out of both as the candidate's name; kept to be looked for later.
        cut: which of the two were longer than is read.
    """

    job: str
    resume: str = ""
    names: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()

    @classmethod
    def of(cls, job: str, resume: str = "") -> Posting:
        """Take the texts in.

        Raises:
            InterviewerError: one says too little to be what it should be.
        """
        refuse_thin(job, "job description", FEWEST_WORDS)
        names = names_on(resume, job)
        # A part of the name alone is taken out too, though it may be an everyday word elsewhere.
        parts = [part for name in names for part in name.split() if len(part) >= SHORTEST_PART]
        texts = {"job description": job, "resume": resume}
        return cls(
            job=without_contacts(job[:READ_AT_MOST], names).strip(),
            resume=without_contacts(resume[:READ_AT_MOST], [*names, *parts]).strip(),
            names=names,
            cut=tuple(what for what, text in texts.items() if len(text) > READ_AT_MOST),
        )


def refuse_thin(text: str, what: str, fewest: int) -> None:
    """Make sure that a text holds some words.

    Raises:
        InterviewerError: it holds fewer; nothing was sent.
    """
    words = len(re.findall(r"[^\W\d_]{2,}", text))
    if words < fewest:
        raise InterviewerError(
            f"The {what} has {words} word{'s' * (words != 1)}; that is too little to go by.",
            "Nothing was sent. Save the whole text and name that file.",
        )
