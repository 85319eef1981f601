"""What a field cannot be asked by a `knn` query, in the order in which the server looks.

Source: opensearch-project/k-NN:src/main/java/org/opensearch/knn/index/query/KNNQueryBuilder.java (`doToQuery`) and
`.../common/KNNValidationUtil.java`; texts observed: opensearch 2.19.1.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ...search.errors import QueryRefused
from ...search.vectors.columns import Vector

if TYPE_CHECKING:
    from .fields import VectorField
    from .knn import Knn

SEARCH_PARAMETERS = {"hnsw": "ef_search", "ivf": "nprobes"}
"""Methods with what a query may say about them."""
BYTES = range(-128, 128)


def check(asked: Knn, target: VectorField, *, inside_nested: bool) -> None:
    """Refuse what the field cannot be asked."""
    kind = "max_distance" if asked.max_distance is not None else "min_score" if asked.min_score is not None else "k"
    _check_parameters(asked, target, kind)
    if asked.k is None:
        _check_radius(asked, target)
    _check_vector(asked.vector, target)
    engine = target.engine.upper()
    if asked.filter is not None and engine == "NMSLIB":
        raise QueryRefused(f"Engine [{engine}] does not support filters")
    if asked.k is not None and asked.expand_nested_docs and not inside_nested:
        raise QueryRefused(
            "Invalid value provided for the [expand_nested_docs] field. [expand_nested_docs] is only supported with a"
            " nested field."
        )
    for number, value in enumerate(asked.vector):
        if not math.isfinite(value):
            shown = "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
            raise QueryRefused(f"non-finite value at vector[{number}]={shown}")
    if asked.k is None and target.engine == "lucene" and asked.threshold(target) < 0:
        raise QueryRefused("traversalSimilarity should be <= resultSimilarity")


def _check_parameters(asked: Knn, target: VectorField, kind: str) -> None:
    known = SEARCH_PARAMETERS.get(target.method)
    if kind != "k" and target.engine == "lucene":
        known = None
    unknown = [name for name in asked.method_parameters if name != known]
    if unknown:
        listed = "".join(f"{number}: Unknown parameter '{name}' found;" for number, name in enumerate(unknown, 1))
        combination = f"[{target.engine.upper()}]:[{target.method}]:[{kind}]"
        raise QueryRefused(f"Parameters not valid for {combination} combination: [Validation Failed: {listed}]")


def _check_radius(asked: Knn, target: VectorField) -> None:
    if target.engine == "nmslib":
        raise _unsupported("Engine [NMSLIB] does not support radial search")
    if target.data_type == "binary":
        raise _unsupported("Binary data type does not support radial search")
    if target.quantized:
        raise _unsupported("Radial search is not supported for indices which have quantization enabled")
    if target.space == "innerproduct":
        return
    space = {"l2": "L2", "cosinesimil": "COSINESIMIL"}.get(target.space, target.space.upper())
    if asked.max_distance is not None and asked.max_distance < 0:
        raise QueryRefused(f"[knn] requires distance to be non-negative for space type: {space}")
    if asked.min_score is not None and asked.min_score > 1:
        raise QueryRefused(f"[knn] requires score to be in the range [0, 1] for space type: {space}")


def _unsupported(reason: str) -> QueryRefused:
    return QueryRefused(reason, "unsupported_operation_exception")


def _check_vector(vector: Vector, target: VectorField) -> None:
    given = len(vector) * 8 if target.data_type == "binary" else len(vector)
    if given != target.dimension:
        raise QueryRefused(f"Query vector has invalid dimension: {given}. Dimension should be: {target.dimension}")
    if target.data_type != "float":
        for value in vector:
            problem = byte_problem(value, target.data_type)
            if problem is not None:
                raise QueryRefused(problem)
    problem = zero_problem(vector, target.space)
    if problem is not None:
        raise QueryRefused(problem)


def finite_problem(value: float) -> str | None:
    """What is wrong with a number of a vector."""
    if math.isnan(value):
        return "KNN vector values cannot be NaN"
    return "KNN vector values cannot be infinity" if math.isinf(value) else None


def byte_problem(value: float, data_type: str) -> str | None:
    """What is wrong with a number that is to be a byte."""
    problem = finite_problem(value)
    if problem is not None:
        return problem
    opening = f"[data_type] field was set as [{data_type}] in index mapping. But, KNN vector values are"
    if value % 1:
        return f"{opening} floats instead of byte integers"
    return None if value in BYTES else f"{opening} not within in the byte range [-128, 127]"


def zero_problem(vector: Vector, space: str) -> str | None:
    """Vectors without a direction cannot be compared by it."""
    if space != "cosinesimil" or any(vector):
        return None
    return f"zero vector is not supported when space type is [{space}]"
