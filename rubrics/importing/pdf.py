"""The text of a PDF, page by page. It is read by pypdf."""

from __future__ import annotations

import logging
from io import BytesIO

from rubrics.importing.blocks import Block
from rubrics.importing.imported import SourceError
from rubrics.importing.text import WRAPPED_AT, text_blocks

MOST_PAGES = 500
MOST_TEXT = 5_000_000
"""Characters of all pages."""


def pdf_blocks(data: bytes, name: str) -> list[Block]:
    """What a PDF says, line by line, lines that go on in the next joined.

    Raises:
        SourceError: it is broken, locked, too long, or has no text.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    # What it finds odd about a file is nothing to the user, as long as there is text.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    blocks: list[Block] = []
    characters = 0
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise SourceError(f"{name} is locked with a password.", "Save it without one first.")
        if len(reader.pages) > MOST_PAGES:
            raise SourceError(
                f"{name} has {len(reader.pages)} pages; at most {MOST_PAGES} are read.",
                "Save the pages with the questions as a file of their own.",
            )
        for number, page in enumerate(reader.pages, 1):
            text = page.extract_text()
            characters += len(text)
            if characters > MOST_TEXT:
                raise SourceError(f"{name} holds more than {MOST_TEXT:,} characters.", _SPLIT)
            width = max((len(line) for line in text.split("\n")), default=0)
            blocks += text_blocks(text, number, width if width >= WRAPPED_AT[0] else 0)
    except SourceError:
        raise
    except (PyPdfError, RecursionError, MemoryError) as error:
        raise SourceError(f"{name} is no PDF that can be read ({error}).", _COPY) from None
    except Exception as error:
        # A broken file makes it stumble anywhere: no kind of error can be left out.
        raise SourceError(
            f"{name} is no PDF that can be read ({type(error).__name__}).", _COPY
        ) from None
    if not any(any(one.isalnum() for one in block.text) for block in blocks):
        raise SourceError(
            f"{name} has no text: its pages are pictures.",
            "Run it through a text recognition first, or copy its text into a file.",
        )
    return blocks


_COPY = "Nothing was read. Save it anew, or copy its text into a file."
_SPLIT = "Save the pages with the questions as a file of their own."
