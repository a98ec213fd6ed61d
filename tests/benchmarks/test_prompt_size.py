"""The token budget of a graded answer."""

from __future__ import annotations

from benchmarks.prompt_size import BUDGET_IN, BUDGET_OUT, medians, size_of, typical_reply
from rubrics import GradingTask, load_bank, shipped_banks
from rubrics.judge.schema import read_judgement


def test_the_median_answer_of_the_bank_keeps_to_the_budget() -> None:
    into, out = medians(load_bank(shipped_banks()[0]))
    assert 0 < into <= BUDGET_IN
    assert 0 < out <= BUDGET_OUT


def test_the_reply_that_is_measured_is_one_that_could_be_read() -> None:
    for question in load_bank(shipped_banks()[0]).questions():
        task = GradingTask.of(question, question.model_answer)
        judgement = read_judgement(typical_reply(task))
        assert [one.id for one in judgement.criteria] == [one.id for one in question.criteria]
        assert all(one.evidence for one in judgement.criteria)
        size = size_of(question)
        assert size.prompt == size.rules + size.task + size.answer + size.schema
