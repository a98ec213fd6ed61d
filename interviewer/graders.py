"""Who marks: what was named, else what the environment offers, else the offline estimate."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING

from interviewer.config.preferences import FILE
from interviewer.config.settings import ESTIMATE, Settings
from rubrics.errors import InterviewerError
from rubrics.estimate import Estimator
from rubrics.grader import Grader

# The estimate needs nothing of what reaches models.
if TYPE_CHECKING:
    from rubrics.judge import Budget, GradeCache
    from rubrics.models.model import Parameters
    from rubrics.models.servers import AskModels

NOTHING_FOUND = "no model is named or found"
"""Why the estimate marks, where nothing else could."""

ABILITIES_FILE = "abilities.json"
CACHE_FILE = "grades.db"


@dataclass(frozen=True)
class Choice:
    """Who marks, and why; made before anything is sent, and shown.

    Attributes:
        name: ``estimate``, or ``provider/model``.
        base_url: of the model's server; None where LiteLLM knows it, or where there is none.
        why: what named or offered it, in a few words.
    """

    name: str = ESTIMATE
    base_url: str | None = None
    why: str = ""

    @property
    def offline(self) -> bool:
        """Whether it is the estimate, which reaches no model."""
        return self.name == ESTIMATE

    @property
    def named_now(self) -> bool:
        """Whether an option of the command line named it, so that it holds for this run."""
        return self.why.startswith("--")


def choose(
    settings: Settings,
    named: str | None = None,
    *,
    by: str = "--grader",
    ask: AskModels | None = None,
) -> Choice:
    """Who marks; no answer is sent, though servers may be asked which models they have.

    The first that says something wins: the name, the settings' model, the one model of the server
    at their base URL, a provider's key, an Ollama or LM Studio on this machine, the estimate. With
    a name, be it ``estimate``, no server is asked.

    Args:
        settings: the settings in force.
        named: the name that was given just now.
        by: what gave it.
        ask: asks a server which models it has.

    Raises:
        InterviewerError: a name means nothing, or it cannot be told which model of a server is
            meant, or the settings leave open where answers go.
    """
    name, why = named, by
    if name is None:
        name, why = settings.model, settings.sources.get("model", "")
    if name is not None and name.strip().lower() == ESTIMATE:
        return Choice(why=why)
    fault = settings.grading_fault
    if fault is not None and not (named is not None and fault.about == "model"):
        raise fault
    if name is not None:
        return _named(name, why, settings)
    from rubrics.models.offers import offered_by_key, offered_here, only_model_at
    from rubrics.models.servers import models_at

    ask = ask or models_at
    if settings.base_url is not None:
        offer = only_model_at(settings.base_url, settings.environ, ask)
        return Choice(offer.name, offer.base_url, settings.sources.get("base_url", ""))
    found = offered_by_key(settings.environ) or offered_here(settings.environ, ask)
    return Choice(*found) if found else Choice(why=NOTHING_FOUND)


def choose_or_wait(settings: Settings) -> tuple[Choice, InterviewerError | None]:
    """Who marks; where ``settings.toml`` leaves that open, the estimate, and what to do.

    Raises:
        InterviewerError: it cannot be told, for a reason that the program cannot change.
    """
    try:
        return choose(settings), None
    except InterviewerError as error:
        sources = settings.sources.get("model"), settings.sources.get("base_url")
        if settings.grading_fault is None and FILE not in sources:
            raise
        until = "Until that is mended, in Settings, the offline estimate marks."
        problem = InterviewerError(error.message, f"{error.advice} {until}".strip())
        return Choice(why=f"{FILE} needs a look"), problem


def _named(name: str, why: str, settings: Settings) -> Choice:
    name = name.strip()
    from rubrics.models.offers import default_names, usual_url
    from rubrics.models.providers import known_place

    provider = name.partition("/")[0].lower() if "/" in name else ""
    base_url = settings.base_url or usual_url(provider, settings.environ)
    at = known_place(name, base_url, [ESTIMATE, *default_names()])
    return Choice(name, at.base_url, why)


def open_grader(
    choice: Choice, settings: Settings, *, use_cache: bool = True, budget: Budget | None = None
) -> Grader:
    """The grader that was chosen; nothing is sent and no client is loaded yet.

    Args:
        choice: who marks.
        settings: keys, budget, and the home where grades of models are kept.
        use_cache: whether a grade that was paid for once is used again.
        budget: one that is shared with other graders; else one of its own, as the settings say.

    Raises:
        InterviewerError: the name means nothing, or a script cannot be read.
    """
    if choice.offline:
        return Estimator()
    from rubrics.judge import ModelGrader
    from rubrics.models.abilities import Abilities
    from rubrics.models.opening import open_model

    with suppress(OSError):  # what is kept there only saves requests
        settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    model = open_model(
        choice.name,
        base_url=choice.base_url,
        environ=settings.environ,
        abilities=Abilities(settings.home / ABILITIES_FILE),
    )
    return ModelGrader(
        model,
        cache=open_cache(settings) if use_cache else None,
        budget=budget or budget_of(settings),
    )


def budget_of(settings: Settings) -> Budget | None:
    """What stops new requests once the dollars of the settings are spent; None without a limit."""
    from rubrics.judge import Budget

    return None if settings.budget is None else Budget(settings.budget)


def once_more(grader: Grader, number: int) -> Grader:
    """The same grader, to be asked what it was asked before; it is let go with the first one.

    Args:
        grader: who.
        number: the how many-th time it is, from 2. What a model said another time is not used.
    """
    from rubrics.judge import AgainCache, ModelGrader

    if not isinstance(grader, ModelGrader) or grader.cache is None:
        return grader
    cache = AgainCache(grader.cache.path, number)
    return ModelGrader(grader.model, cache=cache, budget=grader.budget)


def open_cache(settings: Settings) -> GradeCache:
    """Where grades of models are kept that were paid for; made at its first use."""
    from rubrics.judge import GradeCache

    return GradeCache(settings.home / CACHE_FILE)


def model_of(grader: Grader) -> Parameters | None:
    """The model that a grader asks; None where it asks none."""
    if isinstance(grader, Estimator):
        return None
    from rubrics.judge import ModelGrader

    return grader.parameters if isinstance(grader, ModelGrader) else None


def made_by(grader: Grader) -> str:
    """All that tells what this grader makes from what another one makes, as JSON."""
    model = model_of(grader)
    asked = [model.name, model.base_url, dict(model.options)] if model else None
    return json.dumps([version("interviewer"), grader.id.model_dump(), asked], sort_keys=True)
