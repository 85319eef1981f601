"""Brains that play a script: what a test laid down comes first, what it left open is answered as without it.

One `ScriptedBrains` plays one call. A script that cannot answer is a failure of the test, told in the answer too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, NoReturn, Protocol

from ..errors import ApiError, script_does_not_fit, script_exhausted, script_raised
from ..faults import Upstream
from .answers import Chat, read_answer
from .chat import Answer, Conversation, ToolCall
from .dense import ElementType, Vector
from .given import GivenVector, read_vector, read_weights
from .scripts import Script, ScriptFailed, Scripts
from .sparse import TokenWeights
from .tokens import count_tokens

_SHOWN = 60


class AnyVector(Protocol):
    """A dense embedding, made or given."""

    @property
    def dimensions(self) -> int:
        """How many components it has."""
        ...

    def numbers(self, element_type: ElementType = "float") -> list[Any]:
        """The components as numbers of the wire."""
        ...

    def json(self, element_type: ElementType = "float") -> str:
        """The components as a JSON array."""
        ...


class Brains(Protocol):
    """What answers in a model's place."""

    def embed_all(self, texts: Sequence[str], dimensions: int, element_type: ElementType) -> list[AnyVector]:
        """The dense embeddings of texts."""
        ...

    def weigh_all(self, texts: Sequence[str]) -> list[TokenWeights]:
        """The sparse embeddings of texts."""
        ...

    def rank(self, query: str, documents: Sequence[str]) -> list[tuple[int, float]]:
        """Position and score of each document, best first."""
        ...

    def complete_all(self, prompts: Sequence[str], max_tokens: int | None = None) -> list[str]:
        """The answers to prompts."""
        ...

    def chat(self, asked: Conversation) -> Answer:
        """The answer to a conversation."""
        ...


class UpstreamFailed(Exception):
    """The script says that the provider fails here."""

    def __init__(self, upstream: Upstream) -> None:
        super().__init__(upstream)
        self.upstream = upstream


class Asking(NamedTuple):
    """What a call asks, for functions that answer it and for messages about scripts that cannot."""

    task_type: str
    inputs: Sequence[str]
    query: str | None = None
    input_type: str | None = None
    task_settings: Mapping[str, Any] | None = None
    any_dimensions: bool = False
    """Whether vectors may be of any length, since nothing says how long the model's are."""

    @property
    def about(self) -> str:
        """The call in a few words."""
        first = self.inputs[0] if self.inputs else ""
        shown = first if len(first) <= _SHOWN else f"{first[:_SHOWN]}…"
        return f"{self.task_type} of {shown!r}"


