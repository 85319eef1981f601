"""function_score against arithmetic."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from tests.search.asking import holding, reason, scores

ALL: dict[str, Any] = {"match_all": {}}


def function(query: dict[str, Any] = ALL, **options: Any) -> dict[str, Any]:
    return {"function_score": {"query": query, **options}}


@pytest.mark.parametrize(
    ("modifier", "expected"),
    [
        ("none", lambda v: v),
        ("log", math.log10),
        ("log1p", lambda v: math.log10(v + 1)),
        ("log2p", lambda v: math.log10(v + 2)),
        ("ln", math.log),
        ("ln1p", math.log1p),
        ("ln2p", lambda v: math.log(v + 2)),
        ("square", lambda v: v * v),
        ("sqrt", math.sqrt),
        ("reciprocal", lambda v: 1 / v),
    ],
)
def test_modifiers(modifier: str, expected: Callable[[float], float]) -> None:
    cluster = holding([{"n": 3}, {"n": 8}])
    found = scores(cluster, function(field_value_factor={"field": "n", "factor": 2, "modifier": modifier}))
    assert found == pytest.approx({"0": expected(6), "1": expected(16)}, rel=1e-6)


@pytest.mark.parametrize(
    ("mode", "expected"), [("multiply", 6), ("sum", 5), ("avg", 2.5), ("first", 2), ("max", 3), ("min", 2)]
)
def test_functions_together(mode: str, expected: float) -> None:
    cluster = holding([{"n": 1}])
    found = scores(cluster, function(functions=[{"weight": 2}, {"weight": 3}], score_mode=mode))
    if mode != "avg":  # weights of weights: the mean of 1, twice
        assert found == {"0": expected}
    else:
        assert found == {"0": 1.0}


@pytest.mark.parametrize(
    ("mode", "expected"), [("multiply", 8), ("replace", 4), ("sum", 6), ("avg", 3), ("max", 4), ("min", 2)]
)
def test_the_query_and_its_functions(mode: str, expected: float) -> None:
    query = {"constant_score": {"filter": ALL, "boost": 2}}
    assert scores(holding([{}]), function(query, weight=4, boost_mode=mode)) == {"0": expected}


@pytest.mark.parametrize("kind", ["gauss", "linear", "exp"])
def test_at_the_scale_only_the_decay_is_left(kind: str) -> None:
    cluster = holding([{"n": 10}, {"n": 12}, {"n": 15}, {}])
    decay = {"n": {"origin": 10, "offset": 2, "scale": 3, "decay": 0.3}}
    found = scores(cluster, function(**{kind: decay}))
    assert found == pytest.approx({"0": 1.0, "1": 1.0, "2": 0.3, "3": 1.0}, rel=1e-6)


def test_what_scores_too_little_is_left_out() -> None:
    cluster = holding({"n": n} for n in range(1, 5))
    value = {"field_value_factor": {"field": "n"}}
    assert set(scores(cluster, function(**value, min_score=3))) == {"2", "3"}
    assert scores(cluster, function(**value, max_boost=2)) == {"0": 1, "1": 2, "2": 2, "3": 2}


@pytest.mark.parametrize("odd", [{"foo": 1}, {"functions": [{}]}, {"functions": {}}, {"weight": 1, "functions": []}])
def test_what_is_refused(odd: dict[str, Any]) -> None:
    assert reason(holding([{}]), function(**odd))
