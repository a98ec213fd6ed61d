"""How the estimate agrees with human scores on short answers about computer networks.

The data are the English part of SAF (Filighera et al., ACL 2022): answers of students with scores
of 0 to 1. Hint and rubric are drafted by rules from the reference answer. Only answers of three
words and more, only questions that nothing was tuned on.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from rubrics.drafting import draft_rubric
from rubrics.estimate import Estimator
from rubrics.estimate.words import stems_of, words_of
from rubrics.grader import GradingTask
from rubrics.rubric import Rubric

DEFAULT_DATA = Path(__file__).parents[2] / "shared/data/saf_english/normalized.jsonl"
LEAST_WORDS = 3


class Item(NamedTuple):
    """One answer with the score, 0 to 1, that a person gave it."""

    question_id: str
    question: str
    reference: str
    answer: str
    score: float


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this benchmark."""
    parser.add_argument("--data", type=Path, default=DEFAULT_DATA, help="the normalized.jsonl")
    parser.add_argument(
        "--split", default="unseen_questions", help="training while tuning; unseen_questions else"
    )
    parser.add_argument("--questions", action="store_true", help="one line for each question too")


def run(options: argparse.Namespace) -> int:
    """Read the answers, mark them and print the agreement."""
    if not options.data.is_file():
        print(f"The data are not there: {options.data}")
        print("Get SAF (English) as JSON lines and name the file: --data PATH")
        return 1
    items = read(options.data, options.split)
    if not items:
        print(f"No answer of the split {options.split!r} in {options.data}")
        return 1
    print(f"split {options.split}")
    table(items, each=options.questions)
    return 0


def table(items: Sequence[Item], *, each: bool) -> None:
    """Mark all answers and print how the scores agree with those of people.

    Args:
        items: the answers.
        each: whether there is a line for each question too.
    """
    truth = [item.score for item in items]
    groups = [item.question_id for item in items]
    print(f"{len(items)} answers to {len(set(groups))} questions\n")
    print(f"{'predictor':<40}{'Pearson r':>10}{'RMSE':>8}")
    estimates, times = estimated(items)
    lines: list[tuple[str, list[float]]] = [
        ("estimate", estimates),
        ("stemmed reference recall", [recall(item) for item in items]),
        ("recall, question words demoted", [recall(item, demoted=True) for item in items]),
        ("answer length (words)", [float(len(words_of(item.answer))) for item in items]),
    ]
    for name, values in lines:
        fitted = leave_one_group_out(values, truth, groups)
        print(f"{name:<40}{pearson(values, truth):>10.2f}{rmse(fitted, truth):>8.3f}")
    mean = leave_one_group_out([0.0] * len(items), truth, groups)
    print(f"{'predicting the mean':<40}{'-':>10}{rmse(mean, truth):>8.3f}")
    apart = [estimate / 100 - score for estimate, score in zip(estimates, truth, strict=True)]
    print(
        f"\nestimate as it stands, on 0 to 1: off by {statistics.fmean(map(abs, apart)):.2f} on "
        f"average, {statistics.fmean(apart):+.2f} with its sign"
    )
    print(
        f"estimate, one answer: median {statistics.median(times):.2f} ms, worst {max(times):.2f} ms"
    )
    if each:
        for name in dict.fromkeys(groups):
            some = [at for at, group in enumerate(groups) if group == name]
            own = [estimates[at] for at in some]
            print(
                f"  {name:<10} n {len(some):>3}  r {pearson(own, [truth[at] for at in some]):5.2f}"
                f"  estimate {statistics.fmean(own):5.1f}"
                f"  people {100 * statistics.fmean(truth[at] for at in some):5.1f}"
            )


def read(path: Path, split: str) -> list[Item]:
    """The answers of a split that have three words or more."""
    items = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["split"] == split and len(row["answer"].split()) >= LEAST_WORDS:
                items.append(
                    Item(
                        row["question_id"],
                        row["question"],
                        row["reference_answer"],
                        row["answer"],
                        row["score"] / row["max_score"],
                    )
                )
    return items


def estimated(items: Sequence[Item]) -> tuple[list[float], list[float]]:
    """Scores of the estimate, 0 to 100, and milliseconds, one each."""
    estimator = Estimator()
    rubrics: dict[str, Rubric] = {}
    scores, times = [], []
    for item in items:
        if item.question_id not in rubrics:
            rubric = rubrics[item.question_id] = draft_rubric(item.question, item.reference)
            # Compiled once for each question; what is measured is one answer after that.
            estimator.estimate(GradingTask(ask=item.question, answer=item.question, rubric=rubric))
        task = GradingTask(ask=item.question, answer=item.answer, rubric=rubrics[item.question_id])
        began = time.perf_counter()
        grade = estimator.estimate(task)
        times.append(1000 * (time.perf_counter() - began))
        scores.append(grade.score or 0.0)
    return scores, times


def recall(item: Item, demoted: bool = False) -> float:
    """The share of the reference's stems that the answer holds."""
    wanted = stems_of(item.reference)
    if demoted:
        wanted = wanted - stems_of(item.question) or wanted
    return len(wanted & stems_of(item.answer)) / len(wanted)


def pearson(left: Sequence[float], right: Sequence[float]) -> float:
    """The correlation, -1 to 1; 0 where one side does not vary."""
    if len(set(left)) < 2 or len(set(right)) < 2:
        return 0.0
    return statistics.correlation(left, right)


def rmse(left: Sequence[float], right: Sequence[float]) -> float:
    """The root of the mean squared difference."""
    return float(statistics.fmean((a - b) ** 2 for a, b in zip(left, right, strict=True)) ** 0.5)


def leave_one_group_out(
    values: Sequence[float], truth: Sequence[float], groups: Sequence[str]
) -> list[float]:
    """For each value the score that an isotonic curve, fitted on all other groups, gives it."""
    fitted = [0.0] * len(values)
    for group in set(groups):
        curve = isotonic(
            [
                (value, score)
                for value, score, other in zip(values, truth, groups, strict=True)
                if other != group
            ]
        )
        for at, other in enumerate(groups):
            if other == group:
                fitted[at] = curve(values[at])
    return fitted


def isotonic(pairs: Sequence[tuple[float, float]]) -> Callable[[float], float]:
    """The rising step curve with the least squared error, by pooling adjacent violators."""
    sums: dict[float, list[float]] = {}
    for value, score in pairs:
        sums.setdefault(value, []).append(score)
    blocks: list[tuple[float, float, int]] = []  # lowest value, mean score, answers
    for value in sorted(sums):
        lowest, mean, size = value, statistics.fmean(sums[value]), len(sums[value])
        while blocks and blocks[-1][1] >= mean:
            before, its_mean, its_size = blocks.pop()
            mean = (its_mean * its_size + mean * size) / (its_size + size)
            lowest, size = before, its_size + size
        blocks.append((lowest, mean, size))

    def curve(value: float) -> float:
        reached = [mean for lowest, mean, _ in blocks if lowest <= value]
        return reached[-1] if reached else blocks[0][1] if blocks else 0.0

    return curve