class ScriptedBrains:
    """Plays `script` for one call; `behind` answers what it leaves open."""

    def __init__(self, scripts: Scripts, script: Script, behind: Brains, asking: Asking) -> None:
        self._scripts = scripts
        self._script = script
        self._behind = behind
        self._asking = asking

    # --- what models do -----------------------------------------------------------------------------------------------

    def embed_all(self, texts: Sequence[str], dimensions: int, element_type: ElementType) -> list[AnyVector]:
        """Vectors as the function gives them, as the next answer lists them, by their texts, else made."""
        listed = self._listed(len(texts))
        if listed is not None:
            return [self._vector(value, dimensions, element_type) for value in listed]
        made = self._behind.embed_all(texts, dimensions, element_type)
        return [
            self._vector(vector, dimensions, element_type) if (vector := self._known(text)) is not None else other
            for text, other in zip(texts, made, strict=True)
        ]

    def weigh_all(self, texts: Sequence[str]) -> list[TokenWeights]:
        """The same for token weights."""
        listed = self._listed(len(texts))
        if listed is not None:
            return [self._weights(value) for value in listed]
        made = self._behind.weigh_all(texts)
        return [
            self._weights(weights) if (weights := self._known(text)) is not None else other
            for text, other in zip(texts, made, strict=True)
        ]

    def rank(self, query: str, documents: Sequence[str]) -> list[tuple[int, float]]:
        """Scores of all documents in their order, or pairs of index and score."""
        if not self._answers:
            return self._behind.rank(query, documents)
        given = self._function() if self._script.function is not None else self._next()
        pairs = self._pairs(given, len(documents))
        return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))

    def complete_all(self, prompts: Sequence[str], max_tokens: int | None = None) -> list[str]:
        """An answer for each prompt."""
        if self._script.function is not None:
            given = self._function()
            return [
                self._text(one) for one in self._as_many([given] if isinstance(given, str) else given, len(prompts))
            ]
        if self._script.given:
            return [self._text(self._next()) for _ in prompts]
        pieces = self._script.shape.pieces
        return ["".join(pieces)] * len(prompts) if pieces else self._behind.complete_all(prompts, max_tokens)

    def chat(self, asked: Conversation) -> Answer:
        """A text, calls of tools, or an answer with all its parts."""
        made = self._behind.chat(asked)
        pieces = self._script.shape.pieces
        if self._answers:
            given = self._function() if self._script.function is not None else self._next()
        elif pieces:
            given = "".join(pieces)
        else:
            return made
        answer = self._chat(given)
        said = "".join([answer.text, answer.reasoning, *(call.json for call in answer.tool_calls)])
        return Answer(
            answer.text,
            answer.tool_calls,
            answer.finish_reason or ("tool_calls" if answer.tool_calls else "stop"),
            made.prompt_tokens if answer.prompt_tokens is None else answer.prompt_tokens,
            count_tokens(said) if answer.completion_tokens is None else answer.completion_tokens,
            answer.reasoning,
        )

    # --- what the script holds ----------------------------------------------------------------------------------------

    @property
    def _answers(self) -> bool:
        return self._script.function is not None or self._script.given > 0

    def _next(self) -> Any:
        script = self._script
        if not script.answers:
            error = script_exhausted(script.endpoint, script.given, self._asking.about)
            raise self._scripts.fail(ScriptFailed(error.reason), error)
        answer = script.answers.popleft()
        if isinstance(answer, Upstream):
            self._let_fail(answer)
        return answer

    def _function(self) -> Any:
        """What the function says; what it raises has to fail the test."""
        asking, function = self._asking, self._script.function
        assert function is not None
        try:
            given = function(
                list(asking.inputs),
                task_type=asking.task_type,
                query=asking.query,
                input_type=asking.input_type,
                task_settings=dict(asking.task_settings or {}),
            )
        except Exception as raised:
            error = script_raised(self._script.endpoint, type(raised).__name__, asking.about)
            raise self._scripts.fail(raised, error) from raised
        if isinstance(given, Upstream):
            self._let_fail(given)
        return given

    def _let_fail(self, upstream: Upstream) -> NoReturn:
        """Have the provider fail, and say who made it."""
        self._scripts.tell(f"upstream {upstream.status} by the script of {self._script.endpoint}")
        raise UpstreamFailed(upstream)

    def _listed(self, count: int) -> Sequence[Any] | None:
        """One embedding for each text, where the script lists them."""
        if not self._answers:
            return None
        given = self._function() if self._script.function is not None else self._next()
        return self._as_many(given, count)

    def _known(self, text: str) -> Any:
        """The embedding laid down for this very text."""
        found = self._script.vectors.get(text)
        if found is None and self._script.strict:
            shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
            self._refuse(f"no embedding was laid down for {shown!r}, and embeds(.., strict=True) makes none up")
        return found

    # --- checking it against the call ---------------------------------------------------------------------------------

    def _as_many(self, given: Any, count: int) -> Sequence[Any]:
        if not isinstance(given, Sequence) or isinstance(given, str):
            self._refuse(f"a list of {count} results is needed, not {given!r}")
        if len(given) != count:
            self._refuse(f"{count} results are needed, not {len(given)}")
        return given

    def _vector(self, value: Any, dimensions: int, element_type: ElementType) -> AnyVector:
        if isinstance(value, Vector | GivenVector):
            return value
        try:
            vector = GivenVector(read_vector(value, element_type, "the vector"), element_type)
        except ValueError as wrong:
            self._refuse(str(wrong))
        if vector.dimensions != dimensions and not self._asking.any_dimensions:
            self._refuse(f"vectors of {dimensions} dimensions are needed, not of {vector.dimensions}")
        return vector

    def _weights(self, value: Any) -> TokenWeights:
        try:
            return TokenWeights(read_weights(value, "the embedding"), is_truncated=False)
        except ValueError as wrong:
            self._refuse(str(wrong))

    def _text(self, answer: Any) -> str:
        if isinstance(answer, Upstream):
            self._let_fail(answer)
        if isinstance(answer, Chat) and not answer.tool_calls:
            return answer.text
        if not isinstance(answer, str):
            self._refuse(f"a completion answers a text, not {answer!r}")
        return answer

    def _chat(self, given: Any) -> Chat:
        try:
            answer = read_answer(given)
        except ValueError as wrong:
            self._refuse(str(wrong))
        if isinstance(answer, str):
            return Chat(answer)
        if isinstance(answer, ToolCall):
            return Chat(tool_calls=(answer,))
        if isinstance(answer, tuple):
            return Chat(tool_calls=answer)
        if not isinstance(answer, Chat):
            self._refuse(f"a chat answers a text or calls of tools, not {answer!r}")
        return answer

    def _pairs(self, given: Any, count: int) -> list[tuple[int, float]]:
        if not isinstance(given, Sequence) or isinstance(given, str):
            self._refuse(f"ranking answers a list of scores or of (index, score), not {given!r}")
        if not any(isinstance(one, list | tuple) for one in given):
            return [(index, self._score(score)) for index, score in enumerate(self._as_many(given, count))]
        pairs: dict[int, float] = {}
        for one in given:
            if not isinstance(one, list | tuple) or len(one) != 2 or type(one[0]) is not int or not 0 <= one[0] < count:
                self._refuse(f"{one!r} is no (index, score) of {count} documents")
            pairs[one[0]] = self._score(one[1])
        return list(pairs.items())

    def _score(self, score: Any) -> float:
        if isinstance(score, bool) or not isinstance(score, int | float):
            self._refuse(f"{score!r} is no score")
        return float(score)

    def _refuse(self, why: str) -> NoReturn:
        error: ApiError = script_does_not_fit(self._script.endpoint, why, self._asking.about)
        raise self._scripts.fail(ScriptFailed(error.reason), error)
