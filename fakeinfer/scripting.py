"""Laying down what an endpoint answers: the handle that tests hold, and the same from JSON, for the admin paths.

What can be laid down is in `brains/scripts.py`; here it is held against the endpoint, if that exists already.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from .brains.scripts import Script, Space
    from .cluster import Cluster
    from .wire import Json

KEYS = ("endpoint", "answers", "embeds", "strict", "streams", "reset")


class ScriptedEndpoint:
    """What an endpoint answers, by its id; the endpoint may be created before or after. Every method returns the handle.

    A reset of the cluster forgets it all; snapshots neither hold nor restore it.
    """

    def __init__(self, cluster: Cluster, id: str) -> None:
        self._cluster = cluster
        self.id = id

    def answers(self, answers: Sequence[Any]) -> Self:
        """Answer with these, one after the other; further ones queue up behind them.

        Completions and chats answer a text, a chat also a `ToolCall` or several, or `Chat(..)` for what else there is to say.
        One prompt takes one answer. Ranking takes a list of scores in the order of the documents, or of (index, score); embedding
        a list with an embedding for each input. `Upstream(429)` is a call that fails. When they run out, the call that asks for one
        more gets a 500, and the test fails. ValueError for what is no answer.
        """
        with self._cluster.lock:
            self._script.add_answers(answers)
        return self

    def embeds(self, vectors: Mapping[str, Any], *, strict: bool = False) -> Self:
        """Embed exactly these texts so: vectors, or token weights. Others are embedded as usual, or refused if `strict`.

        Vectors that are laid down before the endpoint is created decide how many dimensions it is found to have. ValueError for
        vectors that do not fit the endpoint, or each other.
        """
        with self._cluster.lock:
            self._script.add_vectors(vectors, self._space(), strict=strict)
        return self

    def calls(self, function: Callable[..., Any]) -> Self:
        """Have a function answer: `function(inputs, *, task_type, query, input_type, task_settings)`.

        It returns what one of `answers` is, completions a list with a text for each input. What it raises fails the test.
        """
        with self._cluster.lock:
            self._script.set_function(function)
        return self

    def streams(self, *, chunks: str | int | Sequence[str] | None = None, delay: float | None = None) -> Self:
        """How its streams come: cut at `words`, `characters`, `sentences`, `whole`, every so many characters, or in these very
        pieces, which then are the answer; `delay` seconds pass between two chunks.
        """
        with self._cluster.lock:
            self._script.set_shape(chunks, delay)
        return self

    def reset(self) -> Self:
        """Forget what was laid down about it."""
        with self._cluster.lock:
            self._script.clear()
        return self

    @property
    def _script(self) -> Script:
        return self._cluster.state.scripts.of(self.id)

    def _space(self) -> Space | None:
        look = self._cluster.contract.product.embedding_space
        return None if look is None else look(self._cluster.state, self.id)

    def __repr__(self) -> str:
        return repr(self._script)


def from_json(cluster: Cluster, sent: Mapping[str, Json]) -> None:
    """Lay down what a JSON object says; ValueError or TypeError for what cannot be."""
    if unknown := [name for name in sent if name not in KEYS]:
        raise ValueError(f"a script has {', '.join(KEYS)}; not {', '.join(unknown)}")
    id, streams = sent.get("endpoint"), sent.get("streams", {})
    if not isinstance(id, str) or not id:
        raise ValueError("a script names its endpoint")
    if not isinstance(streams, dict) or not streams.keys() <= {"chunks", "delay"}:
        raise ValueError("streams is an object of chunks and delay")
    if len(sent) == 1:
        raise ValueError(f"say what to lay down: {', '.join(KEYS[1:])}")
    handle = ScriptedEndpoint(cluster, id)
    if sent.get("reset"):
        handle.reset()
    if "embeds" in sent:
        handle.embeds(sent["embeds"], strict=bool(sent.get("strict")))
    if "answers" in sent:
        handle.answers(sent["answers"])
    if streams:
        handle.streams(**streams)


def raise_failures(cluster: Cluster) -> None:
    """Raise what went wrong with scripts: ran out, did not fit, raised; once."""
    __tracebackhide__ = True
    failures = list(cluster.state.scripts.failures)
    cluster.state.scripts.failures.clear()
    if len(failures) == 1:
        raise failures[0]
    if failures:
        raise BaseExceptionGroup("scripted endpoints could not answer", failures)
