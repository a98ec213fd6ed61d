"""How the estimate agrees with human scores on an exam about neural networks, by hints of ours.

The data are the answers of the DigiKlausur exam (Hochschule Bonn-Rhein-Sieg, 2017) with one score
of 0, 1 or 2 by a person. They come without references: a hint was written for each question before
any answer to it was read (``digiklausur_hints.yaml``), and the rubric is drafted from it by rules.
Only answers of three words and more.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from benchmarks.estimate_saf import LEAST_WORDS, Item, table

DEFAULT_DATA = Path(__file__).parents[2] / "shared/data/digiklausur/normalized.jsonl"
HINTS = Path(__file__).with_name("digiklausur_hints.yaml")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this benchmark."""
    parser.add_argument("--data", type=Path, default=DEFAULT_DATA, help="the normalized.jsonl")
    parser.add_argument("--questions", action="store_true", help="one line for each question too")


def run(options: argparse.Namespace) -> int:
    """Read the answers, mark them and print the agreement."""
    if not options.data.is_file():
        print(f"The data are not there: {options.data}")
        print("Get the DigiKlausur answers as JSON lines and name the file: --data PATH")
        return 1
    hints = yaml.safe_load(HINTS.read_text(encoding="utf-8"))
    table(list(read(options.data, hints)), each=options.questions)
    return 0


def read(path: Path, hints: Mapping[str, str]) -> Iterator[Item]:
    """The answers that have three words or more, each with the hint to its question."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if len(row["answer"].split()) >= LEAST_WORDS:
                name = str(row["question_id"])
                score = row["score"] / row["max_score"]
                yield Item(name, row["question"], hints[name], row["answer"], score)
