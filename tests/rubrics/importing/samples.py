"""Sources to import: one page in several forms, and decks as Anki exports them."""

from __future__ import annotations

import json
import re
import sqlite3
import zipfile
from html import escape
from io import BytesIO
from pathlib import Path

from rubrics.importing import Imported, Source, import_source

TITLE = "Sourdough Baker Interview Questions"
ABOUT = "8 expert questions from the first starter to the shop. Each answer includes a hint."
SECTIONS = {
    "Starter": [
        "A great answer says that a starter is flour & water kept alive with wild yeast and "
        "lactic acid bacteria, fed every day.",
        "Steps: 1) Mix equal weights. 2) Wait a day at 25 °C. 3) Throw half away and feed.",
        "Should weigh `rye` (fast, sour) against 'white wheat' (mild, slow); Trade-off between "
        "strength and taste.",
    ],
    "Dough-Based": [
        "Pipeline includes: Autolyse -> Salt -> Bulk -> Shape -> Proof -> Bake.",
        "Look for baker's percentages, e.g. 70% water < 80% water, and why it matters.",
        "Candidate may ask back: how warm is it?",
    ],
    "Shop & Tools": [
        "Metrics to expose: oven_temp_celsius, loaves_per_hour_total, and waste.",
        "Look for a story covering: the context, the options, the outcome, what they learned.",
    ],
}
HINTS = [hint for hints in SECTIONS.values() for hint in hints]


def as_text() -> str:
    """As it is copied from a browser: what stood in boxes of their own runs together."""
    lines = ["Interview Prep", TITLE, ABOUT]
    for title, (first, *others) in SECTIONS.items():
        lines += [title, f"{1 + len(others)} questions{first}", *others]
    return "\n".join(lines)


def as_html() -> str:
    """As a browser saves it, with what is around it."""
    parts = [
        "<!DOCTYPE html><html><head><title>Prep</title><style>p { margin: 0 }</style>",
        "<script>if (1 < 2) { document.write('5 questions') }</script></head><body>",
        '<nav><a href="/">Home</a> <a href="/all">All 90 questions</a></nav>',
        f"<main><p>Interview Prep</p><h1>{TITLE}</h1>\n<p>{escape(ABOUT)}</p>",
    ]
    for title, hints in SECTIONS.items():
        parts.append(f"<section><h2>{escape(title)}</h2><span>{len(hints)} questions</span>")
        for hint in hints:
            shown = re.sub("`(.*?)`", r"<code>\1</code>", escape(hint, quote=False))
            parts.append(f"<div>\n  <p>{shown}</p>\n</div>")
        parts.append("</section>")
    return "\n".join([*parts, "</main><footer>© 2026</footer></body></html>"])


def as_markdown() -> str:
    """As somebody writes it down."""
    lines = [f"# {TITLE}", "", ABOUT, ""]
    for title, hints in SECTIONS.items():
        lines += [f"## {title}", "", f"{len(hints)} questions", ""]
        lines += [f"- {hint.replace('<', '&lt;')}" for hint in hints]
        lines.append("")
    return "\n".join(lines)


def read(folder: Path, name: str, content: str | bytes, **options: object) -> Imported:
    """What a file with this name and content holds."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return import_source(Source.file(path), **options)  # type: ignore[arg-type]


def questions(imported: Imported) -> list[tuple[str, str | None, str, str | None]]:
    """Section, question, hint and model answer of all items."""
    return [
        (section.title, item.ask, item.hint, item.model_answer)
        for section in imported.sections
        for item in section.items
    ]


NOTES = [
    ("What is a <b>levain</b>?", "A starter built for one dough.<br>Used when it is ripe.", 1),
    ("Why salt?", "Taste, and it slows the yeast.[sound:a.mp3]", 2),
    ("A {{c1::baker's percentage::share}} is a share of the {{c2::flour}}.", "", 2),
]


def collection(folder: Path, *, new: bool = False) -> bytes:
    """An Anki collection with three notes in two decks, in the old layout or the new one."""
    path = folder / "collection.db"
    path.unlink(missing_ok=True)
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE notes (id, guid, mid, mod, usn, tags, flds)")
    database.execute("CREATE TABLE cards (id, nid, did, odid)")
    if new:
        database.execute("CREATE TABLE decks (id, name)")
        database.execute("CREATE TABLE fields (ntid, ord, name)")
        for deck, name in ((1, "Baking\x1fStarter"), (2, "Baking\x1fDough")):
            database.execute("INSERT INTO decks VALUES (?, ?)", (deck, name))
        for number, name in enumerate(("Front", "Back")):
            database.execute("INSERT INTO fields VALUES (7, ?, ?)", (number, name))
    else:
        models = {"7": {"name": "Basic", "flds": [{"name": "Front"}, {"name": "Back"}]}}
        decks = {"1": {"name": "Baking::Starter"}, "2": {"name": "Baking::Dough"}}
        database.execute("CREATE TABLE col (models, decks)")
        database.execute("INSERT INTO col VALUES (?, ?)", (json.dumps(models), json.dumps(decks)))
    for number, (front, back, deck) in enumerate(NOTES, 1):
        fields = f"{front}\x1f{back}"
        database.execute(
            "INSERT INTO notes VALUES (?, '', 7, 0, 0, ?, ?)", (number, " bread oven ", fields)
        )
        database.execute("INSERT INTO cards VALUES (?, ?, ?, 0)", (number, number, deck))
    database.commit()
    database.close()
    return path.read_bytes()


def packed(members: dict[str, bytes]) -> bytes:
    """A zip file."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def pdf(pages: list[list[str]]) -> bytes:
    """A PDF with a line of text for each text."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for lines in pages:
        shown = "".join(f"({line}) Tj T* " for line in lines)
        stream = f"BT /F1 10 Tf 12 TL 40 800 Td {shown}ET"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /Contents {len(objects)} 0 R /MediaBox [0 0 600 840] "
            "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Courier >> >> "
            ">> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + head.encode() + end.encode()
