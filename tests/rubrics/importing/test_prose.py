"""The text of a file that is read as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from rubrics.importing import Source, SourceError
from rubrics.importing.prose import prose_of

PAGE = """\
<html><head><title>Jobs</title><style>p {}</style></head><body><nav>Home</nav>
<h1>Tea Master</h1><p>You brew <b>green</b> tea &amp; black tea.</p>
<ul><li>You train apprentices</li><li>You choose water</li></ul><script>alert(1)</script>
</body></html>
"""


def written(path: Path, content: bytes) -> Source:
    path.write_bytes(content)
    return Source.file(path)


def test_of_a_page_what_is_shown_is_read(tmp_path: Path) -> None:
    source = written(tmp_path / "job.html", PAGE.encode())
    assert prose_of(source) == (
        "# Tea Master\nYou brew green tea & black tea.\n- You train apprentices\n- You choose water"
    )


@pytest.mark.parametrize("name", ["job.md", "job.txt", "job", "job.json"])
def test_text_stays_as_it_is(name: str, tmp_path: Path) -> None:
    text = "# Tea Master\r\n\r\n## Tasks\r\n- *Brew* tea — für 300 Gäste\r\n"
    source = written(tmp_path / name, b"\xef\xbb\xbf" + text.encode())
    assert prose_of(source) == text.replace("\r\n", "\n").strip()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [("job.docx", b"PK\x03\x04", "a Word document"), ("job.txt", b"", "is empty"),
     ("job.txt", b"a\x00b" * 99, "no text"), ("job.pdf", b"%PDF-1.4 x", "no PDF that can be read")],
)  # fmt: skip
def test_what_is_no_text_is_refused(name: str, content: bytes, told: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=told):
        prose_of(written(tmp_path / name, content))
