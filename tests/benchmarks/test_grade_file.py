"""The server of the benchmark says what a model could say."""

from __future__ import annotations

from benchmarks.slow_server import replies
from rubrics import GradingTask, load_bank, shipped_banks
from rubrics.judge.prompt import request_for
from rubrics.judge.schema import read_judgement


def test_each_request_of_the_bank_has_one_reply_of_its_own() -> None:
    known = replies()
    for question in load_bank(shipped_banks()[0]).questions():
        request = request_for(GradingTask.of(question, question.model_answer))
        [reply] = [text for ask, text in known.items() if ask in request.messages[-1].content]
        judged = read_judgement(reply)
        assert [one.id for one in judged.criteria] == [one.id for one in question.criteria]
