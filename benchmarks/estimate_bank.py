"""How the estimate marks a bank's own model answers, and answers that must earn nothing."""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from pydantic import ValidationError

from benchmarks.attacks import DONT_KNOW, FILLER, keyword_bags, negated
from rubrics.bank import Question, Section
from rubrics.drafting import draft_rubric
from rubrics.errors import BankError
from rubrics.estimate import Estimator
from rubrics.grader import GradingTask
from rubrics.loading import BANK_FILE, SHIPPED, load_bank

LEAST_MODEL = 85
MOST_ATTACK = 15
MOST_NEGATED = 40
DEFAULT_BANK = "ai-embedding-systems-engineer"
ATTACKS = ("dont_know", "parrot", "partner", "bag", "filler")
INLINE = ("dont_know", "parrot", "bag", "filler")
"""Answers that must earn nothing by a rubric that is drafted from the hint alone."""


class Row(NamedTuple):
    """The scores of one question, 0 to 100. ``worst``: the highest of all other model answers."""

    question: str
    section: str
    model: float
    dont_know: float
    parrot: float
    partner: float
    bag: float
    filler: float
    negated: float
    worst: float
    worst_of: str
    low_share: float

    def misses(self) -> list[str]:
        """The columns that are not as wanted."""
        missed = ["model"] if self.model < LEAST_MODEL else []
        missed += [name for name in ATTACKS if getattr(self, name) > MOST_ATTACK]
        return missed


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of this benchmark."""
    parser.add_argument("--section", help="only this section, by its id or file name")
    parser.add_argument("--bank", default=DEFAULT_BANK, help="id, folder or file of a bank")
    parser.add_argument("--json", action="store_true", help="print rows as JSON")
    parser.add_argument(
        "--detail", action="store_true", help="the notes on each question that misses"
    )


def run(options: argparse.Namespace) -> int:
    """Mark, and print a table; 0 also where scores are not as wanted."""
    sections = list(_sections(options.bank, options.section))
    if not sections:
        print("No section to mark.")
        return 1
    began = time.perf_counter()
    rows = [row for section in sections for row in _rows(section, sections)]
    took = time.perf_counter() - began
    if options.json:
        print(json.dumps([row._asdict() for row in rows], indent=1))
        return 0
    _print(rows, took)
    _print_inline([question for one in sections for question in one.questions])
    times = [_milliseconds(question) for one in sections for question in one.questions]
    print(
        f"  one model answer: median {statistics.median(times):.1f} ms, worst {max(times):.1f} ms"
    )
    if options.detail:
        _detail(rows, sections)
    return 0


def _sections(bank: str, only: str | None) -> Iterator[Section]:
    """The sections that load; what is missing or broken is named on screen."""
    folder = SHIPPED / bank if (SHIPPED / bank).is_dir() else Path(bank)
    if not folder.is_dir():
        yield from (one for one in load_bank(bank).sections if only in (None, one.id))
        return
    listed = yaml.safe_load((folder / BANK_FILE).read_text(encoding="utf-8")).get("sections", [])
    for entry in listed:
        if not isinstance(entry, str):
            continue
        path = folder / entry
        stem = path.stem.partition("-")[2]
        if not path.is_file():
            if only in (None, stem, path.stem):
                print(f"missing: {entry}")
            continue
        try:
            raw = yaml.safe_load(path.read_text(encoding="utf-8"))
            if only is not None and only not in (str(raw.get("id")), stem, path.stem):
                continue
            yield Section.model_validate(raw)
        except (ValidationError, BankError, yaml.YAMLError, AttributeError) as error:
            print(f"broken: {entry}: {error}")


def _rows(section: Section, sections: list[Section]) -> Iterator[Row]:
    others = [question for one in sections for question in one.questions]
    for index, question in enumerate(section.questions):
        partner = section.questions[(index + 1) % len(section.questions)]
        foreign = [
            (score(question, other.model_answer), other.id)
            for other in others
            if other.id != question.id
        ] or [(0.0, "-")]
        yield Row(
            question=question.id,
            section=section.id,
            model=score(question, question.model_answer),
            dont_know=score(question, DONT_KNOW),
            parrot=score(question, question.ask),
            partner=0.0 if partner is question else score(question, partner.model_answer),
            bag=max(score(question, bag) for bag in keyword_bags(question.hint)),
            filler=score(question, FILLER),
            negated=score(question, negated(question.model_answer)),
            worst=max(foreign)[0],
            worst_of=max(foreign)[1],
            low_share=statistics.fmean(value <= MOST_ATTACK for value, _ in foreign),
        )


def score(question: Question, answer: str) -> float:
    """The estimate of an answer to a question, 0 to 100."""
    value = Estimator().estimate(GradingTask.of(question, answer)).score
    assert value is not None
    return value


def inline_scores(question: Question) -> dict[str, float]:
    """The scores by a rubric that is drafted from the hint: there are no signals then."""
    rubric = draft_rubric(question.ask, question.hint)
    answers = {
        "model": (question.model_answer,),
        "dont_know": (DONT_KNOW,),
        "parrot": (question.ask,),
        "bag": keyword_bags(question.hint),
        "filler": (FILLER,),
        "negated": (negated(question.model_answer),),
    }
    return {
        name: max(
            Estimator().estimate(GradingTask(ask=question.ask, answer=text, rubric=rubric)).score
            or 0.0
            for text in texts
        )
        for name, texts in answers.items()
    }


def _print_inline(questions: list[Question]) -> None:
    print("\nthe same hints as inline hints, without criteria:")
    rows = [inline_scores(question) for question in questions]
    for name in rows[0]:
        values = [row[name] for row in rows]
        over = sum(value > MOST_ATTACK for value in values) if name in INLINE else 0
        print(
            f"  {name:<10} mean {statistics.fmean(values):5.1f}   least {min(values):5.1f}   "
            f"most {max(values):5.1f}" + (f"   {over} above {MOST_ATTACK} !" if over else "")
        )


def _milliseconds(question: Question) -> float:
    """How long the estimate of the model answer takes, the rubric being compiled."""
    task = GradingTask.of(question, question.model_answer)
    began = time.perf_counter()
    Estimator().estimate(task)
    return 1000 * (time.perf_counter() - began)


def _print(rows: list[Row], took: float) -> None:
    head = ("model", "idk", "parrot", "partner", "bag", "filler", "negated", "worst")
    print(f"{'question':<44}" + "".join(f"{name:>9}" for name in head) + "  worst of all others")
    section = ""
    for row in rows:
        if row.section != section:
            section = row.section
            print(f"-- {section}")
        missed = row.misses()
        cells = "".join(
            f"{getattr(row, name):>8.1f}{'!' if name in missed else ' '}"
            for name in ("model", *ATTACKS)
        )
        print(
            f"{row.question[:43]:<44}{cells}{row.negated:>8.1f} {row.worst:>8.1f}   {row.worst_of}"
        )
    good = sum(not row.misses() for row in rows)
    print(
        f"\n{len(rows)} questions, {good} as wanted (model >= {LEAST_MODEL}, attacks <= "
        f"{MOST_ATTACK}); {took:.1f} s"
    )
    for name in ("model", *ATTACKS, "negated"):
        values = [getattr(row, name) for row in rows]
        print(
            f"  {name:<10} mean {statistics.fmean(values):5.1f}   least {min(values):5.1f}   "
            f"most {max(values):5.1f}"
        )
    share = statistics.fmean(row.low_share for row in rows)
    mean = statistics.fmean(row.negated for row in rows)
    print(
        f"  negated wanted <= {MOST_NEGATED} on average: {'yes' if mean <= MOST_NEGATED else 'no'}"
    )
    print(f"  model answers of other questions that score <= {MOST_ATTACK}: {share:.1%}")


def _detail(rows: list[Row], sections: list[Section]) -> None:
    questions = {question.id: question for one in sections for question in one.questions}
    for row in rows:
        question = questions[row.question]
        answers: dict[str, Any] = {}
        for column in row.misses():
            answers[column] = {
                "model": question.model_answer,
                "dont_know": DONT_KNOW,
                "parrot": question.ask,
                "partner": _partner(question, sections).model_answer,
                "bag": max(keyword_bags(question.hint), key=lambda bag: score(question, bag)),
                "filler": FILLER,
            }[column]
        if row.negated > MOST_NEGATED:
            answers["negated"] = negated(question.model_answer)
        for column, answer in answers.items():
            print(f"\n{row.question}: {column}")
            for mark in Estimator().estimate(GradingTask.of(question, answer)).marks:
                quote = mark.evidence[0].quote if mark.evidence else ""
                print(f"  {mark.verdict.value:<12} {mark.id}: {mark.note}")
                if quote:
                    print(f"{'':15}“{quote}”")


def _partner(question: Question, sections: list[Section]) -> Question:
    section = next(one for one in sections if question in one.questions)
    index = section.questions.index(question)
    return section.questions[(index + 1) % len(section.questions)]
