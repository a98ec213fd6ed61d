"""Pictures of a screen at two sizes, dark and light, compared with those that are kept."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from textual.pilot import Pilot

from interviewer.app import InterviewerApp
from interviewer.theme import DARK, LIGHT
from tests.app.conftest import settle

Way = Callable[[Pilot[None]], Awaitable[None]]
"""How to get to a screen."""

LOOKS = [(80, 24, DARK), (120, 40, DARK), (120, 40, LIGHT), (80, 24, LIGHT)]
"""The last comes back to the first size, so that growing and shrinking are seen too."""

SEEN = Path(".cache/pictures")
"""Where pictures that are not as they were are put, to be looked at."""


class Svg(SingleFileSnapshotExtension):
    """One file for each picture."""

    file_extension = "svg"
    _write_mode = WriteMode.TEXT


async def same_as_kept(app: InterviewerApp, way: Way, snapshot: SnapshotAssertion) -> None:
    """Go a way in the app and compare what is seen there, in all looks of one run."""
    kept = snapshot.use_extension(Svg)
    changed = []
    async with app.run_test(size=LOOKS[0][:2]) as pilot:
        await settle(pilot)
        await way(pilot)
        for width, height, theme in LOOKS:
            app.theme = theme
            await pilot.resize_terminal(width, height)
            await settle(pilot)
            name = f"{width}x{height}-{theme.removeprefix('interviewer-')}"
            picture = app.export_screenshot(simplify=True)
            if picture != kept(name=name):
                SEEN.mkdir(parents=True, exist_ok=True)
                (SEEN / f"{kept.test_location.snapshot_name}-{name}.svg").write_text(picture)
                changed.append(name)
    assert not changed, f"not as before: {changed}; see {SEEN}"
