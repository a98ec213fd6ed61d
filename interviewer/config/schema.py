"""Every setting: what it is called, what it may be, and what it does."""

from __future__ import annotations

import math
from dataclasses import dataclass

Value = str | float | bool | None
"""What a setting can hold; None where nothing is set."""

DEFAULT_BANK = "ai-embedding-systems-engineer"


@dataclass(frozen=True)
class Text:
    """Any words on one line."""

    expects: str = "it is a text on one line"

    def read(self, raw: object) -> str:
        """The value that is meant.

        Raises:
            ValueError: there is none.
        """
        if not isinstance(raw, str) or not raw.strip().isprintable():
            raise ValueError
        return raw.strip()


@dataclass(frozen=True)
class OneOf:
    """One of a few words."""

    options: tuple[str, ...]

    @property
    def expects(self) -> str:
        """What it can be."""
        return f"it can be {' or '.join(self.options)}"

    def read(self, raw: object) -> str:
        """The value that is meant.

        Raises:
            ValueError: there is none.
        """
        if not isinstance(raw, str) or raw.strip().lower() not in self.options:
            raise ValueError
        return raw.strip().lower()


@dataclass(frozen=True)
class UpTo:
    """A small whole number, from nothing on."""

    most: int

    @property
    def options(self) -> tuple[str, ...]:
        """The numbers to choose from."""
        return tuple(map(str, range(self.most + 1)))

    @property
    def expects(self) -> str:
        """What it can be."""
        return f"it is a whole number from 0 to {self.most}"

    def read(self, raw: object) -> int:
        """The value that is meant, be it written as a number or as text.

        Raises:
            ValueError: there is none.
        """
        if isinstance(raw, bool) or str(raw).strip() not in self.options:
            raise ValueError
        return int(str(raw))


@dataclass(frozen=True)
class Amount:
    """A number, with a fraction where one is wanted.

    Attributes:
        expects: what it can be, in words.
        most: it is so much at most.
        zero: whether it can be nothing.
    """

    expects: str
    most: float = math.inf
    zero: bool = True

    def read(self, raw: object) -> float:
        """The value that is meant, be it written as a number or as text.

        Raises:
            ValueError: there is none.
        """
        if isinstance(raw, bool) or not isinstance(raw, int | float | str):
            raise ValueError
        number = float(raw)
        if not (math.isfinite(number) and 0 <= number <= self.most and (number or self.zero)):
            raise ValueError
        return number


@dataclass(frozen=True)
class Switch:
    """Yes or no."""

    expects: str = "it is true or false"

    def read(self, raw: object) -> bool:
        """The value that is meant.

        Raises:
            ValueError: there is none.
        """
        if not isinstance(raw, bool):
            raise ValueError
        return raw


@dataclass(frozen=True)
class Setting:
    """One setting.

    Attributes:
        key: in ``settings.toml``; what stands before a dot is its table.
        group: under which it is shown.
        label: what it is called on the screen.
        words: what it does, in a sentence.
        kind: what it may be.
        default: what holds where nothing is set.
        empty: what an empty field means.
        variable: of the environment, which wins over the file; empty where there is none.
    """

    key: str
    group: str
    label: str
    words: str
    kind: Text | OneOf | UpTo | Amount | Switch
    default: Value = None
    empty: str = ""
    variable: str = ""

    @property
    def name(self) -> str:
        """The field of ``Settings`` that holds it."""
        return self.key.rpartition(".")[2]


GRADER = "Who marks"
LOOKS = "Looks"
INTERVIEWS = "Interviews"
GROUPS = (GRADER, LOOKS, INTERVIEWS)

MODEL = Setting(
    "model",
    GRADER,
    "model",
    "provider/model, or estimate to stay offline.",
    Text(),
    empty="what a key or a server here offers",
    variable="INTERVIEWER_MODEL",
)
BASE_URL = Setting(
    "base_url",
    GRADER,
    "base URL",
    "Of a server that speaks OpenAI's API, where the model is not its provider's own.",
    Text(),
    empty="the provider's own",
    variable="INTERVIEWER_BASE_URL",
)
BUDGET = Setting(
    "budget",
    GRADER,
    "cost limit",
    "Dollars that grading may cost in one run; what comes after is ungraded.",
    Amount("it is a number of dollars, like 0.5"),
    empty="no limit",
    variable="INTERVIEWER_BUDGET",
)
THEME = Setting(
    "theme",
    LOOKS,
    "theme",
    "Seen at once. {program.dark_or_light} switches too, until the program ends.",
    OneOf(("dark", "light")),
    default="dark",
    variable="INTERVIEWER_THEME",
)
BANK = Setting(
    "bank",
    INTERVIEWS,
    "bank",
    "The one that is offered first: a name, a folder or a file.",
    Text(),
    default=DEFAULT_BANK,
    empty=DEFAULT_BANK,
    variable="INTERVIEWER_BANK",
)
QUESTION_MINUTES = Setting(
    "interview.question_minutes",
    INTERVIEWS,
    "minutes a question",
    "What a question takes where the set-up of an interview says nothing.",
    Amount("it is minutes, more than 0 and at most 600", most=600, zero=False),
    empty="as the bank says",
)
FOLLOW_UPS = Setting(
    "interview.follow_ups",
    INTERVIEWS,
    "follow-ups",
    "Most to an answer, where the set-up of an interview says nothing.",
    UpTo(2),
    default=1,
)
HIDE_SCORES = Setting(
    "interview.hide_scores",
    INTERVIEWS,
    "hide scores",
    "Until its end, an interview shows points, quotes and advice: no number, no band.",
    Switch(),
    default=False,
)

SCHEMA = (MODEL, BASE_URL, BUDGET, THEME, BANK, QUESTION_MINUTES, FOLLOW_UPS, HIDE_SCORES)
"""All settings, in the order in which they are shown."""

KEYS = "keys"
"""The table of keys in ``settings.toml``: id of a command = its keys, with commas between them."""

SECRETS = ("_KEY", "_TOKEN", "_SECRET")
"""How the names of variables end that hold what nobody else may see."""
