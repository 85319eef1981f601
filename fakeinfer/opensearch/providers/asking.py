"""What a service is asked: the request as it arrived, and the brains that answer in the model's place."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...brains.chat import Answer, Conversation, Said, Tool
from ...brains.scripted import Asking
from ...brains.tokens import count_tokens
from ...wire import Json

if TYPE_CHECKING:
    from ...brains.scripted import Brains
    from ...brains.sparse import TokenWeights


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as a service sees it."""

    path: str
    body: Json
    think: Callable[[Asking], Brains]
    """The brains for what is asked: scripted ones first."""
    seconds: int
    """The time, in seconds since the epoch."""
    dimensions: int | None = None
    """How many numbers vectors have, where that is known of the model."""
    sparse: bool = False
    """Whether token weights are expected instead of vectors."""
    shape: str = ""
    """The function that will read the answer, or the interface it is to have: it tells what an unknown service says."""

    def field(self, *names: str) -> Any:
        """The first of these fields that the body has."""
        body = self.body if isinstance(self.body, dict) else {}
        return next((body[name] for name in names if body.get(name) is not None), None)

    def id(self, prefix: str, size: int = 24) -> str:
        """An id that follows from the request."""
        return prefix + hashlib.blake2b(repr((self.path, self.body)).encode(errors="replace")).hexdigest()[:size]

    def vectors(self, texts: Sequence[str], usual: int, kind: Any = None) -> list[list[Any]]:
        """Embeddings; `usual` is how long the model's are, `kind` a type of the service: int8, binary, .."""
        element = {"int8": "byte", "uint8": "byte", "binary": "bit", "ubinary": "bit"}.get(str(kind), "float")
        size = self.dimensions or usual
        brains = self.think(Asking("text_embedding", texts, any_dimensions=True))
        rows = [vector.numbers(element) for vector in brains.embed_all(texts, size, element)]  # type: ignore[arg-type]
        return [[number + 128 for number in row] for row in rows] if kind in ("uint8", "ubinary") else rows

    def weights(self, texts: Sequence[str]) -> list[TokenWeights]:
        """Sparse embeddings."""
        return self.think(Asking("sparse_embedding", texts)).weigh_all(texts)

    def ranked(self, query: str, documents: Sequence[str]) -> list[tuple[int, float]]:
        """Positions and scores, best first."""
        return self.think(Asking("rerank", documents, query)).rank(query, documents)

    def completion(self, prompt: str, max_tokens: int | None = None) -> str:
        """The answer to a prompt."""
        return self.think(Asking("completion", [prompt])).complete_all([prompt], max_tokens)[0]

    def chat(self, asked: Conversation) -> Answer:
        """The answer to a conversation."""
        said = [message.text for message in asked.messages if message.role == "user"][-1:]
        return self.think(Asking("chat_completion", said)).chat(asked)


def texts_in(value: Any) -> list[str]:
    """Texts to embed, however they are given: one, several, or with their names."""
    if isinstance(value, list):
        return ["" if one is None else text_in(one) for one in value]
    return [] if value is None else [text_in(value)]


def text_in(value: Any) -> str:
    """The text of a message's content: itself, or its parts put together."""
    if isinstance(value, list):
        return "".join(map(text_in, value))
    if isinstance(value, dict):
        return text_in(next((value[name] for name in ("text", "content", "data") if name in value), ""))
    return "" if value is None else str(value)


def messages_in(value: Any, key: str = "content") -> list[Said]:
    """The messages of a conversation."""
    messages = value if isinstance(value, list) else [value]
    return [
        Said(str(message.get("role", "user")), text_in(message.get(key))) if isinstance(message, dict) else Said("user", text_in(message))
        for message in messages
    ]  # fmt: skip


def whole(value: Any) -> int | None:
    """A number of tokens or dimensions, if it is one."""
    try:
        return None if value is None or isinstance(value, bool) else int(value)
    except (TypeError, ValueError):
        return None


def tools_in(value: Any, read: Callable[[dict[str, Any]], dict[str, Any] | None]) -> list[Tool]:
    """The tools that may be called; `read` finds name, description and parameters in an entry."""
    found = [read(entry) for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []
    return [
        Tool(str(one.get("name", "")), str(one.get("description", "")), one.get("parameters"))
        for one in found
        if one is not None
    ]


def tokens_of(texts: Sequence[str]) -> int:
    """How many tokens texts have."""
    return sum(map(count_tokens, texts))
