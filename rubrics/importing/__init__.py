"""Pages, tables and decks as questions for a bank, with an account of every line."""

from rubrics.importing.columns import Column, ColumnsUnclear
from rubrics.importing.imported import (
    Entry,
    Fate,
    Imported,
    ImportedSection,
    Item,
    Notice,
    Place,
    SourceError,
)
from rubrics.importing.outlining import outline_of
from rubrics.importing.reading import import_source
from rubrics.importing.source import Format, Source

__all__ = [
    "Column",
    "ColumnsUnclear",
    "Entry",
    "Fate",
    "Format",
    "Imported",
    "ImportedSection",
    "Item",
    "Notice",
    "Place",
    "Source",
    "SourceError",
    "import_source",
    "outline_of",
]
