"""The `script_score` query: what another query finds, scored by a script: Painless, or `knn_score` of k-NN.

Sources: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/index/query/functionscore/ScriptScoreQueryBuilder.java,
opensearch-project/k-NN:src/main/java/org/opensearch/knn/plugin/script/KNNScoreScriptLeafFactory.java; texts observed:
opensearch 2.19.1.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from ... import indices
from ...errors import ApiError, illegal_argument
from ...formats.javatext import java_class
from ...formats.singles import single
from ...mapping.options import java_text
from ...search.engine import shortest
from ...search.errors import QueryRefused
from ...search.query import Query, Reading, Scores
from ...search.vectors.columns import in_single
from ...search.vectors.parsing import FLOAT, TEXT, Field, read_object, within
from . import changes, counts
from .checks import byte_problem, zero_problem
from .fields import VectorField, vector_field

if TYPE_CHECKING:
    from ...search.locate import Place
    from ...search.view import View
    from ...wire import Json

_SCRIPT = within(
    "script",
    {
        "source": Field(("VALUE_STRING", "START_OBJECT"), lambda value, place: value),
        "id": TEXT,
        "lang": TEXT,
        "options": Field(("START_OBJECT",), lambda value, place: value),
        "params": Field(("START_OBJECT",), lambda value, place: value),
    },
)


class ScriptScore(NamedTuple):
    """What `query` finds, scored by a script."""

    query: Query
    script: dict[str, Any]
    min_score: float | None
    boost: float

    def scores(self, view: View, boost: float) -> Scores:
        found = self.query.scores(view, 1.0)
        factor = single(boost * self.boost)
        scores: Scores = {}
        for number, value in self._scored(view, found):
            if math.isnan(value) or value < 0:
                shown = java_text(shortest(value)) if value == value else "NaN"
                raise illegal_argument(
                    f"script_score script returned an invalid score [{shown}] for doc [{_place_in_segment(view, number)}]."
                    " Must be a non-negative score!"
                )
            score = single(value * factor)
            if self.min_score is None or score >= self.min_score:
                scores[number] = score
        return scores

    def _scored(self, view: View, found: Scores) -> Iterator[tuple[int, float]]:
        if "id" in self.script:
            missing = f"unable to find script [{self.script['id']}] in cluster state"
            raise _refused(view, ApiError(404, "resource_not_found_exception", missing))
        lang = self.script.get("lang", "painless")
        if lang == "knn":
            return self._by_vectors(view, found)
        if lang != "painless":
            raise QueryRefused(f"script_lang not supported [{lang}]")
        return self._by_painless(view, found)

    def _by_painless(self, view: View, found: Scores) -> Iterator[tuple[int, float]]:
        from ...painless import compile, frozen
        from .doc_values import DocWithVectors
        from .script_functions import functions

        try:
            script = compile(
                str(self.script["source"]), ("params", "doc", "_score"), returns="double", functions=functions()
            )
        except ApiError as refused:
            if refused.type != "script_exception":
                raise
            raise _refused(view, refused) from None
        doc = DocWithVectors(view)
        params = frozen(self.script.get("params") or {})
        reads_source = "_source" in str(self.script["source"])
        for number in sorted(found):
            doc.number = number
            if reads_source:
                params = frozen({**(self.script.get("params") or {}), "_source": view.sources[number]})
            value = script.run({"params": params, "doc": doc, "_score": found[number]})
            yield number, single(float(value))

    def _by_vectors(self, view: View, found: Scores) -> Iterator[tuple[int, float]]:
        if self.script.get("source") != "knn_score":
            source = self.script.get("source")
            cause = illegal_argument(f"Unknown script name {source}")
            reason = f"Failed to compile inline script [{source}] using lang [knn]"
            raise _refused(view, cause, reason)
        counts.count(view.state, "script_query_requests")
        params = self.script.get("params") or {}
        for name in ("field", "space_type", "query_value"):
            if params.get(name) is None:
                raise QueryRefused(f"Missing parameter [{name}]")
        space = str(params["space_type"]).lower()
        if space == "hammingbit":
            return _by_bits(view, found, params)
        return _by_space(view, found, space, params)


def _place_in_segment(view: View, number: int) -> int:
    """A document's number among all of Lucene's, where nested objects stand before what they are in."""
    before = 0
    for path, around in view.fields.nested.items():
        if around == view.path:
            before += sum(owner <= number for owner in view.nested(path).owners or ())
    return number + before


def _refused(view: View, cause: ApiError, reason: str | None = None) -> ApiError:
    """The script cannot be made; its own error is the root of it."""
    uuid = indices.find(view.state, view.index)["uuid"]
    return ApiError(
        400,
        "query_shard_exception",
        f"failed to create query: {reason or cause.reason}",
        metadata={"index": view.index, "index_uuid": uuid},
        caused_by=cause,
        root_cause=(cause,),
    )


_SPACES = {"l2": "l2", "cosinesimil": "cosine", "l1": "l1", "linf": "l-inf", "innerproduct": "innerproduct", "hamming": "hamming"}  # fmt: skip
"""Spaces with the names that refusals give them."""


def _by_space(view: View, found: Scores, space: str, params: dict[str, Any]) -> Iterator[tuple[int, float]]:
    if space not in _SPACES:
        raise QueryRefused("Invalid space type. Please refer to the available space types.")
    target = vector_field(view, str(params["field"]))
    if target is None:
        raise QueryRefused(f"Incompatible field_type for {_SPACES[space]} space. The field type must be knn_vector.")
    if (target.data_type == "binary") != (space == "hamming"):
        wanted = "[BINARY]" if space == "hamming" else "[BYTE, FLOAT]"
        raise QueryRefused(
            f"Incompatible field_type for {_SPACES[space]} space. The data type should be {wanted} but got"
            f" {target.data_type.upper()}"
        )
    from .doc_values import DocWithVectors, VectorValues
    from .script_functions import knn_score

    vector = _query_value(params["query_value"], target)
    problem = zero_problem(vector, space)
    if problem is not None:
        raise QueryRefused(problem)
    values = VectorValues(DocWithVectors(view), target)
    numbers = [number for number in sorted(found) if number in values.column.vectors]
    halved = changes.COSINE_SCRIPTS_ARE_HALVED in view.state.switched_on
    scored = dict(zip(numbers, knn_score(space, vector, values, numbers, halved=halved), strict=True))
    return ((number, scored.get(number, 0.0)) for number in sorted(found))


def _query_value(value: Json, target: VectorField) -> tuple[float, ...]:
    if not isinstance(value, list):
        raise _not_castable(value, "java.util.List")
    for number in value:
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise _not_castable(number, "java.lang.Number")
    vector = in_single(value)
    if target.data_type != "float":
        for number in vector:
            problem = byte_problem(number, target.data_type)
            if problem is not None:
                raise QueryRefused(problem)
    if len(vector) != target.length:
        raise QueryRefused(
            f"Object's length={len(vector)} does not match the expected length={target.length}.",
            "illegal_state_exception",
        )
    return vector


def _not_castable(value: Json, wanted: str) -> QueryRefused:
    held = java_class(value)
    reason = f"class {held} cannot be cast to class {wanted} ({held} and {wanted} are in module java.base of loader 'bootstrap')"
    return QueryRefused(reason, "class_cast_exception")


def _by_bits(view: View, found: Scores, params: dict[str, Any]) -> Iterator[tuple[int, float]]:
    """`hammingbit`: the bits in which a long, or bytes, differ."""
    field = view.fields.get(str(params["field"]))
    query = params["query_value"]
    if field is None or field.type.name not in ("long", "binary"):
        raise QueryRefused("Incompatible field_type for hammingbit space. The field type must of type long or binary.")
    if field.type.name == "binary":
        from ...errors import not_implemented

        raise not_implemented("the space hammingbit on fields of type binary")
    if isinstance(query, bool) or not isinstance(query, int):
        raise QueryRefused("Object cannot be parsed as a Long.")
    held = view.values(field)
    mask = 2**64 - 1
    return (
        (number, single(1 / (1 + ((min(held[number]) ^ query) & mask).bit_count())) if held[number] else 0.0)
        for number in sorted(found)
    )


def read(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """Read a script_score query."""
    fields = {
        "query": Field(("START_OBJECT",), reading.query),
        "script": Field(("START_OBJECT",), _read_script),
        "min_score": FLOAT,
        "boost": FLOAT,
        "_name": TEXT,
    }
    found = read_object("script_score", body, place, fields, ("query", "script"))
    if found.get("boost", 1.0) < 0:
        cause = illegal_argument(
            "negative [boost] are not allowed in [script_score], use a value between 0 and 1 to deboost"
        )
        reason = "Failed to build [script_score] after last required field arrived"
        raise ApiError(400, "x_content_parse_exception", reason, caused_by=cause)
    return ScriptScore(found["query"], found["script"], found.get("min_score"), found.get("boost", 1.0))


def _read_script(value: Json, place: Place) -> dict[str, Any]:
    script: dict[str, Any] = _SCRIPT.read(value, place)
    if "source" not in script and "id" not in script:
        raise illegal_argument("must specify either [source] for an inline script or [id] for a stored script")
    return script
