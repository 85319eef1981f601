"""Maps put together, paths read and written."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.errors import ApiError
from fakeinfer.opensearch.search_running.asking import checked_maps, maps_of, value_at, written

DOCUMENT: dict[str, Any] = {"a": {"b": [1, {"c": 2}]}, "d.e": 3}


def test_maps_are_put_upon_each_other() -> None:
    assert maps_of([{"a": "1"}], [{"b": "2"}, {"c": "3"}]) == [{"a": "1", "b": "2"}, {"c": "3"}]
    assert maps_of(None, None) == []


def test_maps_hold_texts() -> None:
    with pytest.raises(ApiError, match=r"class java.lang.Integer cannot be cast to class java.util.Map"):
        maps_of([1])
    with pytest.raises(ApiError, match=r"cannot be cast to class java.lang.String"):
        checked_maps([{"a": 1}])


@pytest.mark.parametrize(
    ("path", "found"), [("a.b[0]", 1), ("$.a.b[1].c", 2), ("d", None), ("x", None), ("a.b[*].c", [2])]
)
def test_values_are_found(path: str, found: Any) -> None:
    assert value_at(DOCUMENT, path) == found


def test_a_path_is_needed() -> None:
    with pytest.raises(ApiError, match="path can not be null or empty"):
        value_at(DOCUMENT, "")


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("a", {"a": 9, "d.e": 3}),
        ("a.b[0]", {"a": {"b": [9, {"c": 2}]}, "d.e": 3}),
        ("a.b[1].c", {"a": {"b": [1, {"c": 9}]}, "d.e": 3}),
        ("a.b[*].c", {"a": {"b": [1, {"c": 9}]}, "d.e": 3}),
        ("a.x", DOCUMENT),
    ],
)
def test_values_are_written_where_something_is(path: str, found: Any) -> None:
    assert written(DOCUMENT, path, 9) == found
