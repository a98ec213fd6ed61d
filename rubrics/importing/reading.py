"""From a source of any kind to what was read of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rubrics.importing.blocks import Block
from rubrics.importing.columns import Columns
from rubrics.importing.imported import Imported, Notice, SourceError
from rubrics.importing.page import read_page
from rubrics.importing.records import Table, read_records
from rubrics.importing.source import Format, Source, format_of, text_of

_PAGES = (Format.TEXT, Format.HTML, Format.MARKDOWN, Format.PDF)


def import_source(
    source: Source, format: Format | None = None, columns: Columns | None = None
) -> Imported:
    """Read a source.

    Args:
        source: a file, or what came through a pipe.
        format: what it is; None where it is to be found out.
        columns: which columns of a table hold what; None where it is to be guessed.

    Raises:
        ColumnsUnclear: nobody can tell which column of a table is what.
        SourceError: it cannot be read, is too large, or holds nothing to import.
    """
    format = format or format_of(source)
    if columns and format in _PAGES:
        raise SourceError(f"{source.name} is read as {format}, which has no columns.")
    if format is Format.APKG:
        from rubrics.importing.apkg import read_apkg

        return read_records(read_apkg(source), source.name, format, columns)
    data = source.read(format)
    if format is Format.PDF:
        from rubrics.importing.pdf import pdf_blocks

        return _doubted(read_page(pdf_blocks(data, source.name), source.name, format))
    text, told = text_of(data, source.name)
    if format in _PAGES:
        imported = _doubted(read_page(_blocks(text, source.name, format), source.name, format))
    else:
        table = _table(text, source.name, format, columns)
        imported = read_records(table, source.name, format, columns)
    if not told:
        return imported
    notice = Notice(f"read as {told}; look whether letters came out right")
    return replace(imported, notices=(notice, *imported.notices))


def _doubted(imported: Imported) -> Imported:
    """What was read, with a word where hints look like questions whose answers went elsewhere."""
    asked = [
        item
        for section in imported.sections
        if section.promised is None  # else the page itself says how many there are
        for item in section.items
        if item.ask is None and item.hint.endswith("?")
    ]
    if not asked:
        return imported
    many = "1 hint ends" if len(asked) == 1 else f"{len(asked)} hints end"
    told = f"{many} in a question mark; an empty line ahead of each question tells it from a hint"
    return replace(imported, notices=(*imported.notices, Notice(told, asked[0].place)))


def _blocks(text: str, name: str, format: Format) -> Sequence[Block]:
    if format is Format.HTML:
        from rubrics.importing.html import html_blocks

        return html_blocks(text, name)
    if format is Format.MARKDOWN:
        from rubrics.importing.markdown import markdown_blocks

        return markdown_blocks(text, name)
    from rubrics.importing.text import text_blocks

    return list(text_blocks(text))


def _table(text: str, name: str, format: Format, columns: Columns | None) -> Table:
    if format is Format.ANKI:
        from rubrics.importing.anki import read_anki_text

        return read_anki_text(text, name)
    if format is Format.CSV:
        from rubrics.importing.tables import read_table

        return read_table(text, name, columns, "\t" if name.lower().endswith(".tsv") else None)
    from rubrics.importing.json_files import read_json, read_json_lines

    return (read_json if format is Format.JSON else read_json_lines)(text, name)
