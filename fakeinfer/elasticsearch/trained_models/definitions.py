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
_ENCODED: dict[str, dict[str, Any]] = {
    "one_hot_encoding": {"field": str, "hot_map": dict},
    "target_mean_encoding": {"field": str, "feature_name": str, "target_map": dict, "default_value": int | float},
    "frequency_encoding": {"field": str, "feature_name": str, "frequency_map": dict},
}
"""What the encodings that are run here need, and of which kind."""
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
        if not data:
            raise EOFError
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
    return base64.b64encode(gzip.compress(dumps(definition).encode(errors="replace"), mtime=0)).decode()


def check(model_id: str, definition: Any) -> dict[str, Any]:
    """The definition if it can be read and makes sense; the place of what is wrong is not known here."""
    try:
        _read(definition)
    except _Unreadable as unreadable:
        cause = ApiError(400, "x_content_parse_exception", str(unreadable))
        raise errors.definition_not_parsed(model_id, cause) from None
    problem = _problem_of(definition["trained_model"])
    if problem is not None:
        raise errors.definition_invalid(model_id, illegal_argument(problem))
    return dict(definition)


class _Unreadable(Exception):
    """What a parser would say of a definition."""


def _read(definition: Any) -> None:
    """Hold a definition against the shape that it must have."""
    fields = _object(definition, "trained_model_definition")
    for name in fields:
        if name not in ("preprocessors", "trained_model"):
            raise _Unreadable(f"[trained_model_definition] unknown field [{name}]")
    if "trained_model" not in fields:
        raise _Unreadable("[trained_model] must not be null.")
    for preprocessor in _list(fields, "preprocessors"):
        kind, how = _named(preprocessor, _PREPROCESSORS)
        for name, wanted in _ENCODED.get(kind, {}).items():
            if not isinstance(how.get(name), wanted):
                raise _Unreadable(f"[{kind}] Required [{name}]")
    _read_model(fields["trained_model"])


def _read_model(model: Any) -> None:
    kind, inner = _named(model, _MODELS)
    if kind == "ensemble":
        if "aggregate_output" in inner:
            _, how = _named(inner["aggregate_output"], _AGGREGATES)
            weights = how.get("weights")
            if weights is not None and not (isinstance(weights, list) and all(map(_is_number, weights))):
                raise _Unreadable("[aggregate_output] weights doesn't support values of type: VALUE_STRING")
        for one in _list(inner, "trained_models"):
            _read_model(one)
    elif kind == "tree":
        names = _list(inner, "feature_names")
        for node in _list(inner, "tree_structure"):
            _read_node(_object(node, "tree_node"), len(names))
    for name in ("classification_labels", "classification_weights", "feature_names"):
        _list(inner, name)


def _read_node(node: dict[str, Any], features: int) -> None:
    for name in ("node_index", "left_child", "right_child", "split_feature"):
        if name in node and not (isinstance(node[name], int) and not isinstance(node[name], bool)):
            raise _Unreadable(f"[tree_node] {name} doesn't support values of that type")
    if "threshold" in node and not _is_number(node["threshold"]):
        raise _Unreadable("[tree_node] threshold doesn't support values of that type")
    if node.get("decision_type", "lte") not in ("lte", "lt", "gt", "gte"):
        raise _Unreadable("[tree_node] failed to parse field [decision_type]")
    leaf = node.get("leaf_value", 0.0)
    if not all(map(_is_number, leaf if isinstance(leaf, list) and leaf else [leaf])):
        raise _Unreadable("[tree_node] leaf_value doesn't support values of that type")
    if node.get("left_child", -1) >= 0 and not 0 <= node.get("split_feature", -1) < features:
        raise _Unreadable("[tree_node] failed to parse field [split_feature]")


def _object(value: Any, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _Unreadable(f"[{name}] Expected START_OBJECT")
    return value


def _named(value: Any, known: tuple[str, ...]) -> tuple[str, dict[str, Any]]:
    """An object with one key, one of `known`, and an object under it."""
    fields = _object(value, "named object")
    name = next(iter(fields), "")
    if len(fields) != 1 or name not in known:
        raise _Unreadable(f"unknown field [{name}]")
    return name, _object(fields[name], name)


def _list(fields: dict[str, Any], name: str) -> list[Any]:
    value = fields.get(name, [])
    if not isinstance(value, list):
        raise _Unreadable(f"[{name}] Expected START_ARRAY")
    return value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _problem_of(model: dict[str, Any]) -> str | None:
    """What `TrainedModel.validate` says of a model, of the trees of an ensemble one by one."""
    kind, inner = next(iter(model.items()))
    if kind == "ensemble":
        models = inner.get("trained_models", [])
        if not models:
            return "[trained_models] must not be empty"
        aggregates: list[dict[str, Any]] = list(inner.get("aggregate_output", {}).values())
        weights = aggregates[0].get("weights") if aggregates else None
        if weights is not None and len(weights) != len(models):
            return f"[aggregate_output] expects value array of size [{len(weights)}] but number of models is [{len(models)}]"
        return next((found for one in models if (found := _problem_of(one)) is not None), None)
    return _problem_of_tree(inner.get("tree_structure", [])) if kind == "tree" else None


def _problem_of_tree(nodes: list[dict[str, Any]]) -> str | None:
    """A tree has nodes, each of them once, and every child is there and comes later."""
    if not nodes:
        return "[tree_structure] must not be empty"
    indices = [node.get("node_index", number) for number, node in enumerate(nodes)]
    children = [
        (index, child)
        for index, node in zip(indices, nodes, strict=True)
        for name in ("left_child", "right_child")
        if (child := node.get(name, -1)) >= 0
    ]
    missing = sorted({child for _, child in children if child not in indices})
    if missing or 0 not in indices:
        return f"[tree] contains missing nodes {missing or [0]}"
    inner = {index for index, _ in children}
    if any(sum(parent == index for parent, _ in children) != 2 for index in inner):
        return "[tree] contains nodes with one child"
    if any(child <= parent for parent, child in children):
        return "[tree] contains cycle"
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
