"""The `script_score` query: what another query finds, scored by a script: Painless, or `knn_score` of k-NN.

Sources: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/index/query/functionscore/ScriptScoreQueryBuilder.java,
opensearch-project/k-NN:src/main/java/org/opensearch/knn/plugin/script/KNNScoreScriptLeafFactory.java; texts observed:
opensearch 2.19.1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...errors import illegal_argument
from ...formats.javatext import java_class
from ...formats.singles import single
from ...search.errors import QueryRefused
from ...search.queries import script_scores
from ...search.queries.script_scores import Scored, refused_script
from ...search.query import Query, Reading, Scores
from ...search.scripts.functions import Function
from ...search.vectors.columns import in_single
from . import changes, counts
from .checks import byte_problem, zero_problem
from .fields import VectorField, vector_field

if TYPE_CHECKING:
    from ...search.locate import Place
    from ...search.scripts.doc_values import Doc
    from ...search.view import View
    from ...wire import Json


@dataclass(frozen=True, slots=True)
class ScriptScore(script_scores.ScriptScore):
    """What a query finds, scored by a script that may compare vectors."""

    def scored(self, view: View, found: Scores) -> Scored:
        if self.script.id is None and self.script.lang == "knn":
            return self._by_vectors(view, found)
        return script_scores.ScriptScore.scored(self, view, found)

    def doc(self, view: View) -> Doc:
        from .doc_values import DocWithVectors

        return DocWithVectors(view)

    def functions(self, view: View, doc: Doc) -> dict[str, Function]:
        from .script_functions import functions

        return functions()

    def _by_vectors(self, view: View, found: Scores) -> Scored:
        source = self.script.source
        if source != "knn_score":
            cause = illegal_argument(f"Unknown script name {source}")
            raise refused_script(view, cause, f"Failed to compile inline script [{source}] using lang [knn]")
        counts.count(view.state, "script_query_requests")
        params = dict(self.script.params)
        for name in ("field", "space_type", "query_value"):
            if params.get(name) is None:
                raise QueryRefused(f"Missing parameter [{name}]")
        space = str(params["space_type"]).lower()
        if space == "hammingbit":
            return _by_bits(view, found, params)
        return _by_space(view, found, space, params)


_SPACES = {"l2": "l2", "cosinesimil": "cosine", "l1": "l1", "linf": "l-inf", "innerproduct": "innerproduct", "hamming": "hamming"}  # fmt: skip
"""Spaces with the names that refusals give them."""


def _by_space(view: View, found: Scores, space: str, params: dict[str, Any]) -> Scored:
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


def _by_bits(view: View, found: Scores, params: dict[str, Any]) -> Scored:
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
    return script_scores.read(ScriptScore, body, place, reading)
