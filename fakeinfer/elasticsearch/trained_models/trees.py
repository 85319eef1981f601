"""Models of trees, run for real: the preprocessors that encode fields, the trees, and how an ensemble adds them up.

Source: elastic/elasticsearch:x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/ml/inference/{preprocessing,trainedmodel/{tree,ensemble}}/
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from ...errors import not_implemented

Fields = dict[str, Any]
"""A document's fields, by dotted path."""


def flattened(document: Mapping[str, Any], before: str = "") -> Fields:
    """A document with objects within objects as dotted paths."""
    found: Fields = {}
    for name, value in document.items():
        if isinstance(value, dict):
            found |= flattened(value, f"{before}{name}.")
        else:
            found[f"{before}{name}"] = value
    return found


def encode(preprocessors: Sequence[Mapping[str, Any]], fields: Fields) -> Fields:
    """The fields with what the preprocessors make of them."""
    encoded = dict(fields)
    for preprocessor in preprocessors:
        kind, how = next(iter(preprocessor.items()))
        if kind not in ("one_hot_encoding", "target_mean_encoding", "frequency_encoding"):
            raise not_implemented(f"the preprocessor [{kind}] of trained models")
        value = encoded.get(how["field"])
        if value is None:
            continue
        if kind == "one_hot_encoding":
            for text, feature in how["hot_map"].items():
                encoded[feature] = 1 if text == str(value) else 0
        elif kind == "target_mean_encoding":
            encoded[how["feature_name"]] = how["target_map"].get(str(value), how["default_value"])
        else:
            encoded[how["feature_name"]] = how["frequency_map"].get(str(value), 0.0)
    return encoded


def run(model: Mapping[str, Any], fields: Fields) -> list[float]:
    """What a model answers: one number, or one for each class where its trees say so."""
    kind, inner = next(iter(model.items()))
    if kind == "tree":
        return _leaf(inner, fields)
    return _added_up(inner, [run(one, fields) for one in inner["trained_models"]])


def probabilities(model: Mapping[str, Any], answer: Sequence[float], classes: int) -> list[float]:
    """How likely each class is, by what `run` answered."""
    kind, inner = next(iter(model.items()))
    if len(answer) > 1:
        return list(answer)
    value = answer[0]
    if kind == "ensemble" and "logistic_regression" in inner.get("aggregate_output", {}):
        return [1 - value, value]
    return [1.0 if number == int(value) else 0.0 for number in range(max(classes, int(value) + 1, 2))]


def _leaf(tree: Mapping[str, Any], fields: Fields) -> list[float]:
    nodes = {node.get("node_index", number): node for number, node in enumerate(tree["tree_structure"])}
    names = tree.get("feature_names", [])
    node = nodes[0]
    while node.get("left_child", -1) >= 0:
        value = _number(fields.get(names[node["split_feature"]]))
        if value is None:
            left = node.get("default_left", False)
        else:
            left = _decide(node.get("decision_type", "lte"), value, node.get("threshold", 0.0))
        node = nodes[node["left_child"] if left else node["right_child"]]
    leaf = node.get("leaf_value", 0.0)
    return [float(one) for one in leaf] if isinstance(leaf, list) else [float(leaf)]


def _decide(how: str, value: float, threshold: float) -> bool:
    return {"lte": value <= threshold, "lt": value < threshold, "gt": value > threshold, "gte": value >= threshold}[how]


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or value is None:
        return None
    try:
        return float(value)
    except OverflowError:  # a whole number beyond every double
        return math.inf if value > 0 else -math.inf
    except (TypeError, ValueError):
        return None


def _added_up(ensemble: Mapping[str, Any], answers: Sequence[Sequence[float]]) -> list[float]:
    how, settings = next(iter(ensemble.get("aggregate_output", {"weighted_sum": {}}).items()))
    weights = settings.get("weights") or [1.0] * len(answers)
    if how == "weighted_mode":
        votes = [0.0] * (settings.get("num_classes") or int(max(answer[0] for answer in answers)) + 1)
        for answer, weight in zip(answers, weights, strict=True):
            votes[int(answer[0])] += weight
        return _softmax(votes)
    sums = [
        sum(weight * answer[at] for answer, weight in zip(answers, weights, strict=True))
        for at in range(len(answers[0]))
    ]
    if how == "exponent":
        return [math.exp(min(one, 700.0)) for one in sums]
    if how == "logistic_regression":
        return _softmax(sums) if len(sums) > 1 else [1 / (1 + math.exp(-max(min(sums[0], 700.0), -700.0)))]
    return sums


def _softmax(values: Sequence[float]) -> list[float]:
    most = max(values)
    grown = [math.exp(value - most) for value in values]
    return [one / sum(grown) for one in grown]
