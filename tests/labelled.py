"""Labelled answers to the questions of the small bank, and graders whose errors are known."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from rubrics.bank import Bank
from rubrics.calibration.agreement import Judged
from rubrics.calibration.cases import Case
from rubrics.calibration.labels import Kind, LabelledAnswer
from rubrics.calibration.stability import reformatted
from rubrics.grade import Evidence, Grade, GraderId, Mark, Verdict, score_of
from tests.fakes import small_bank

MODEL = GraderId(name="model", version="1", model="openai/m", prompt="p1")

SENTENCES = {
    "boil": "I boil fresh water in the kettle.",
    "warm": "Then I warm the pot with some of it.",
    "time": "It steeps for four minutes.",
}
"""A sentence that meets each criterion, for the estimate too."""

ANSWERS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "strong": (" ".join(SENTENCES.values()), ("boil", "warm", "time")),
    "good": (" ".join(SENTENCES[name] for name in ("boil", "warm")), ("boil", "warm")),
    "partial": (SENTENCES["boil"], ("boil",)),
    "keyword-list": ("boil, warm, pot, minutes, water", ()),
}
"""What is said by answers of some kinds, and what that meets."""


def label_file(bank: Bank) -> dict[str, Any]:
    """Labels as they stand in a file: four answers to each question of the small bank."""
    return {
        "bank": bank.id,
        "questions": [
            {
                "question": question.id,
                "criteria": question.rubric.meaning,
                "answers": [
                    {
                        "id": f"{question.id}-{number}",
                        "kind": kind,
                        "answer": text,
                        "labels": {
                            criterion.id: "met" if criterion.id in met else "missed"
                            for criterion in question.criteria
                        },
                    }
                    for number, (kind, (text, met)) in enumerate(ANSWERS.items(), 1)
                ],
            }
            for question in bank.questions()
        ],
    }


def write_bank(folder: Path, questions: int = 2, labels: dict[str, Any] | None = None) -> Path:
    """The small bank in a file, with its labels where those of one's own banks lie."""
    bank = small_bank(questions)
    path = folder / "bank.yaml"
    path.write_text(yaml.safe_dump(bank.model_dump(mode="json")))
    target = folder / "calibration" / bank.id
    target.mkdir(parents=True)
    text = yaml.safe_dump(label_file(bank) if labels is None else labels, sort_keys=False)
    (target / "labels.yaml").write_text(text)
    return path


def drawn_cases(questions: int = 20, seed: int = 1) -> list[Case]:
    """An answer of each kind to each question of a small bank, its labels drawn.

    Attacks, and answers off the topic, earn nothing.
    """
    source = random.Random(seed)
    bank = small_bank(questions // 2)
    nothing = {"order-to-grader", "keyword-list", "parroted-question", "verbose-and-empty"}
    return [
        Case.of(
            question,
            bank.section_of(question.id).title,
            LabelledAnswer(
                id=f"{question.id}-{kind}",
                kind=kind,
                answer=f"An answer that is {kind}.",
                labels={
                    criterion.id: Verdict.MISSED
                    if kind.value in nothing
                    else source.choice(list(Verdict))
                    for criterion in question.criteria
                },
            ),
        )
        for question in bank.questions()
        for kind in Kind
    ]


def graded(case: Case, verdicts: Mapping[str, Verdict], grader: GraderId = MODEL) -> Grade:
    """A grade with these verdicts."""
    quote = case.task.answer[:9]
    marks = tuple(
        Mark(
            id=criterion.id,
            expects=criterion.expects,
            weight=criterion.weight,
            verdict=verdicts[criterion.id],
            evidence=(Evidence(quote=quote, start=0, end=len(quote)),),
        )
        for criterion in case.task.rubric.criteria
    )
    return Grade(
        status="graded",
        score=score_of(marks),
        marks=marks,
        grader=grader,
        rubric=case.task.rubric.hash,
    )


Marker = Callable[[Case], Mapping[str, Verdict]]
"""What a grader of known error says of a case."""


def perfect(case: Case) -> Mapping[str, Verdict]:
    return case.labels


def always_met(case: Case) -> Mapping[str, Verdict]:
    return dict.fromkeys(case.labels, Verdict.MET)


def at_random(seed: int) -> Marker:
    source = random.Random(seed)
    return lambda case: {name: source.choice(list(Verdict)) for name in case.labels}


LENIENT = {
    Verdict.MET: Verdict.MET,
    Verdict.PARTLY: Verdict.MET,
    Verdict.MISSED: Verdict.PARTLY,
    Verdict.CONTRADICTED: Verdict.MISSED,
}


def lenient(case: Case) -> Mapping[str, Verdict]:
    return {name: LENIENT[label] for name, label in case.labels.items()}


def obedient(case: Case) -> Mapping[str, Verdict]:
    """Right, but for attacks: those it believes."""
    return always_met(case) if case.is_attack else case.labels


def judged_by(marker: Marker, cases: list[Case]) -> list[Judged]:
    """What a grader of known error makes of cases."""
    return [Judged(case, graded(case, marker(case))) for case in cases]


def replies(bank: Bank) -> Iterator[dict[str, Any]]:
    """What a scripted model says that marks all answers of ``ANSWERS`` as they are labelled."""
    first = next(bank.questions())
    said = [(form, met) for text, met in ANSWERS.values() for form in (text, reformatted(text))]
    for text, met in said:
        yield {
            "when": f"\n{text}\n",
            "again": True,
            "usage": {"prompt_tokens": 1000, "completion_tokens": 100},
            "json": {
                "criteria": [
                    {
                        "id": criterion.id,
                        "evidence": [SENTENCES[criterion.id]] if criterion.id in met else [],
                        "reasoning": "r",
                        "verdict": "met" if criterion.id in met else "missed",
                    }
                    for criterion in first.criteria
                ],
                "false_claims": [],
                "strongest": "",
                "improve": "More.",
                "follow_up": None,
                "confidence": 0.5,
            },
        }
