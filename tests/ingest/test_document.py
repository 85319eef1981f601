"""Fields of a document are reached by path, and every way a path can break has its own words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeinfer.errors import ApiError
from fakeinfer.ingest.document import IngestDocument


def document(**source: Any) -> IngestDocument:
    return IngestDocument(source, {"_index": "i", "_id": "1"}, "2026-01-01T00:00:00Z")


@pytest.mark.parametrize(
    ("source", "path", "value"),
    [
        ({"a": {"b": [1, {"c": 2}]}}, "a.b.1.c", 2),
        ({"a": None}, "a", None),
        ({"a": 1}, "_source.a", 1),
        ({}, "_ingest.timestamp", "2026-01-01T00:00:00Z"),
        ({}, "_index", "i"),
        ({"a": {"": 1}}, "a.", {"": 1}),
    ],
)
def test_a_path_leads_to_a_value(source: dict[str, Any], path: str, value: Any) -> None:
    assert document(**source).get(path) == value
    assert document(**source).has(path)


@pytest.mark.parametrize(
    ("source", "path", "reason"),
    [
        ({}, "a.b", "field [a] not present as part of path [a.b]"),
        ({"a": None}, "a.b", "cannot resolve [b] from null as part of path [a.b]"),
        ({"a": 1.5}, "a.b", "cannot resolve [b] from object of type [java.lang.Double] as part of path [a.b]"),
        ({"a": []}, "a.b", "[b] is not an integer, cannot be used as an index as part of path [a.b]"),
        ({"a": []}, "a.0", "[0] is out of bounds for array with length [0] as part of path [a.0]"),
        ({"a": [1]}, "a.-1", "[-1] is out of bounds for array with length [1] as part of path [a.-1]"),
        ({}, "", "path cannot be null nor empty"),
        ({}, ".", "path [.] is not valid"),
    ],
)
def test_a_broken_path_says_where(source: dict[str, Any], path: str, reason: str) -> None:
    with pytest.raises(ApiError) as raised:
        document(**source).get(path)
    assert raised.value.reason == reason


@pytest.mark.parametrize(
    ("source", "path", "reason"),
    [
        ({}, "a", "field [a] not present as part of path [a]"),
        ({"a": None}, "a.b", "cannot remove [b] from null as part of path [a.b]"),
        ({"a": True}, "a.b", "cannot remove [b] from object of type [java.lang.Boolean] as part of path [a.b]"),
    ],
)
def test_what_is_not_there_is_not_removed(source: dict[str, Any], path: str, reason: str) -> None:
    with pytest.raises(ApiError) as raised:
        document(**source).remove(path)
    assert raised.value.reason == reason


def test_setting_makes_the_objects_on_the_way() -> None:
    changed = document()
    changed.set("a.0.b", 1)
    assert changed.source == {"a": {"0": {"b": 1}}}


def test_appending_makes_a_list_of_a_value() -> None:
    changed = document(a=1, l=[1])
    changed.append("a", [2, 3])
    changed.append("l", 1, duplicates=False)
    changed.append("new", "x")
    assert changed.source == {"a": [1, 2, 3], "l": [1], "new": ["x"]}


def test_flexible_access_joins_parts_of_the_path() -> None:
    changed = document(**{"a.b": {"c": 1}})
    changed.flexible = True
    assert changed.get("a.b.c") == 1
    changed.set("a.b.d", 2)
    changed.set("x.y", 3)
    assert changed.source == {"a.b": {"c": 1, "d": 2}, "x.y": 3}


def test_a_field_does_not_come_to_hold_itself() -> None:
    changed = document(a={"k": 1})
    changed.set("a.b", changed.get("a"))
    changed.append("a.c", changed.get("a"))
    assert changed.source == {"a": {"k": 1, "b": {"k": 1}, "c": [{"k": 1, "b": {"k": 1}}]}}


def test_the_source_that_came_is_left_alone() -> None:
    source = {"a": {"b": [1]}}
    changed = IngestDocument(source, {}, "")
    changed.append("a.b", 2)
    assert source == {"a": {"b": [1]}}


@given(st.lists(st.text("abc", min_size=1, max_size=3), min_size=1, max_size=4), st.integers())
def test_what_was_set_is_there_and_can_be_removed(parts: list[str], value: int) -> None:
    path = ".".join(parts)
    changed = document()
    changed.set(path, value)
    assert changed.get(path) == value
    changed.remove(path)
    assert not changed.has(path)
