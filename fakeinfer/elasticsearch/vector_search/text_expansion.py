"""The `text_expansion` query: documents by the weights that a model gives the tokens of a text.

Source: elastic/elasticsearch:x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/ml/search/TextExpansionQueryBuilder.java;
texts observed: elasticsearch 8.19.0, 9.5.0.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ...errors import ApiError, illegal_argument
from ...formats.singles import single
from ...object_parser import Source, Unreadable
from ...search import errors
from ...search.locate import Position
from ...search.queries.one_field import read_number
from ...search.query import Query, Reading, Scores
from . import asking, changes, pruning
from .weighted_tokens import scored_by_tokens
from .weights import Pruning

if TYPE_CHECKING:
    from ...cluster import State
    from ...search.locate import Place
    from ...search.view import View
    from ...wire import Json

NAME = "text_expansion"


class TextExpansion:
    """A query whose tokens are known once it was prepared."""

    def __init__(self, path: str, model_id: str, text: str, config: Pruning | None, boost: float, state: State) -> None:
        self.path = path
        self.model_id = model_id
        self.text = text
        self.config = config
        self.boost = boost
        self.state = state
        self.tokens: dict[str, float] | None = None

    def prepare(self, names: Sequence[str] | None) -> None:
        """Ask the model for the weights of the text's tokens."""
        if self.tokens is None and names is not None:
            advice = "configured for sparse embeddings"
            self.tokens = asking.weights_of(self.state, self.model_id, self.text, advice)

    def scores(self, view: View, boost: float) -> Scores:
        self.prepare(())
        assert self.tokens is not None
        return scored_by_tokens(view, self.path, self.tokens, single(boost * self.boost), self.config)


def read(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """Read a text_expansion query."""
    if changes.TEXT_EXPANSION_IS_OLD in reading.state.switched_on:
        reading.warn("text_expansion is deprecated. Use sparse_vector instead.")
    path = ""
    options: dict[str, Any] = {}
    for name, value in body.items():
        here = place / name
        if not isinstance(value, dict):
            path = name
            continue
        if options or path:
            raise errors.several_fields(NAME, path, name, here.value())
        path, options = name, _options(value, here)
        if "model_text" not in options:
            raise errors.parsing("No text specified for text query", _behind(here))
    if "model_text" not in options or "model_id" not in options:
        raise illegal_argument(f"[{NAME}] requires a model_id value")
    query = TextExpansion(
        path,
        options["model_id"],
        options["model_text"],
        options.get("pruning_config"),
        options.get("boost", 1.0),
        reading.state,
    )
    reading.later.append(query.prepare)
    return query


def _behind(place: Place) -> Position:
    """Where the brackets close around what stands at a place."""
    end = place.end()
    return Position(end.line, end.column + 1)


def _options(value: dict[str, Json], place: Place) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, given in value.items():
        here = place / name
        if name == "pruning_config" and isinstance(given, dict):
            text, path = here.located()
            try:
                found[name] = pruning.read(given, Source(text), path)
            except Unreadable as unreadable:
                raise unreadable.cause from None
        elif isinstance(given, dict | list) or given is None:
            reason = f"[{NAME}] unknown token [{_token(given)}] after [{name}]"
            raise errors.parsing(reason, here.value())
        elif name in ("model_id", "model_text", "_name"):
            found[name] = given if isinstance(given, str) else str(given)
        elif name == "boost":
            found[name] = _boost(given)
        else:
            raise errors.parsing(f"[{NAME}] query does not support [{name}]", here.value())
    return found


def _boost(given: Json) -> float:
    boost = read_number(given)
    if boost < 0:
        reason = f"negative [boost] are not allowed in [{NAME}], use a value between 0 and 1 to deboost"
        raise ApiError(400, "illegal_argument_exception", reason)
    return boost


def _token(value: Json) -> str:
    from ...formats.positions import token_name

    return token_name(value)
