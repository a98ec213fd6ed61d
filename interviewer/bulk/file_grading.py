"""Grading a whole file: what is there already is taken up, the rest is graded."""

from __future__ import annotations

import asyncio
import os
import stat
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import TextIO

from interviewer.bulk.batch import BadLine, Batch, numbered
from interviewer.bulk.concurrency import each, in_order, lines_of_pipe
from interviewer.bulk.progress import Progress
from interviewer.bulk.results import Journal, Record, Results, is_lasting
from rubrics.errors import InterviewerError


class FileGrading:
    """Grades the lines of a file or a pipe.

    Args:
        name: of the file, for messages.
        source: its lines.
        batch: grades one of them.
        results: takes what comes out.
        progress: is told what is done and what could not be read.

    Attributes:
        whole: whether every line was seen to.
        kept: answers that need not be graded again by the same command.
    """

    def __init__(
        self, name: str, source: TextIO, batch: Batch, results: Results, progress: Progress
    ) -> None:
        self._name = name
        self._source = source
        self._batch = batch
        self._results = results
        self._progress = progress
        self.whole = False
        self.kept = 0

    async def run(self, jobs: int) -> None:
        """Grade every line, so many at once.

        Raises:
            InterviewerError: the lines cannot be read.
            OSError: the results cannot be written.
        """
        await self._look_ahead()
        await in_order(numbered(self._lines()), self._grade, self._put, jobs=jobs)
        self.whole = True

    async def _look_ahead(self) -> None:
        """Count what there is to do, where that can be known, and say what is done already."""
        journal = self._results if isinstance(self._results, Journal) else None
        left = journal is not None and len(journal) > 0
        total = there = 0
        if _at_hand(self._source):
            begin = self._source.tell()
            async for number, text in numbered(self._lines()):
                total += 1
                if journal is not None and left:
                    with suppress(BadLine):
                        line = self._batch.read(number, text)
                        there += self._batch.key(number, text, line) in journal
                await asyncio.sleep(0)
            self._source.seek(begin)
            self._progress.total, self.kept = total, there
        if journal is not None and left:
            self._progress.tell(_going_on(journal, there, self._progress.total))

    async def _lines(self) -> AsyncIterator[str]:
        at_hand = _at_hand(self._source)
        try:
            async for line in each(self._source) if at_hand else lines_of_pipe(self._source):
                yield line
        except OSError as error:
            raise InterviewerError(f"{self._name} cannot be read ({error.strerror}).") from None

    async def _grade(self, numbered_line: tuple[int, str]) -> tuple[str, Record] | None:
        """The key and the record of a line; None for one that was refused and named."""
        number, text = numbered_line
        progress, tally = self._progress, self._progress.tally
        try:
            line = self._batch.read(number, text)
            key = self._batch.key(number, text, line)
            kept = self._results.kept(key)
            record = kept or await self._batch.grade(number, line)
        except BadLine as error:
            progress.tell(f"{self._name}: {error}")
            tally.add_bad()
            progress.moved()
            return None
        if kept is None:
            self._results.keep(key, record)
        if progress.total is None or kept is None:
            self.kept += is_lasting(record)
        tally.add(record, taken_up=kept is not None)
        progress.moved()
        return key, record

    def _put(self, result: tuple[str, Record] | None) -> None:
        if result is not None:
            self._results.put(*result)


def _going_on(journal: Journal, there: int, total: int | None) -> str:
    if total is None:
        return f"Going on: {journal.path} holds {len(journal)} results; those that fit are used."
    others = len(journal) - there
    if not there:
        return f"{journal.path} holds {others} results of other answers or another grader."
    unused = f", and {others} of other answers or another grader" if others > 0 else ""
    return (
        f"Going on: {there} of {total} were graded already. They stand in {journal.path}{unused}."
    )


def _at_hand(source: TextIO) -> bool:
    """Whether all lines are there and can be read twice."""
    try:
        return stat.S_ISREG(os.fstat(source.fileno()).st_mode)
    except OSError:  # A stream of Python's own has no file; its error is an OSError too.
        return False
