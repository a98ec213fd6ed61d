"""The answers that graders are measured by."""

from __future__ import annotations

import random
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

from interviewer.banks.shelf import Shelf
from interviewer.calibration.mine import own_cases
from interviewer.config.settings import Settings
from rubrics.bank import Bank
from rubrics.calibration.cases import Case
from rubrics.calibration.loading import Labels, labels_folder, load_labels
from rubrics.errors import InterviewerError
from sessions.store import Store


@dataclass(frozen=True)
class Answers:
    """What graders are measured by.

    Attributes:
        bank: what the answers are about.
        labels: all labelled answers of it.
        drawn: those that are asked.
        mine: the user's own; None where they were not asked for.
    """

    bank: Bank
    labels: Labels
    drawn: Sequence[Case]
    mine: Sequence[Case] | None


def gather(
    settings: Settings,
    source: str,
    *,
    half: str | None,
    sample: int | None,
    mine: bool,
    seed: int,
) -> Answers:
    """Read the labelled answers to the questions of a bank.

    Args:
        settings: the home with the user's interviews.
        source: the bank, by name, folder or file.
        half: ``a`` or ``b`` for the answers to half of the questions; None for all.
        sample: how many are drawn; None for all.
        mine: whether the user's own marks are read as well.
        seed: for what is drawn.

    Raises:
        InterviewerError: the bank or its labels cannot be read, or there is nothing to measure by.
    """
    shelf = Shelf.of(settings)
    path = shelf.locate(source)
    bank = shelf.bank(path)
    folder = labels_folder(path, bank)
    labels = load_labels(folder, bank)
    own = None
    if mine:
        with closing(Store.open(settings.home)) as store:
            own = own_cases(store, bank)
    if not labels.cases and not own:
        raise InterviewerError(*_nothing(bank, labels, str(folder), mine))
    drawn = tuple(case for case in labels.cases if half in (None, case.half))
    if sample is not None and sample < len(drawn):
        picked = set(random.Random(seed).sample(range(len(drawn)), sample))
        drawn = tuple(case for at, case in enumerate(drawn) if at in picked)
    return Answers(bank, labels, drawn, own)


def _nothing(bank: Bank, labels: Labels, folder: str, mine: bool) -> tuple[str, str]:
    if labels.stale:
        return (
            f"All {labels.stale} labelled answers to the bank {bank.id} are stale: "
            "their criteria have changed.",
            f"Nothing was asked. Label them anew in {folder}.",
        )
    if mine:
        return (
            f"There are neither labelled answers to the bank {bank.id} nor marks of your own.",
            "Set marks in Review, then run this again.",
        )
    return (
        f"There are no labelled answers to the bank {bank.id}.",
        f"Nothing was asked. They would stand in {folder}; "
        "or --mine takes the marks that you have set yourself.",
    )
