"""The `sparse_vector` query: documents by the weights of their tokens, given or made of a text.

Source: elastic/elasticsearch:x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/ml/search/SparseVectorQueryBuilder.java;
texts observed: elasticsearch 8.19.0, 9.2.0, 9.5.0.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...errors import ApiError, illegal_argument
from ...formats.singles import shortest, single
from ...mapping.options import java_text
from ...object_parser import BOOLEAN, FLOAT, OBJECT, TEXT, Field, ObjectParser, Source, Unreadable, parse_error
from ...search.errors import QueryRefused, parsing
from ...search.locate import Place, Position
from ...search.query import Query, Reading, Scores
from ...search.vectors.columns import in_single
from . import asking, changes, pruning, weights
from .weights import Pruning

if TYPE_CHECKING:
    from ...cluster import State
    from ...mapping.fields import Field as MappedField
    from ...search.explaining.explanation import Explanation
    from ...search.view import View
    from ...wire import Json

TYPE = "sparse_vector"
_FIELDS = {
    "field": TEXT,
    "query_vector": OBJECT,
    "inference_id": TEXT,
    "query": TEXT,
    "prune": BOOLEAN,
    "pruning_config": Field(("START_OBJECT",), pruning.read),
    "boost": FLOAT,
    "_name": TEXT,
}


class SparseVector:
    """A query whose tokens are known once it was prepared."""

    def __init__(
        self,
        path: str,
        tokens: Mapping[str, float] | None,
        state: State,
        *,
        inference_id: str | None = None,
        text: str = "",
        prune: bool | None = None,
        config: Pruning | None = None,
        boost: float = 1.0,
    ) -> None:
        self.path = path
        self.tokens = tokens
        self.state = state
        self.inference_id = inference_id
        self.text = text
        self.prune = prune
        self.config = config
        self.boost = boost

    def prepare(self, names: Sequence[str] | None) -> None:
        """Ask the model for the weights of the text's tokens."""
        if self.tokens is not None or names is None:
            return
        if self.inference_id is None:
            raise illegal_argument("inference_id required to perform vector search on query string")
        self.tokens = asking.weights_of(self.state, self.inference_id, self.text)

    def scores(self, view: View, boost: float) -> Scores:
        field = self._target(view)
        if field is None:
            return {}
        return weights.scored(view, field, self._weighed(), single(boost * self.boost), self._pruning(view, field))

    def explained(self, view: View, number: int) -> Explanation:
        """Why a document scores as it does."""
        from ...search.explaining.lucene_forms import untold
        from .telling import of_tokens

        known = view.fields.get(self.path)
        if known is None or known.family == "semantic":
            raise untold("weights of tokens in a field that is not there, or a semantic one")
        field = self._target(view)
        assert field is not None
        tokens, pruning = self._weighed(), self._pruning(view, field)
        if pruning is not None:
            tokens = weights.pruned(view, field, tokens, pruning)
        return of_tokens(view, number, field, tokens, self.boost)

    def _target(self, view: View) -> MappedField | None:
        field = view.fields.get(self.path)
        if field is not None and field.type.name != TYPE:
            raise QueryRefused(f"field [{self.path}] must be type [{TYPE}] but is type [{field.type.name}]")
        return field

    def _weighed(self) -> Mapping[str, float]:
        self.prepare(())
        assert self.tokens is not None
        return self.tokens

    def _pruning(self, view: View, field: MappedField) -> Pruning | None:
        if changes.SPARSE_QUERIES_ARE_PRUNED not in view.state.switched_on:
            return (self.config or Pruning()) if self.prune else None
        options = field.options.get("index_options", {"prune": True, "pruning_config": {}})
        prune = options.get("prune", False) if self.prune is None else self.prune
        if not prune:
            return None
        config = options.get("pruning_config")
        return self.config or (Pruning() if config is None else weights.pruning_of(config))


def read(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """Read a sparse_vector query."""
    text, path = place.located()
    source = Source(text)
    parser = ObjectParser(TYPE, _FIELDS, ("field",), _checked)
    try:
        clean = parser.read(body, source, path)
    except Unreadable as unreadable:
        raise _told(unreadable, source) from None
    if clean.get("boost", 1.0) < 0:
        raise _negative_boost(clean, place)
    query = SparseVector(
        clean["field"],
        clean.get("query_vector"),
        reading.state,
        inference_id=clean.get("inference_id"),
        text=clean.get("query", ""),
        prune=clean.get("prune"),
        config=clean.get("pruning_config"),
        boost=clean.get("boost", 1.0),
    )
    reading.later.append(query.prepare)
    return query


def _told(unreadable: Unreadable, source: Source) -> ApiError:
    """The parser's refusal once more, as one of the query."""
    line, _, column = unreadable.at(source).partition(":")
    return parsing(unreadable.cause.reason or "", Position(int(line), int(column)), unreadable.cause)


def _checked(clean: dict[str, Any]) -> dict[str, Any]:
    vector = clean.get("query_vector")
    if vector is not None:
        for weight in vector.values():
            if isinstance(weight, bool) or not isinstance(weight, int | float):
                raise illegal_argument(f"weight must be a number, was [{java_text(weight)}]")
        vector = dict(zip(vector, in_single(list(vector.values())), strict=True))
    if (vector is not None and "inference_id" in clean) or (vector is None) == ("query" not in clean):
        raise illegal_argument(
            "[sparse_vector] requires one of [query_vector] or [inference_id] for sparse_vector fields"
        )
    return clean if vector is None else {**clean, "query_vector": vector}


def _negative_boost(clean: dict[str, Any], place: Place) -> ApiError:
    shown: dict[str, Json] = {"field": clean["field"]}
    if "query_vector" in clean:
        shown["query_vector"] = {token: shortest(weight) for token, weight in clean["query_vector"].items()}
    shown |= {name: clean[name] for name in ("inference_id", "query", "prune") if name in clean}
    printed = json.dumps({TYPE: shown}, indent=2, separators=(",", " : "))
    at = str((place / "boost").value())
    cause = illegal_argument(f"negative [boost] are not allowed in [{printed}], use a value between 0 and 1 to deboost")
    failed = parse_error(at, f"[{TYPE}] failed to parse field [boost]", cause)
    built = parse_error(at, f"failed to build [{TYPE}] after last required field arrived", failed)
    return parsing(built.reason or "", place.end(), built)
