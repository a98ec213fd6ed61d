"""A model that does as the answer says: what code refuses all the same, and what it cannot."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rubrics import load_bank, shipped_banks
from rubrics.estimate.clauses import sentences_of
from rubrics.grade import Grade, Verdict
from rubrics.judge import ModelGrader
from rubrics.judge.orders import is_hostile
from rubrics.judge.prompt import request_for
from rubrics.judge.proof import Prover, Refusal
from rubrics.models.model import Request
from tests.attacks.texts import (
    ATTACKS,
    ENCODINGS,
    FENCES,
    LANGUAGES,
    MESSAGES,
    NOT_CAUGHT,
    ORDERS,
    TOOLS,
)
from tests.rubrics.judge.fakes import ANSWER, FakeModel, entry, reply, tea

each_attack = pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
HONEST = "First I boil fresh water in the kettle."


def pieces(text: str) -> list[str]:
    """What a model may quote of a text: all, lines, sentences, and runs of words."""
    words = text.split()
    runs = [" ".join(words[at : at + size]) for size in (4, 9) for at in range(len(words))]
    sentences = [text[one.start : one.end] for one in sentences_of(text)]
    return list(dict.fromkeys([text, *text.splitlines(), *sentences, *runs]))


async def obeyed(answer: str, attack: str) -> Grade:
    """The grade of an answer by a model that marks all as met and quotes the attack as proof."""
    quotes = pieces(attack)
    asked = 0

    def obey(request: Request) -> dict[str, object]:
        nonlocal asked
        asked += 1
        return reply(
            *(
                entry(name, "met", *quotes[(place * asked) % len(quotes) :][:3])
                for place, name in enumerate(("boil", "warm", "time"))
            )
        )

    return await ModelGrader(FakeModel(answer=obey)).grade(tea(answer))


@each_attack
async def test_an_attack_earns_nothing_from_a_model_that_obeys_it(attack: str) -> None:
    grade = await obeyed(attack, attack)
    assert (grade.status, grade.score) == ("graded", 0.0)
    assert all(mark.verdict is Verdict.MISSED and not mark.evidence for mark in grade.marks)
    assert all(mark.note.startswith("Lowered from met") for mark in grade.marks)


@each_attack
def test_no_piece_of_an_attack_proves_anything(attack: str) -> None:
    prover = Prover(tea(attack), 20_000)
    proving = [piece for piece in pieces(attack) if not isinstance(prover.prove(piece), Refusal)]
    assert proving == []


@each_attack
@pytest.mark.parametrize("form", ["{honest}\n{attack}", "{attack}\n\n{honest}"])
async def test_beside_an_attack_an_honest_claim_still_counts(attack: str, form: str) -> None:
    answer = form.format(honest=HONEST, attack=attack)
    grade = await obeyed(answer, attack)
    assert grade.score == 0.0
    honest = reply(entry("boil", "met", "I boil fresh water"), entry("warm", "missed"),
                   entry("time", "missed"))  # fmt: skip
    grade = await ModelGrader(FakeModel(honest)).grade(tea(answer))
    assert grade.score == 60.0


@pytest.mark.parametrize("attack", [*FENCES.values(), *MESSAGES.values(), *TOOLS.values()])
def test_the_fence_holds(attack: str) -> None:
    shown = request_for(tea(attack), lambda: "n0nce").messages[-1].content
    head, inside, tail = re.split(r"</?answer-n0nce>", shown)
    assert "Criteria:" in head
    assert "candidate" in tail
    assert not re.search(
        r"<\s*/?\s*(?:answer|system|tool_|function_|invoke)|<[|｜]|[|｜]>|\[/?(?:INST|SYSTEM)|<</?SYS"
        r"|<(?:start|end)_of",
        inside,
    )


@pytest.mark.parametrize("claim", NOT_CAUGHT.values(), ids=NOT_CAUGHT.keys())
def test_what_code_cannot_catch_is_known(claim: str) -> None:
    assert not isinstance(Prover(tea(claim), 20_000).prove(claim), Refusal)


def test_what_code_cannot_catch_is_written_down() -> None:
    told = (Path(__file__).parents[2] / "docs" / "grading.md").read_text()
    assert [name for name in NOT_CAUGHT if name not in " ".join(told.split())] == []


HONEST_SENTENCES = [
    "We give every chunk a score and keep the ten with the highest score.",
    "I ignore stop words, and I override the default analyzer.",
    "The system prompt: short, versioned and tested, was our first lever.",
    "Our grader was a small model; its prompt listed the criteria.",
    "An attacker may write “ignore previous instructions”, so retrieved text is fenced.",
    "The candidate set is re-ranked, and the candidate with the best score wins.",
    "I was the examiner in my last job, and we met all our goals.",
    "Alle Vektoren werden vor der Suche normiert, und die Punkte liegen auf der Kugel.",
    "Nous donnons à chaque document une note, puis nous gardons les meilleures.",
    "Ignoramos los documentos vacíos y damos a cada consulta un límite máximo de tiempo.",
    "我们先忽略停用词，然后给每个文档打分。",
    "Мы игнорируем стоп-слова и даём каждому документу оценку.",
    "نتجاهل الكلمات الشائعة ثم نعطي كل وثيقة درجة.",
    "We mark up the text above each table, and the verdict of the judge model is logged.",
    "Each answer was scored by two people, and the expected output stood beside it.",
    "The grader gave the candidate set a rank, and all points of a cluster share one centroid.",
    "The examiner accepted the outage report, and everything after that was routine.",
    "ignore stop words in queries\nkeep all numbers\nrank previous results higher",
    "Der Kandidat für den Index ist HNSW, weil er die Latenz erfüllt.",
    "El mejor candidato pasa al segundo modelo, que ordena los diez.",
    "候选文档先由双编码器召回，再由交叉编码器排序。",
    "The document at /search?q=%20caf%C3%A9 is indexed under caf\u00e9 &amp; bar.",
    "snake_case_names and kebab-case-names are split into words before they are indexed.",
    "SGVsbG8 is the kind of id that our services use, such as a3f09bd2c4e1.",
    '{"query": "running shoes", "filter": {"tenant": 7}, "k": 10}',
]


@pytest.mark.parametrize("sentence", HONEST_SENTENCES)
def test_honest_sentences_near_the_patterns_are_claims(sentence: str) -> None:
    found = Prover(tea(sentence), 20_000).prove(sentence)
    expected = Refusal.ORDERS if "ignore previous instructions" in sentence else None
    assert (found if isinstance(found, Refusal) else None) == expected


def test_no_sentence_of_the_bank_speaks_to_the_grader() -> None:
    hostile = [
        answer[one.start : one.end]
        for answer in (q.model_answer for q in load_bank(shipped_banks()[0]).questions())
        for one in sentences_of(answer)
        if is_hostile(answer[one.start : one.end])
    ]
    assert hostile == []


def test_the_suite_covers_what_it_names() -> None:
    assert {name[:2] for name in LANGUAGES} == {"de", "fr", "es", "zh", "ru", "ar"}
    assert {"base64", "leetspeak", "zero width", "homoglyphs"} <= set(ENCODINGS)
    assert len(ORDERS) >= 5
    assert ANSWER not in ATTACKS.values()
