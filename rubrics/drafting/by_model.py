"""The drafter that asks a model: one request for a hint, two at most."""

from __future__ import annotations

from dataclasses import asdict

from rubrics.asking.budget import Budget
from rubrics.asking.cache import ReplyCache, key_of
from rubrics.asking.calls import Calls
from rubrics.asking.mending import read_or_mended
from rubrics.asking.prompts import Nonce, random_nonce
from rubrics.drafting.checks import read_draft
from rubrics.drafting.draft import refuse_empty
from rubrics.drafting.drafter import Draft, Sketch
from rubrics.drafting.reply import reply_schema
from rubrics.drafting.request import PROMPT, request_for
from rubrics.grade import GraderId
from rubrics.grader import OnProgress
from rubrics.models.model import Model, Parameters

VERSION = "1"
"""Of the code between reply and draft: raised when the same reply would give another draft."""


class DraftCache(ReplyCache[Draft]):
    """Keeps drafts of models; see ``ReplyCache``. What failed never becomes one."""

    table = "drafts"
    form = Draft


class ModelDrafter:
    """Drafts questions by a language model, and takes no reply that breaks a rule."""

    def __init__(
        self,
        model: Model,
        *,
        cache: DraftCache | None = None,
        budget: Budget | None = None,
        nonce: Nonce = random_nonce,
    ) -> None:
        """Put a drafter together.

        Args:
            model: who is asked.
            cache: where drafts are kept that were paid for; without one each hint is asked for.
            budget: what stops new requests once it is used up.
            nonce: source of the words in the fence around a hint.
        """
        self._model = model
        self._cache = cache
        self._budget = budget
        self._nonce = nonce

    @property
    def id(self) -> GraderId:
        """``model`` with the version of the code, the name of the model, and the prompt."""
        name = self._model.parameters.name
        return GraderId(name="model", version=VERSION, model=name, prompt=PROMPT.name)

    @property
    def parameters(self) -> Parameters:
        """What tells the model's replies from another's."""
        return self._model.parameters

    async def draft(self, sketch: Sketch, on_progress: OnProgress | None = None) -> Draft:
        """Draft what a sketch leaves open: from the cache, or by one request, or by two.

        Raises:
            RubricError: the hint says nothing; no model is asked.
            ModelFailure: there is no draft that can be used; with what the calls cost.
        """
        refuse_empty(sketch.hint)
        if self._cache is None:
            return await self._ask(sketch, on_progress)
        return await self._cache.get_or_make(
            self._key(sketch), lambda: self._ask(sketch, on_progress)
        )

    def is_kept(self, sketch: Sketch) -> bool:
        """Whether a draft of this sketch was paid for already."""
        return self._cache is not None and self._cache.get(self._key(sketch)) is not None

    async def close(self) -> None:
        """Let the model's connections and the cache go."""
        await self._model.close()
        if self._cache is not None:
            self._cache.close()

    def _key(self, sketch: Sketch) -> str:
        return key_of(
            self._model.parameters,
            drafter=[self.id.name, VERSION, PROMPT.name],
            prompt=PROMPT.texts,
            schema=reply_schema(),
            sketch=asdict(sketch),
        )

    async def _ask(self, sketch: Sketch, on_progress: OnProgress | None) -> Draft:
        with Calls(self._model, self._budget, on_progress) as calls:
            draft = await self._reading(sketch, calls)
            return draft.model_copy(update={"usage": calls.usage})

    async def _reading(self, sketch: Sketch, calls: Calls) -> Draft:
        """A reply that keeps all rules, mended once at most."""
        return await read_or_mended(
            calls,
            request_for(sketch, self._nonce),
            PROMPT,
            lambda text, *, strict: read_draft(text, sketch, self.id, strict=strict),
        )
