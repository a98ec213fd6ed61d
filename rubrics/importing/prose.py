"""The text of a file that is to be read as it is, not as a bank."""

from __future__ import annotations

from collections.abc import Sequence

from rubrics.importing.blocks import Block, Kind
from rubrics.importing.imported import SourceError
from rubrics.importing.source import Format, Source, format_of, text_of


def prose_of(source: Source) -> str:
    """The text of a PDF, a web page, Markdown or a plain text, line by line.

    Raises:
        SourceError: it cannot be read, is too large, or is no text.
    """
    format = format_of(source)
    if format is Format.APKG:
        raise SourceError(f"{source.name} is a deck of cards.", "Name a file with text.")
    data = source.read(format)
    if format is Format.PDF:
        from rubrics.importing.pdf import pdf_blocks

        return _joined(pdf_blocks(data, source.name))
    text, _ = text_of(data, source.name)
    if format is Format.HTML:
        from rubrics.importing.html import html_blocks

        return _joined(html_blocks(text, source.name))
    return text.strip()


def _joined(blocks: Sequence[Block]) -> str:
    signs = {Kind.HEADING: "\n# ", Kind.ITEM: "- "}
    shown = [block for block in blocks if block.kind is not Kind.SKIPPED]
    return "\n".join(f"{signs.get(block.kind, '')}{block.text}" for block in shown).strip()
