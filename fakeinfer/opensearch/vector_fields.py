"""The field type `knn_vector`.

Source: opensearch-project/k-NN:src/main/java/org/opensearch/knn/index/mapper/KNNVectorFieldMapper.java; texts observed:
opensearch 2.19.1.
"""

from __future__ import annotations

from typing import Any

from ..mapping.options import META, flag, java_text
from ..mapping.types import Definition, Option, Refused, Where, field_type
from ..search.values import number_of
from ..wire import Json

SPACES = ("l2", "cosinesimil", "l1", "linf", "innerproduct", "hamming")
ENGINES = ("nmslib", "lucene", "faiss", "undefined")
METHODS = ("hnsw", "ivf", "flat")
MAX_DIMENSIONS = 16_000
METHOD_KEYS = ("name", "space_type", "engine", "parameters")


def _dimension(name: str, option: str, value: Json) -> int:
    number = number_of(value)
    if number is None:
        reason = f"Unable to parse [dimension] from provided value [{java_text(value)}] for vector [{name}]"
        raise Refused(reason, as_argument=True)
    if number <= 0:
        raise Refused(f"Dimension value must be greater than 0 for vector: {name}", as_argument=True)
    return int(number)


def _space(value: Json) -> str:
    if value not in SPACES:
        raise Refused(f"Invalid space_type: {java_text(value)}")
    return str(value)


def _method(name: str, option: str, value: Json) -> Json:
    if not isinstance(value, dict):
        raise Refused("Unable to parse method component")
    for key in value:
        if key not in METHOD_KEYS:
            raise Refused(f"Invalid parameter for MethodContext: {key}")
    if "engine" in value and value["engine"] not in ENGINES:
        raise Refused(f"Invalid engine: {java_text(value['engine'])}")
    if "space_type" in value:
        _space(value["space_type"])
    if not value.get("name"):
        raise Refused("name needs to be set")
    if value["name"] not in METHODS:
        raise _invalid(f"Invalid method name: {value['name']}")
    shown: dict[str, Any] = {key: value[key] for key in ("engine", "space_type", "name") if key in value}
    return {**shown, "parameters": value.get("parameters") or {}}


def _invalid(problem: str) -> Refused:
    return Refused(f"Validation Failed: 1: {problem};", type="validation_exception")


@field_type(
    "knn_vector",
    "vector",
    options={
        "dimension": Option(None, read=_dimension),
        "method": Option(None, read=_method),
        "model_id": Option(None, refers_to="knn_model"),
        "space_type": Option(None, read=lambda name, option, value: _space(value)),
        "data_type": Option("float"),
        "mode": Option(None),
        "compression_level": Option(None),
        "store": flag(False),
        "doc_values": flag(True),
        "ignore_malformed": flag(False),
        "meta": META,
    },
)
def knn_vector(definition: Definition, where: Where) -> Definition:
    """Vectors of numbers, for approximate search in indices with `index.knn`."""
    dimension = definition.get("dimension")
    if dimension is None and "model_id" not in definition:
        raise Refused(f"Dimension value missing for vector: {where.leaf}", as_argument=True)
    if "method" in definition and "model_id" in definition:
        raise Refused(f"Method and model can not be both specified in the mapping: {where.leaf}", as_argument=True)
    if dimension is not None and dimension > MAX_DIMENSIONS:
        engine = definition.get("method", {}).get("engine", "faiss")
        raise _invalid(f"Dimension value cannot be greater than {MAX_DIMENSIONS} for vector with engine: {engine}")
    return definition
