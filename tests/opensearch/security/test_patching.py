from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.errors import ApiError
from fakeinfer.opensearch.security.patching import first_names, patched, read_patch

BEFORE = {"a": ["x", "y"], "b": {"c": 1}, "d/e": 2}


@pytest.mark.parametrize(
    ("step", "after"),
    [
        ({"op": "add", "path": "/a/-", "value": "z"}, {"a": ["x", "y", "z"]}),
        ({"op": "add", "path": "/a/0", "value": "z"}, {"a": ["z", "x", "y"]}),
        ({"op": "replace", "path": "/a/1", "value": "z"}, {"a": ["x", "z"]}),
        ({"op": "remove", "path": "/a/0"}, {"a": ["y"]}),
        ({"op": "add", "path": "/n", "value": 3}, {"n": 3}),
        ({"op": "replace", "path": "/b/c", "value": 3}, {"b": {"c": 3}}),
        ({"op": "replace", "path": "/d~1e", "value": 3}, {"d/e": 3}),
    ],
)
def test_operations(step: dict[str, Any], after: dict[str, Any]) -> None:
    assert patched(BEFORE, read_patch([step])) == {**BEFORE, **after}
    assert BEFORE == {"a": ["x", "y"], "b": {"c": 1}, "d/e": 2}


def test_the_whole_may_be_replaced() -> None:
    assert patched(BEFORE, [{"op": "replace", "path": "", "value": 1}]) == 1


@pytest.mark.parametrize(
    "step",
    [
        {"op": "remove", "path": "/nope"},
        {"op": "add", "path": "/nope/-", "value": 1},
        {"op": "replace", "path": "/a/9", "value": 1},
        {"op": "add", "path": "/a/x", "value": 1},
        {"op": "replace", "path": "/d~1e/f", "value": 1},
    ],
)
def test_what_cannot_be_applied(step: dict[str, Any]) -> None:
    with pytest.raises(ApiError) as refused:
        patched(BEFORE, [step])
    assert refused.value.status == 400


@pytest.mark.parametrize("body", [None, {}, [], [{}], ["x"], "x", 1])
def test_what_is_no_patch(body: Any) -> None:
    with pytest.raises(ApiError) as refused:
        read_patch(body)
    assert refused.value.body() == {"status": "BAD_REQUEST", "message": "Wrong request body"}


def test_which_entries_a_patch_is_about() -> None:
    assert first_names([{"path": "/a/b"}, {"path": "/a"}, {"path": "/c"}, {"path": ""}]) == ["a", "c"]
