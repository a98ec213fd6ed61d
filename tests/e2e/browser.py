"""A real browser, driven by its command line, and a server on loopback that counts requests."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

CHROMIUM = next((path for name in NAMES if (path := shutil.which(name))), None)

QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-sync",
    "--no-first-run",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)

LOOK = """<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>look</title>
<iframe src="/page" width="1200" height="900"></iframe><pre id="seen"></pre>
<script>
const look = new Function("page", "view", %s);
addEventListener("load", () => {
  const frame = document.querySelector("iframe");
  frame.contentWindow.focus();
  let seen;
  try { seen = look(frame.contentDocument, frame.contentWindow); }
  catch (error) { seen = {failed: String(error)}; }
  document.querySelector("#seen").textContent = JSON.stringify(seen);
});
</script>
"""


@contextmanager
def served(pages: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    """Serve pages by their paths: the address of the server, and what was asked of it so far."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            page = pages.get(self.path)
            content = (page or "").encode()
            self.send_response(404 if page is None else 200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def seen_in(address: str, *, dark: bool = False) -> tuple[Any, list[str]]:
    """Open the page ``LOOK`` at an address.

    Returns:
        What it saw in the page that it holds, and what the browser's console said.
    """
    assert CHROMIUM is not None
    scheme = "--blink-settings=preferredColorScheme=" + ("0" if dark else "1")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        done = subprocess.run(
            [
                CHROMIUM,
                *QUIET,
                scheme,
                f"--user-data-dir={profile}",
                "--enable-logging=stderr",
                "--virtual-time-budget=4000",
                "--dump-dom",
                address,
            ],
            capture_output=True,
            text=True,
            timeout=90,
            check=True,
        )
    found = re.search(r'<pre id="seen">(.+?)</pre>', done.stdout, re.DOTALL)
    assert found, done.stdout[:2000]
    console = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
    return json.loads(unescape(found[1])), console


def looking(script: str) -> str:
    """A page that holds another one, and runs a script over its document and window."""
    return LOOK % json.dumps(script).replace("<", "\\u003c")
