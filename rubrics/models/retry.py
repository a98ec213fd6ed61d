"""The one place that decides whether, when and how often a model is asked again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception

from rubrics.grader import Waiting
from rubrics.models.failures import Failed, Fault
from rubrics.models.model import OnWait, Reason
from rubrics.models.tries import Means, Tries

FIRST_WAIT = 1.0
"""Most seconds before the second try; doubled for each later one."""

LONGEST_WAIT = 20.0

T = TypeVar("T")


async def persist(
    attempt: Callable[[], Awaitable[T]],
    tries: Tries,
    means: Means,
    deadline: float,
    on_wait: OnWait | None = None,
) -> T:
    """Call until it succeeds, cannot succeed, or the tries or the time are used up.

    Waits have full jitter, or are what the server asks for and up to a second more. A wait that
    would pass the deadline is not begun. Cancelling ends a wait at once.

    Args:
        attempt: one try; raises ``Failed``.
        tries: the most tries.
        means: sleep, clock and chance.
        deadline: on the steady clock.
        on_wait: told of each wait before it begins.

    Raises:
        Failed: the last try's.
    """
    had: list[Reason] = []

    def again(error: BaseException) -> bool:
        if not isinstance(error, Failed):
            return False
        fault = error.fault
        had.append(fault.reason)
        if fault.again == "once":
            return had.count(fault.reason) == 1
        return fault.again != "no"

    def wait(state: RetryCallState) -> float:
        asked = _fault(state).after
        if asked is not None:
            return asked + means.chance() * min(1.0, asked)
        most = FIRST_WAIT * 2.0 ** (state.attempt_number - 1)
        return means.chance() * min(LONGEST_WAIT, most)

    def stop(state: RetryCallState) -> bool:
        late = means.steady() + state.upcoming_sleep >= deadline
        return late or state.attempt_number >= tries.attempts

    def tell(state: RetryCallState) -> None:
        if on_wait is not None:
            number = state.attempt_number + 1
            on_wait(Waiting(_fault(state).reason, state.upcoming_sleep, number, tries.attempts))

    retrying = AsyncRetrying(
        sleep=means.sleep,
        stop=stop,
        wait=wait,
        retry=retry_if_exception(again),
        before_sleep=tell,
        reraise=True,
    )
    return await retrying(attempt)


def _fault(state: RetryCallState) -> Fault:
    error = state.outcome.exception() if state.outcome is not None else None
    if not isinstance(error, Failed):
        raise TypeError(f"a try ended with {error!r}")
    return error.fault
