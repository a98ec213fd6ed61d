"""A session as a document to read, as figures for a table, and as JSON that can be read back."""

from sessions.export.html import to_html
from sessions.export.labels import labels_of, to_labels
from sessions.export.markdown import to_markdown
from sessions.export.session_json import TranscriptError, from_json, schema, to_json
from sessions.export.table import to_csv

__all__ = [
    "TranscriptError",
    "from_json",
    "labels_of",
    "schema",
    "to_csv",
    "to_html",
    "to_json",
    "to_labels",
    "to_markdown",
]
