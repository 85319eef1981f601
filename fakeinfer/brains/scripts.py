"""What a test lays down about single endpoints: answers in order, vectors of certain texts, a function, the shape of streams.

A `Script` is declared by id, before its endpoint exists or after. `Scripts` holds those of one cluster and what went wrong
with them: a failure is answered in our own words and kept, so that the test can be failed for it. Playing them is in
`scripted.py`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from .pieces import Laid, read_chunks, read_delay, read_pieces

if TYPE_CHECKING:
    from ..errors import ApiError
    from .dense import ElementType


class Space(NamedTuple):
    """What an endpoint's embeddings are; None where that is not known or does not apply."""

    task_type: str
    dimensions: int | None = None
    element_type: ElementType | None = None

    @property
    def is_sparse(self) -> bool:
        """Whether embeddings are token weights."""
        return self.task_type == "sparse_embedding"

    @property
    def embeds(self) -> bool:
        """Whether there are embeddings at all."""
        return self.task_type.endswith("embedding")


class ScriptFailed(AssertionError):
    """A script could not answer: it ran out, or what it holds does not fit the call."""


class Script:
    """What was laid down about one endpoint."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        self.clear()

    def clear(self) -> None:
        """Nothing is laid down any more."""
        self.answers: deque[Any] = deque()
        self.given = 0
        """How many answers there were in all."""
        self.vectors: dict[str, Any] = {}
        self.strict = False
        self.function: Callable[..., Any] | None = None
        self.shape = Laid()

    @property
    def plays(self) -> bool:
        """Whether it answers calls; a shape alone does not."""
        return bool(self.given or self.vectors or self.function or self.shape.pieces)

    def add_answers(self, answers: Sequence[Any]) -> None:
        """Further answers, each checked; ValueError for what can be none."""
        if isinstance(answers, str | Mapping) or not isinstance(answers, Sequence):
            raise ValueError(f"answers are a list, not {answers!r}")
        from .answers import read_answer  # read by those alone who script something

        read = [read_answer(answer) for answer in answers]
        self.answers.extend(read)
        self.given += len(read)

    def add_vectors(self, vectors: Mapping[str, Any], space: Space | None, *, strict: bool) -> None:
        """Embeddings of texts, held against what is known of the endpoint, else against each other."""
        if not isinstance(vectors, Mapping) or not vectors:
            raise ValueError("embeds takes a mapping of texts to vectors, or to token weights")
        if space is not None and not space.embeds:
            raise ValueError(f"{self.endpoint} does {space.task_type} and embeds nothing")
        sparse = space.is_sparse if space is not None else isinstance(next(iter(vectors.values())), Mapping)
        read = {text: self._embedding(text, value, space, sparse=sparse) for text, value in vectors.items()}
        merged = {**self.vectors, **read}
        if not sparse:
            sizes = {text: len(value) for text, value in merged.items()}
            text, other = min(sizes, key=sizes.__getitem__), max(sizes, key=sizes.__getitem__)
            if sizes[text] != sizes[other]:
                raise ValueError(
                    f"vectors of {self.endpoint} differ in length: {text!r} has {sizes[text]}, {other!r} has {sizes[other]}"
                )
        self.vectors, self.strict = merged, strict

    def _embedding(self, text: str, value: Any, space: Space | None, *, sparse: bool) -> Any:
        from .given import read_vector, read_weights

        what = f"the embedding of {text!r} at {self.endpoint}"
        if sparse:
            return read_weights(value, what)
        vector = read_vector(value, space.element_type if space else None, what)
        if space is not None and space.dimensions is not None:
            size = len(vector) * (8 if space.element_type == "bit" else 1)
            if size != space.dimensions:
                raise ValueError(
                    f"{what} has {size} dimensions, the endpoint has {space.dimensions}: create it with dimensions={size},"
                    " or declare its vectors before it is created"
                )
        return vector

    def set_function(self, function: Callable[..., Any]) -> None:
        """Have a function answer; TypeError when it is none."""
        if not callable(function):
            raise TypeError(f"calls takes a function, not {function!r}")
        self.function = function

    def set_shape(self, chunks: Any, delay: Any) -> None:
        """How streams come; None leaves what there is."""
        before = self.shape
        pieces: tuple[str, ...] = before.pieces if chunks is None else ()
        if isinstance(chunks, list | tuple):
            pieces, chunks = read_pieces(chunks), None
        self.shape = Laid(
            before.chunks if chunks is None else read_chunks(chunks),
            before.delay if delay is None else read_delay(delay),
            pieces,
        )

    def __repr__(self) -> str:
        left = f", {len(self.answers)} of {self.given} answers left" if self.given else ""
        vectors = f", {len(self.vectors)} vectors" if self.vectors else ""
        return f"<script of {self.endpoint}{left}{vectors}{', a function' if self.function else ''}>"


class Scripts:
    """The scripts of one cluster by endpoint, and what went wrong with them. Never part of a snapshot."""

    def __init__(self) -> None:
        self._scripts: dict[str, Script] = {}
        self.failures: list[BaseException] = []
        """What has to fail the test: told once, then taken away."""
        self._told: list[str] = []

    def __bool__(self) -> bool:
        """Whether anything was laid down."""
        return bool(self._scripts)

    def of(self, endpoint: str) -> Script:
        """The script of an endpoint, for declaring something in it."""
        script = self._scripts.get(endpoint)
        if script is None:
            script = self._scripts[endpoint] = Script(endpoint)
        return script

    def find(self, endpoint: str) -> Script | None:
        """The script of an endpoint, if anything was laid down about it."""
        return self._scripts.get(endpoint)

    def size(self, endpoint: str) -> int | None:
        """How many numbers the vectors have that were laid down for a dense endpoint."""
        script = self._scripts.get(endpoint)
        vector = next(iter(script.vectors.values()), None) if script is not None else None
        return len(vector) if isinstance(vector, list) else None

    def tell(self, what: str) -> None:
        """Note what a script let happen that is no answer."""
        self._told.append(what)

    def told(self) -> list[str]:
        """What was noted since this was last asked."""
        told, self._told = self._told, []
        return told

    def fail(self, failure: BaseException, error: ApiError) -> ApiError:
        """Keep what has to fail the test; the answer to the call that met it."""
        self.failures.append(failure)
        return error

    def clear(self) -> None:
        """Forget everything."""
        self._scripts.clear()
        self.failures.clear()
