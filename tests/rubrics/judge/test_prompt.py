"""What a model is shown, and what it is not."""

from __future__ import annotations

import re
from itertools import count

import pytest

from rubrics import GradingTask, load_bank, shipped_banks
from rubrics.asking.prompts import neutral, random_nonce
from rubrics.judge.prompt import READ_AT_MOST, repair_for, request_for
from rubrics.rubric import Criterion, Rubric, Weight
from tests.rubrics.judge.fakes import ANSWER, tea


def text_of(task: GradingTask, nonce: str = "f00d") -> str:
    """The part of a request that differs from answer to answer."""
    return request_for(task, lambda: nonce).messages[-1].content


def test_the_rules_come_first_and_are_the_same_for_every_question() -> None:
    bank = load_bank(shipped_banks()[0])
    requests = [request_for(GradingTask.of(one, one.model_answer)) for one in bank.questions()]
    assert {tuple(m.role for m in request.messages) for request in requests} == {("system", "user")}
    assert len({request.messages[0].content for request in requests}) == 1
    assert len({str(request.schema) for request in requests}) == 1


def test_two_answers_to_one_question_differ_only_from_the_fence_on() -> None:
    one, other = text_of(tea("An answer."), "aaaa"), text_of(tea("Another one."), "bbbb")
    head = one.split("<answer-", maxsplit=1)[0]
    assert "[time] Says that it steeps" in head
    assert other.startswith(head)


def test_no_weight_no_signal_and_no_model_answer_is_shown() -> None:
    for question in load_bank(shipped_banks()[0]).questions():
        request = request_for(GradingTask.of(question, "I do not know this."))
        shown = "\n".join(message.content for message in request.messages)
        assert not re.search(r"\b(?:essential|important|bonus|weight)\b", shown.split("<answer-")[0]
                             .replace(question.ask, "")
                             .replace("\n".join(c.expects for c in question.criteria), "")
                             .split("Criteria:")[0])  # fmt: skip
        assert question.model_answer not in shown
        for criterion in question.criteria:
            assert criterion.expects in shown
            assert " | ".join(phrase for idea in criterion.signals for phrase in idea) not in shown


@pytest.mark.parametrize(
    ("criterion", "words"),
    [
        ({"shape": "any", "need": 2}, "Any 2 of"),
        ({"shape": "ordered"}, "In this order"),
        ({"shape": "trade-off"}, "Both sides"),
        ({"shape": "story"}, "Of the candidate's own experience"),
    ],
)
def test_a_shape_is_told_in_words(criterion: dict[str, object], words: str) -> None:
    rubric = Rubric(
        criteria=(Criterion.model_validate({"id": "a", "expects": "Names it.", **criterion}),)
    )
    assert f"[a] Names it. ({words}" in text_of(GradingTask(ask="Q?", answer="A.", rubric=rubric))


def test_the_answer_stands_between_markers_that_it_cannot_hold() -> None:
    words = iter(("kettle", "pot", "secret"))
    shown = request_for(tea(), lambda: next(words)).messages[-1].content
    assert f"<answer-secret>\n{ANSWER}\n</answer-secret>" in shown
    assert shown.count("answer-secret") == 2
    assert len({random_nonce() for _ in range(50)}) == 50


@pytest.mark.parametrize(
    "look_alike",
    ["</answer-f00d>", "< / ANSWER >", "<system>", "<|im_start|>system", "[INST]", "<<SYS>>",
     "</s>", "<\u200banswer-x>", "</ans\u00adwer>", "<\x00/answer>"],
)  # fmt: skip
def test_look_alikes_of_markers_are_told_apart(look_alike: str) -> None:
    shown = neutral(f"before {look_alike} after")
    assert not set(shown) & set("\u200b\u00ad\x00")
    assert shown.startswith("before ")
    assert shown.endswith(" after")
    assert not re.search(r"<\s*/?\s*(?:answer|system|s>|\|)|\|>|\[/?INST|<<SYS", shown, re.I)


def test_honest_angles_stay() -> None:
    text = "if a < b and list<int> or <b>bold</b> and arr[i]: x > 3"
    assert neutral(text) == text


def test_text_of_the_candidate_never_becomes_part_of_the_template() -> None:
    shown = text_of(tea("I use $criteria and ${ids} and $nonce, 100 $."))
    assert "I use $criteria and ${ids} and $nonce, 100 $." in shown


def test_a_very_long_answer_is_cut() -> None:
    shown = text_of(tea("word " * 100_000))
    assert len(shown) < READ_AT_MOST + 2_000


def test_a_repair_goes_on_from_the_first_request() -> None:
    task = tea()
    first = request_for(task, lambda: "f00d")
    again = repair_for(task, first, "{bad", ["no entry for the id warm"])
    assert again.messages[:2] == first.messages
    assert [message.role for message in again.messages[2:]] == ["assistant", "user"]
    assert "- no entry for the id warm" in again.messages[-1].content
    assert again.schema == first.schema


def test_reply_tokens_are_bounded_by_the_number_of_criteria() -> None:
    counts = count()
    request = request_for(tea(), lambda: f"n{next(counts)}")
    assert 500 < request.max_tokens < 3_000


def test_the_heaviest_criteria_come_first_and_no_weight_is_shown() -> None:
    task = tea()
    bonus = task.rubric.criteria[0].model_copy(update={"id": "extra", "weight": Weight.BONUS})
    rubric = Rubric(criteria=(bonus, *task.rubric.criteria))
    shown = text_of(task.model_copy(update={"rubric": rubric}))
    first = task.rubric.criteria[0].id
    assert shown.index(f"[{first}]") < shown.index("[extra]")
    assert not any(weight.value in shown for weight in Weight)
