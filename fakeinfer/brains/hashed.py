"""The brains of one cluster: the functions of this package with the cluster's seed, and a bounded memory of embeddings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from . import chat, completion, dense, rerank, sparse
from .chat import Answer, Conversation
from .dense import Vector
from .sparse import TokenWeights

if TYPE_CHECKING:
    from ..cluster import State
    from .dense import ElementType
    from .scripted import AnyVector, Asking, Brains

COMPONENTS_KEPT = 131_072
"""Of dense embeddings, about 2 MB with their JSON text; then it forgets them all."""
WEIGHTS_KEPT = 256
_MEMO = "brains"


class HashedBrains:
    """Answers in a model's place. What it answers depends on the seed and the input alone."""

    def __init__(self, seed: str) -> None:
        self.seed = seed
        self._vectors: dict[tuple[str, int], Vector] = {}
        self._components = 0
        self._weights: dict[str, TokenWeights] = {}

    def embed(self, text: str, dimensions: int) -> Vector:
        """The dense embedding of `text`."""
        key = (text, dimensions)
        vector = self._vectors.get(key)
        if vector is None:
            vector = dense.embed(text, dimensions, self.seed)
            self._components += dense.CORE
            if self._components > COMPONENTS_KEPT:
                self._vectors.clear()
                self._components = dense.CORE
            self._vectors[key] = vector
        return vector

    def embed_all(self, texts: Sequence[str], dimensions: int, element_type: ElementType) -> list[AnyVector]:
        """The dense embeddings of texts; each can be asked for in any element type."""
        return [self.embed(text, dimensions) for text in texts]

    def weigh_all(self, texts: Sequence[str]) -> list[TokenWeights]:
        """The sparse embeddings of texts."""
        return [self.weigh(text) for text in texts]

    def complete_all(self, prompts: Sequence[str], max_tokens: int | None = None) -> list[str]:
        """The answers to prompts."""
        return [self.complete(prompt, max_tokens) for prompt in prompts]

    def weigh(self, text: str) -> TokenWeights:
        """The sparse embedding of `text`."""
        weights = self._weights.get(text)
        if weights is None:
            if len(self._weights) >= WEIGHTS_KEPT:
                self._weights.clear()
            weights = self._weights[text] = sparse.weigh(text, self.seed)
        return weights

    def rank(self, query: str, documents: Sequence[str]) -> list[tuple[int, float]]:
        """Position and score of each document, best first."""
        return rerank.rank(query, documents, self.seed)

    def complete(self, prompt: str, max_tokens: int | None = None) -> str:
        """The answer to a prompt."""
        return completion.complete(prompt, max_tokens)

    def chat(self, asked: Conversation) -> Answer:
        """The answer to a conversation."""
        return chat.chat(asked)


def brains_of(state: State) -> HashedBrains:
    """The brains of a cluster, made on first use."""
    brains: HashedBrains | None = state.memo.get(_MEMO)
    if brains is None:
        brains = state.memo[_MEMO] = HashedBrains(state.ids.seed)
    return brains


def brains_for(state: State, endpoint: str, asking: Asking, behind: Brains | None = None) -> Brains:
    """The brains that answer one call of an endpoint: those of the cluster, or others, behind what was scripted for it."""
    script = state.scripts.find(endpoint)
    behind = brains_of(state) if behind is None else behind
    if script is None or not script.plays:
        return behind
    from .scripted import ScriptedBrains

    return ScriptedBrains(state.scripts, script, behind, asking)
