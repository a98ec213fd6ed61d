"""Bytes of a source, within limits: what they are, and the text in them."""

from __future__ import annotations

import codecs
import re
import zipfile
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from rubrics.importing.imported import SourceError

LARGEST_TEXT = 20_000_000
"""Bytes of a text, page or table; one that is larger is refused before it is read."""

LARGEST_FILE = 1_000_000_000
"""Bytes of a file of which only parts are read: an Anki deck holds sounds and pictures."""

LARGEST_PDF = 50_000_000
LARGEST_HTML = 10_000_000

CONTROLS_AT_MOST = 0.01
"""Share of control characters in a text; with more it is no text."""


class Format(StrEnum):
    """What a source can be."""

    TEXT = "text"
    HTML = "html"
    MARKDOWN = "markdown"
    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"
    ANKI = "anki"
    APKG = "apkg"
    PDF = "pdf"


_ENDINGS = {
    ".htm": Format.HTML,
    ".html": Format.HTML,
    ".xhtml": Format.HTML,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".csv": Format.CSV,
    ".tsv": Format.CSV,
    ".json": Format.JSON,
    ".jsonl": Format.JSONL,
    ".ndjson": Format.JSONL,
    ".apkg": Format.APKG,
    ".colpkg": Format.APKG,
    ".pdf": Format.PDF,
}
_LARGEST = {
    Format.APKG: LARGEST_FILE,
    Format.PDF: LARGEST_PDF,
    Format.HTML: LARGEST_HTML,
}
_OTHERS = {
    ".docx": "a Word document: save it as a web page or as plain text first",
    ".doc": "a Word document: save it as a web page or as plain text first",
    ".odt": "a text document: save it as a web page or as plain text first",
    ".xlsx": "a spreadsheet: save it as CSV first",
    ".xls": "a spreadsheet: save it as CSV first",
    ".ods": "a spreadsheet: save it as CSV first",
    ".rtf": "rich text: save it as plain text first",
    ".epub": "an e-book: save its pages as web pages first",
    ".yaml": "YAML, which is what a bank is written in: see interviewer bank check and bank draft",
    ".yml": "YAML, which is what a bank is written in: see interviewer bank check and bank draft",
}
_ANKI = re.compile(
    r"\A#(?:separator|html|columns|notetype|deck|tags|guid)\b[^\n:]*:", re.IGNORECASE
)
_HTML = re.compile(
    r"\A\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_HASHES = re.compile(r"^#{1,6} \S", re.MULTILINE)
_OTHER_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffe\uffff]")


@dataclass(frozen=True)
class Source:
    """A file, or what came through a pipe.

    Attributes:
        name: to tell it by; the name of the file without its folder.
        path: where it lies; None where it came through a pipe.
        data: what came through a pipe.
        size: in bytes.
    """

    name: str
    path: Path | None
    data: bytes
    size: int

    @classmethod
    def file(cls, path: Path) -> Source:
        """A file, not read yet.

        Raises:
            SourceError: it is not there, no file, or empty.
        """
        try:
            if path.is_dir():
                raise SourceError(f"{path} is a folder.", "Name one file in it.")
            if not path.exists():
                raise SourceError(f"There is no file {path}.", "Look at its name and folder.")
            if not path.is_file():
                raise SourceError(f"{path} is no ordinary file.", "Save it as a file first.")
            return cls(path.name, path, b"", path.stat().st_size)
        except OSError as error:
            raise SourceError(f"{path} cannot be read ({error.strerror}).") from None

    @classmethod
    def piped(cls, stream: BinaryIO) -> Source:
        """What comes through a pipe, read up to the limit of a text.

        Raises:
            SourceError: it is larger.
        """
        data = stream.read(LARGEST_TEXT + 1)
        return cls("standard input", None, data, len(data))

    def open(self) -> BinaryIO:
        """The bytes, to be read and closed.

        Raises:
            SourceError: they cannot be read.
        """
        if self.path is None:
            return BytesIO(self.data)
        try:
            return self.path.open("rb")
        except OSError as error:
            raise SourceError(f"{self.path} cannot be read ({error.strerror}).") from None

    def read(self, format: Format) -> bytes:
        """All bytes, where they are not more than this format may have.

        Raises:
            SourceError: there are more, or they cannot be read.
        """
        most = _LARGEST.get(format, LARGEST_TEXT)
        if self.size > most:
            raise SourceError(
                f"{self.name} has {self.size / 1e6:,.0f} MB; as {format} at most "
                f"{most / 1e6:,.0f} MB are read.",
                "Nothing was read. Save the part with the questions, or split it.",
            )
        try:
            with self.open() as file:
                return file.read(most)
        except OSError as error:
            raise SourceError(f"{self.name} cannot be read ({error.strerror}).") from None


