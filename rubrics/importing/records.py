"""From records with named fields to questions in sections, whatever kind of table it was."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rubrics.importing.columns import Column, Columns, check_told, columns_of
from rubrics.importing.gathering import Gathering, nothing_in
from rubrics.importing.imported import Account, Imported, Item, Place

_TAGS = re.compile(r"[,;|\n]")


@dataclass(frozen=True)
class Record:
    """A record of a table.

    Attributes:
        place: where it stands.
        fields: its texts by the names of their columns.
        section: that it stands in; empty where only a column says that, or nothing.
    """

    place: Place
    fields: Mapping[str, str]
    section: str = ""

    @property
    def text(self) -> str:
        """All of it in one line."""
        return " | ".join(" ".join(text.split()) for text in self.fields.values())


@dataclass(frozen=True)
class Table:
    """All records of a source, and what became of everything else in it.

    Attributes:
        records: in order.
        account: of what is no record.
        title: of the whole; may be empty.
        about: likewise.
    """

    records: Sequence[Record]
    account: Account
    title: str = ""
    about: str = ""


def read_records(table: Table, name: str, format: str, told: Columns | None) -> Imported:
    """What a table holds.

    Args:
        table: the records.
        name: of its file.
        format: what it was.
        told: which columns hold what, where somebody said so.

    Raises:
        ColumnsUnclear: nobody can tell which column is what.
        SourceError: nothing of it reads like a question or a hint.
    """
    if not table.records:
        raise nothing_in(name)
    fields = [record.fields for record in table.records]
    names = list(dict.fromkeys(key for one in fields for key in one))
    columns = check_told(told, names, name) if told else columns_of(name, fields)
    account = table.account
    gathering = Gathering(name, account)
    for record in table.records:
        gathering.open_again(
            record.section or record.fields.get(columns.get(Column.SECTION, ""), "")
        )
        what = ", ".join(column for column, one in columns.items() if record.fields.get(one))
        gathering.add(_item(record, columns), [(record.place, record.text, what)])
    unused = [one for one in names if one not in columns.values()]
    if unused:
        account.notice(f"columns that were not used: {', '.join(unused)}")
    return Imported(
        source=name,
        format=format,
        title=table.title,
        about=table.about,
        sections=gathering.sections(),
        account=account.closed(),
        notices=tuple(account.notices),
    )


def _item(record: Record, columns: Columns) -> Item:
    """An answer beside a hint is a model answer; alone it is the hint."""

    def text(column: Column) -> str:
        return record.fields.get(columns.get(column, ""), "").strip()

    hint, answer = text(Column.HINT), text(Column.ANSWER)
    return Item(
        place=record.place,
        hint=hint or answer,
        ask=text(Column.QUESTION) or None,
        model_answer=answer if hint and answer else None,
        tags=tuple(_TAGS.split(text(Column.TAGS))),
    )
