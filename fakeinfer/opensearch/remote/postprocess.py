"""Built-in functions that turn a service's answer into tensors, by the names that connectors give them.

Sources: opensearch-project/ml-commons:common/src/main/java/org/opensearch/ml/common/connector/MLPostProcessFunction.java
and `.../connector/functions/postprocess/`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from ...errors import illegal_argument
from ...versions import Span, Version
from ...wire import Json
from . import errors

PREFIX = "connector.post_process."
Tensor = dict[str, Any]
DATA_TYPES = (
    "FLOAT32", "FLOAT64", "FLOAT16", "UINT8", "INT8", "INT32", "INT64", "BOOLEAN", "UNKNOWN", "STRING", "BINARY", "UBINARY",
)  # fmt: skip
_NO_LIST = "Post process function input is not a List."
_NO_FLOATS = "The embedding should be a non-empty List containing Float values."


_ALWAYS = Span()


class PostProcess(NamedTuple):
    """One function: the path it reads by itself, what it makes of what is there, and the versions that have it."""

    path: str
    make: Callable[[Any, str | None], list[Tensor]]
    span: Span = _ALWAYS


def tensor(name: str, data: list[Any], data_type: str | None = None) -> Tensor:
    """A row of numbers."""
    return {"name": name, "data_type": data_type or "FLOAT32", "shape": [len(data)], "data": data}


def mapped(data: Json) -> Tensor:
    """An answer as it is."""
    return {"name": "response", "dataAsMap": data}


def _embeddings(found: Any, data_type: str | None) -> list[Tensor]:
    if not isinstance(found, list):
        raise illegal_argument(_NO_LIST)
    if found:
        if not isinstance(found[0], list):
            raise illegal_argument("The embedding should be a non-empty List containing List of Float values.")
        if not found[0] or not _is_number(found[0][0]):
            raise illegal_argument(_NO_FLOATS)
    return [tensor("sentence_embedding", embedding, data_type) for embedding in found]


def _embedding(found: Any, data_type: str | None) -> list[Tensor]:
    if not isinstance(found, list):
        raise illegal_argument(_NO_LIST)
    if found and not _is_number(found[0]):
        raise illegal_argument(_NO_FLOATS)
    return [tensor("sentence_embedding", found, data_type)]


def _cohere_rerank(found: Any, data_type: str | None) -> list[Tensor]:
    if not isinstance(found, list):
        raise illegal_argument(_NO_LIST)
    if found:
        if not isinstance(found[0], dict):
            raise illegal_argument("Post process function input is not a List of Map.")
        if not {"index", "relevance_score"} <= found[0].keys():
            raise illegal_argument("The rerank result should contain index and relevance_score.")
    return _scores(found, "relevance_score")


def _bedrock_rerank(found: Any, data_type: str | None) -> list[Tensor]:
    if not isinstance(found, list):
        raise illegal_argument(_NO_LIST)
    if not found:
        raise illegal_argument("Post process function input is empty.")
    for one in found:
        if not isinstance(one, dict):
            raise illegal_argument("Rerank result is not a Map.")
        if not one:
            raise illegal_argument("Rerank result is empty.")
        if not {"index", "relevanceScore"} <= one.keys():
            raise illegal_argument("Rerank result should have both index and relevanceScore.")
        if not isinstance(one["relevanceScore"], float):
            raise illegal_argument("relevanceScore is not BigDecimal or Double.")
    return _scores(found, "relevanceScore")


def _scores(found: list[dict[str, Any]], name: str) -> list[Tensor]:
    scores: list[Any] = [None] * len(found)
    for one in found:
        index, score = one.get("index"), one.get(name)
        if not isinstance(index, int) or not isinstance(score, float):
            raise errors.class_cast(_cannot_cast(index if not isinstance(index, int) else score))
        if not 0 <= index < len(scores):
            raise errors.out_of_bounds(index, len(scores))
        scores[index] = score
    return [tensor("similarity", [score]) for score in scores]


def _cannot_cast(value: Any) -> str:
    kind, wanted = (
        ("java.lang.Integer", "java.lang.Double")
        if isinstance(value, int)
        else ("java.lang.Object", "java.lang.Integer")
    )
    return (
        f"class {kind} cannot be cast to class {wanted} "
        f"({kind} and {wanted} are in module java.base of loader 'bootstrap')"
    )


def _batch_job_arn(found: Any, data_type: str | None) -> list[Tensor]:
    if not isinstance(found, dict):
        raise illegal_argument("Post process function input is not a Map.")
    if "jobArn" not in found:
        raise illegal_argument("job arn is missing.")
    return [mapped({**found, "processedJobArn": str(found["jobArn"]).replace("/", "%2F")})]


def _passthrough(found: Any, data_type: str | None) -> list[Tensor]:
    if not isinstance(found, dict | list):
        raise illegal_argument("Post process function input must be a Map or List")
    results = found.get("inference_results") if isinstance(found, dict) else None
    if not isinstance(results, list):
        return [mapped(found)]
    outputs = [
        output
        for result in results
        if isinstance(result, dict) and isinstance(result.get("output"), list)
        for output in result["output"]
        if isinstance(output, dict) and output
    ]
    return [_unwrapped(output) for output in outputs]


def _unwrapped(output: dict[str, Any]) -> Tensor:
    """A tensor as another server of the same kind sent it."""
    name = output.get("name")
    kept: Tensor = {"name": name if isinstance(name, str) else "output"}
    if output.get("data_type") in DATA_TYPES:
        kept["data_type"] = output["data_type"]
    kept.update({key: output[key] for key in ("shape", "data") if isinstance(output.get(key), list)})
    kept.update({key: output[key] for key in ("result", "dataAsMap") if output.get(key) is not None})
    return kept


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_COHERE_V2 = ("float", "int8", "uint8", "binary", "ubinary")
FUNCTIONS = {
    "openai.embedding": PostProcess("$.data[*].embedding", _embeddings),
    "cohere.embedding": PostProcess("$.embeddings", _embeddings),
    **{
        f"cohere_v2.embedding.{kind}": PostProcess(f"$.embeddings.{kind}", _embeddings, Span("3.0"))
        for kind in _COHERE_V2
    },
    "default.embedding": PostProcess("$[*]", _embeddings, Span("2.11")),
    "bedrock.embedding": PostProcess("$.embedding", _embedding, Span("2.12")),
    "bedrock_v2.embedding.float": PostProcess("$.embeddingsByType.float", _embedding, Span("3.0")),
    "bedrock_v2.embedding.binary": PostProcess("$.embeddingsByType.binary", _embedding, Span("3.0")),
    "bedrock.nova.embedding": PostProcess("$.embeddings[*].embedding", _embeddings, Span("3.6")),
    "bedrock.batch_job_arn": PostProcess("$", _batch_job_arn, Span("2.18")),
    "cohere.rerank": PostProcess("$.results", _cohere_rerank, Span("2.12")),
    "default.rerank": PostProcess("$[*]", _cohere_rerank, Span("2.12")),
    "bedrock.rerank": PostProcess("$.results", _bedrock_rerank, Span("2.19")),
    "mlcommons.passthrough": PostProcess("$", _passthrough, Span("3.3")),
}


def named(name: str, version: Version) -> PostProcess | None:
    """The built-in function of that name, if this version has it."""
    found = FUNCTIONS.get(name.removeprefix(PREFIX)) if name.startswith(PREFIX) else None
    return found if found is not None and version in found.span else None


def run(function: PostProcess, found: Json, path: str, *, typed: bool) -> list[Tensor]:
    """The tensors of what the path found; since 3.0 the path says of what type they are."""
    if found is None:
        raise illegal_argument("Can't run post process function as model output is null")
    lower = path.lower()
    data_type = next((kind for kind in DATA_TYPES if typed and f".{kind.lower()}" in lower), None)
    return function.make(found, data_type)