def format_of(source: Source) -> Format:
    """What a source is, by its first bytes, then its name, then its text.

    Raises:
        SourceError: it is nothing that can be imported; says what to do instead.
    """
    if source.size == 0:
        raise SourceError(f"{source.name} is empty.", "Nothing was read.")
    with source.open() as file:
        head = file.read(4096)
    ending = Path(source.name).suffix.lower()
    if head.startswith(b"%PDF-") or b"%PDF-" in head[:1024]:
        return Format.PDF
    if ending in _OTHERS and _ENDINGS.get(ending) is None:
        raise SourceError(f"{source.name} is {_OTHERS[ending]}.")
    if head.startswith(b"PK\x03\x04"):
        return _zipped(source)
    if head.startswith(b"SQLite format 3\0"):
        raise SourceError(
            f"{source.name} is a database.", "From Anki, export the deck as .apkg or as text."
        )
    if ending in _ENDINGS:
        return _ENDINGS[ending]
    return _told_by(head.decode("utf-8-sig", "replace"), source)


def _told_by(text: str, source: Source) -> Format:
    """What a text without a telling name is."""
    if _ANKI.match(text):
        return Format.ANKI
    if _HTML.match(text):
        return Format.HTML
    start = text.lstrip()[:2]
    if start[:1] == "{":
        return Format.JSONL if re.search(r"\}\s*\n\s*\{", text) else Format.JSON
    if start[:1] == "[" and start[1:].strip()[:1] in ("", "{", "[", '"'):
        return Format.JSON
    return Format.MARKDOWN if len(_HASHES.findall(text)) > 1 else Format.TEXT


def _zipped(source: Source) -> Format:
    try:
        with source.open() as file, zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise SourceError(
            f"{source.name} is a broken zip file.", "Export or download it again."
        ) from None
    if any(name.startswith("collection.anki2") for name in names):
        return Format.APKG
    raise SourceError(
        f"{source.name} is a zip file without an Anki collection in it.",
        "Unpack it and import the file that holds the questions.",
    )


def text_of(data: bytes, name: str) -> tuple[str, str]:
    """The text in some bytes, and how they were read where that is not plain UTF-8.

    Line ends become ``\\n``. A byte order mark goes. What is not UTF-8 and has no mark is taken for
    Windows-1252.

    Raises:
        SourceError: it is no text.
    """
    text, told = _decoded(data, name)
    controls = len(_OTHER_CONTROLS.findall(text))
    if "\x00" in text or controls > CONTROLS_AT_MOST * len(text):
        raise SourceError(
            f"{name} holds bytes that are no text.", "Nothing was read. Save it as text first."
        )
    return text.replace("\r\n", "\n").replace("\r", "\n"), told


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    marks = ((codecs.BOM_UTF8, "utf-8", ""),
             (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
             (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"))  # fmt: skip
    for mark, encoding, told in marks:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), told
            except UnicodeDecodeError as error:
                raise _broken(name, encoding, error.start + len(mark)) from None
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError as error:
        at = error.start
    try:
        return data.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError:
        raise _broken(name, "utf-8", at) from None


def _broken(name: str, encoding: str, at: int) -> SourceError:
    return SourceError(
        f"{name} is no readable text: byte {at} is not {encoding.upper()}.",
        "Nothing was read. Save it as UTF-8 and try again.",
    )
