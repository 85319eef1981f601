"""Which indices an expression means."""

from __future__ import annotations

import pytest

from fakeinfer import indices
from fakeinfer.cluster import Cluster, State
from fakeinfer.errors import ApiError
from fakeinfer.indices.resolving import Options, resolve


@pytest.fixture
def state() -> State:
    """A cluster with some indices."""
    state = Cluster("elasticsearch").state
    indices.create(state, "a1", aliases={"al": {}})
    indices.create(state, "a2", aliases={"al": {}})
    indices.create(state, "b")
    indices.create(state, ".h", settings={"index.hidden": "true"})
    return state


@pytest.mark.parametrize(
    ("expression", "names"),
    [
        ("b,a1", ["b", "a1"]),
        ("a*", ["a1", "a2"]),
        ("_all", ["a1", "a2", "b"]),
        ("*,-a*", ["b"]),
        ("al", ["a1", "a2"]),
        (".*", [".h"]),
        ("zz*", []),
        ("a1,a1", ["a1"]),
    ],
)
def test_an_expression_names_indices(state: State, expression: str, names: list[str]) -> None:
    assert resolve(state, expression) == names


def test_hidden_indices_are_seen_when_asked_for(state: State) -> None:
    assert ".h" in resolve(state, "*", Options(expand_wildcards="all"))
    assert resolve(state, "*", Options(expand_wildcards="none")) == []


def test_what_is_absent_is_refused_or_left_out(state: State) -> None:
    with pytest.raises(ApiError):
        resolve(state, "b,nope")
    assert resolve(state, "b,nope", Options(ignore_unavailable=True)) == ["b"]
    with pytest.raises(ApiError):
        resolve(state, "zz*", Options(allow_no_indices=False))
