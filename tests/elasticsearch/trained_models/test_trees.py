"""Trees: encodings, branches, and how an ensemble adds up."""

from __future__ import annotations

import math
from typing import Any

import pytest

from fakeinfer.elasticsearch.trained_models import trees
from fakeinfer.errors import ApiError
from tests.elasticsearch.trained_models.making import tree


def ensemble(how: str, *models: dict[str, Any], **settings: Any) -> dict[str, Any]:
    return {
        "ensemble": {"feature_names": ["area"], "aggregate_output": {how: settings}, "trained_models": list(models)}
    }


def test_a_branch_is_chosen_by_the_threshold_or_the_default() -> None:
    assert trees.run(tree(), {"area": 50}) == [0.0]
    assert trees.run(tree(), {"area": "50.5"}) == [1.0]
    assert trees.run(tree(), {}) == [0.0]
    assert trees.run(tree(), {"area": "wide"}) == [0.0]


@pytest.mark.parametrize(("how", "at_fifty"), [("lte", 0.0), ("lt", 1.0), ("gt", 1.0), ("gte", 0.0)])
def test_a_threshold_has_two_sides(how: str, at_fifty: float) -> None:
    model = tree()
    model["tree"]["tree_structure"][0]["decision_type"] = how
    assert trees.run(model, {"area": 50}) == [at_fifty]


def test_trees_add_up() -> None:
    fields = {"area": 60}
    assert trees.run(ensemble("weighted_sum", tree(), tree(), weights=[2, 0.5]), fields) == [2.5]
    assert trees.run(ensemble("exponent", tree()), fields) == [math.e]
    (share,) = trees.run(ensemble("logistic_regression", tree()), fields)
    assert share == pytest.approx(1 / (1 + math.exp(-1)))
    assert trees.probabilities(ensemble("logistic_regression", tree()), [share], 2) == [1 - share, share]


def test_trees_vote() -> None:
    votes = trees.run(ensemble("weighted_mode", tree(), tree(), num_classes=2, weights=[1, 3]), {"area": 60})
    assert votes == pytest.approx([math.exp(-4) / (1 + math.exp(-4)), 1 / (1 + math.exp(-4))])


def test_fields_are_encoded() -> None:
    fields = trees.encode(
        [
            {"one_hot_encoding": {"field": "k", "hot_map": {"a": "is_a", "b": "is_b"}}},
            {
                "target_mean_encoding": {
                    "field": "k",
                    "feature_name": "mean",
                    "target_map": {"b": 7.0},
                    "default_value": 1,
                }
            },
            {"frequency_encoding": {"field": "k", "feature_name": "often", "frequency_map": {"b": 0.5}}},
            {"one_hot_encoding": {"field": "absent", "hot_map": {"a": "x"}}},
        ],
        {"k": "b"},
    )
    assert fields == {"k": "b", "is_a": 0, "is_b": 1, "mean": 7.0, "often": 0.5}


def test_an_encoding_that_is_not_known_here_is_said() -> None:
    with pytest.raises(ApiError, match="n_gram_encoding"):
        trees.encode([{"n_gram_encoding": {"field": "k"}}], {"k": "b"})


def test_objects_within_objects_are_paths() -> None:
    assert trees.flattened({"a": {"b": 1, "c": {"d": 2}}, "e": [3]}) == {"a.b": 1, "a.c.d": 2, "e": [3]}
