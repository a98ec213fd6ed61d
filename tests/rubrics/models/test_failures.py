"""The reading of what goes wrong, apart from any client; the wire tests hold the rest."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubrics.models.failures import (
    LONGEST_DETAIL,
    Failed,
    Fault,
    fault_of,
    fault_of_status,
    line,
    retry_after,
)
from rubrics.models.model import Reason
from tests.rubrics.models.means import START

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["error", "message", "detail", "metadata", "x"]), inner)
    ),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("status", "body", "reason", "detail"),
    [
        (400, [{"error": {"code": 400, "message": "API key not valid."}}], "key refused", "API"),
        (
            400,
            {"error": {"message": "E", "type": "exceed_context_size_error"}},
            "context too long",
            "",
        ),
        (400, {"error": {"message": "maximum context length is 8"}}, "context too long", "max"),
        (400, {"error": {"message": "exceeds the available context size"}}, "context too long", ""),
        (400, {"error": {"code": "content_filter", "message": ""}}, "filtered", "content_filter"),
        (403, {"error": {"message": "billing_not_active"}}, "quota used up", "billing"),
        (404, {"error": "model 'x' not found"}, "no such model", "model 'x' not found"),
        (404, {"error": {"message": "No endpoint has response_format"}}, "bad request", "No"),
        (422, {"detail": [{"msg": "Field required", "loc": ["body"]}]}, "bad request", "Field"),
        (422, {"detail": "wrong"}, "bad request", "wrong"),
        (500, "plain words", "server error", "plain words"),
        (500, "<html><body>x</body></html>", "server error", "HTTP 500"),
        (502, None, "server error", "HTTP 502"),
        (302, "", "server error", "HTTP 302"),
        (429, {"error": {"metadata": {"raw": "insufficient_quota"}}}, "quota used up", "insuff"),
    ],
)
def test_what_servers_say(status: int, body: object, reason: Reason, detail: str) -> None:
    fault = fault_of_status(status, {}, body, START)
    assert (fault.reason, fault.detail.startswith(detail)) == (reason, True)


@given(st.integers(300, 599), JSON)
def test_any_body_gives_a_fault_with_one_safe_line(status: int, body: object) -> None:
    fault = fault_of_status(status, {}, body, START)
    assert fault.detail
    assert len(fault.detail) <= LONGEST_DETAIL
    assert fault.detail.isprintable() or not fault.detail.isascii()
    assert "\n" not in fault.detail


def test_what_a_server_sends_back_of_the_request_is_not_read() -> None:
    body = {"detail": [{"msg": "bad", "loc": ["body"], "input": "json_schema of my answer"}]}
    assert "json_schema" not in fault_of_status(422, {}, body, START).said


class Response:
    """What an HTTP library holds of an answer."""

    def __init__(self, status: int, headers: dict[str, str], text: str) -> None:
        self.status_code = status
        self.headers = headers
        self.text = text


class WireError(Exception):
    """What an HTTP library raises."""

    def __init__(self, response: Response) -> None:
        super().__init__("status")
        self.response = response


class Guess(Exception):
    """What a library on top makes of it: an answer of its own."""

    status_code = 400
    response = Response(400, {"made": "up"}, "")


def test_what_came_over_the_wire_counts_before_what_a_library_makes_of_it() -> None:
    wire = WireError(Response(503, {"retry-after": "3"}, '{"error": {"message": "busy"}}'))
    guess = Guess("context too long")
    guess.__cause__ = wire
    fault = fault_of(guess, START)
    assert (fault.reason, fault.again, fault.after) == ("server error", "transient", 3.0)
    assert fault.detail == "busy"


@pytest.mark.parametrize(
    ("error", "reason", "again"),
    [
        (TimeoutError(), "timeout", "transient"),
        (ConnectionRefusedError(), "cannot connect", "transient"),
        (ConnectionResetError(), "server error", "transient"),
        (OSError("no route"), "cannot connect", "transient"),
        (Guess("no"), "bad request", "no"),
        (AttributeError("x has no y"), "internal error", "no"),
        (Failed(Fault("refused")), "refused", "no"),
    ],
)
def test_exceptions_without_an_answer(error: Exception, reason: Reason, again: str) -> None:
    fault = fault_of(error, START)
    assert (fault.reason, fault.again) == (reason, again)


def test_a_chain_that_bites_its_tail_ends() -> None:
    one, two = ValueError("one"), ValueError("two")
    one.__cause__, two.__cause__ = two, one
    assert fault_of(one, START).reason == "internal error"


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        ("2.5", 2.5),
        (" 7 ", 7.0),
        (format_datetime(START + timedelta(seconds=30), usegmt=True), 30.0),
        ("Fri, 02 Jan 2026 03:04:15", 10.0),
        ("", None),
        ("-1", None),
        ("1e9", None),
        ("nan", None),
        ("9" * 400, None),
        ("Fri, 99 Jan 2026", None),
    ],
)
def test_retry_after(value: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": value}, START) == seconds


@given(st.text(max_size=40))
def test_any_retry_after_is_read_or_left(value: str) -> None:
    seconds = retry_after({"retry-after": value}, START)
    assert seconds is None or 0 <= seconds < float("inf")


def test_keys_never_stand_in_a_line() -> None:
    said = line("no gsk_abcdefgh12, sk-proj-123456, AIzaSyA12345678901; Bearer abc; mine", "mine")
    assert said == "no ***, ***, ***; *** ***"
