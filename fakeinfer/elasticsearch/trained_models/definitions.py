"""Definitions of models that run in the server: `definition` as JSON, or compressed and in base64. Read, checked, printed.

Source: elastic/elasticsearch:x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/ml/inference/{TrainedModelDefinition,InferenceToXContentCompressor}.java
"""

from __future__ import annotations

import base64
import binascii
import gzip
import json
import re
import zlib
from typing import Any

from ...errors import ApiError, illegal_argument, parse_error
from ...formats.jsontext import dumps
from . import errors

_MODELS = ("tree", "ensemble", "lang_ident_neural_network")
_PREPROCESSORS = (
    "one_hot_encoding",
    "target_mean_encoding",
    "frequency_encoding",
    "custom_word_embedding",
    "n_gram_encoding",
    "multi",
)
_AGGREGATES = ("weighted_mode", "weighted_sum", "logistic_regression", "exponent")


def decoded(text: str) -> bytes:
    """The bytes of a `compressed_definition`, as Java's decoder takes base64."""
    bad = re.search(r"[^A-Za-z0-9+/=]", text)
    if bad is not None:
        raise illegal_argument(f"Illegal base64 character {ord(bad[0]):x}")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except binascii.Error:
        raise illegal_argument("Input byte array has wrong 4-byte ending unit") from None


def unpacked(data: bytes) -> Any:
    """The definition in a compressed one; raises what the server names as the cause."""
    try:
        text = gzip.decompress(data)
    except EOFError:
        raise ApiError(400, "e_o_f_exception", "Unexpected end of ZLIB input stream") from None
    except (gzip.BadGzipFile, zlib.error):
        raise ApiError(400, "zip_exception", "Not in GZIP format") from None
    try:
        return json.loads(text)
    except ValueError:
        raise parse_error("the definition is no JSON") from None


def packed(definition: dict[str, Any]) -> str:
    """A definition as GET shows it unless it is asked to decompress."""
    return base64.b64encode(gzip.compress(dumps(definition).encode(), mtime=0)).decode()


def check(model_id: str, definition: Any) -> dict[str, Any]:
    """The definition if it can be read; the place of what is wrong is not known here."""
    if not isinstance(definition, dict):
        raise errors.definition_not_parsed(model_id, _unreadable("Expected START_OBJECT"))
    for name in definition:
        if name not in ("preprocessors", "trained_model"):
            raise errors.definition_not_parsed(
                model_id, _unreadable(f"[trained_model_definition] unknown field [{name}]")
            )
    model = definition.get("trained_model")
    if not isinstance(model, dict) or len(model) != 1 or next(iter(model)) not in _MODELS:
        what = next(iter(model), "") if isinstance(model, dict) else ""
        problem = f"unknown field [{what}]" if what else "[trained_model] must not be null."
        raise errors.definition_not_parsed(model_id, _unreadable(problem))
    for preprocessor in definition.get("preprocessors", ()):
        kind = next(iter(preprocessor), "") if isinstance(preprocessor, dict) else ""
        if kind not in _PREPROCESSORS:
            raise errors.definition_not_parsed(model_id, _unreadable(f"unknown field [{kind}]"))
    problem = _problem_of(model)
    if problem is not None:
        raise errors.definition_invalid(model_id, illegal_argument(problem))
    return definition


def _unreadable(reason: str) -> ApiError:
    return ApiError(400, "x_content_parse_exception", reason)


def _problem_of(model: dict[str, Any]) -> str | None:
    """What `TrainedModel.validate` says of a model, of the trees of an ensemble first."""
    kind, inner = next(iter(model.items()))
    if kind == "ensemble":
        models = inner.get("trained_models", [])
        if not models:
            return "[trained_models] must not be empty"
        aggregate = next(iter(inner.get("aggregate_output", {"weighted_sum": {}})), "")
        if aggregate not in _AGGREGATES:
            return f"unknown aggregate_output [{aggregate}]"
        weights = inner.get("aggregate_output", {}).get(aggregate, {}).get("weights")
        if isinstance(weights, list) and len(weights) != len(models):
            return (
                "[aggregate_output] expects value array of size "
                f"[{len(weights)}] but number of models is [{len(models)}]"
            )
        return next((found for one in models if (found := _problem_of(one)) is not None), None)
    if kind != "tree":
        return None
    nodes = inner.get("tree_structure", [])
    if not nodes:
        return "[tree_structure] must not be empty"
    indices = {node.get("node_index", number) for number, node in enumerate(nodes)}
    missing = sorted(
        child
        for node in nodes
        for key in ("left_child", "right_child")
        if (child := node.get(key, -1)) >= 0 and child not in indices
    )
    if missing:
        return f"[tree] contains missing nodes {missing}"
    return None


def type_of(definition: dict[str, Any]) -> str:
    """The model type that the definition is of."""
    return "lang_ident" if "lang_ident_neural_network" in definition["trained_model"] else "tree_ensemble"


def target_of(definition: dict[str, Any]) -> str:
    """What the model's answers are: `classification` or `regression`."""
    inner = next(iter(definition["trained_model"].values()))
    return (
        "classification"
        if "lang_ident_neural_network" in definition["trained_model"]
        else str(inner.get("target_type", "regression"))
    )


def operations_of(definition: dict[str, Any]) -> int:
    """The server's estimate of the work of one inference: the depth of the trees."""
    return _operations(definition["trained_model"])


def _operations(model: dict[str, Any]) -> int:
    kind, inner = next(iter(model.items()))
    if kind == "ensemble":
        trees = inner["trained_models"]
        return sum(map(_operations, trees)) + 2 * (len(trees) - 1) + len(inner.get("feature_names", ()))
    return len(inner.get("tree_structure", ())).bit_length()


def size_of(definition: dict[str, Any]) -> int:
    """How much memory the definition would take, roughly: the server counts the bytes of its Java objects."""
    return 8 * (len(dumps(definition)) // 8 + 1)
