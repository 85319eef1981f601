"""Mappings that change."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.errors import ApiError
from fakeinfer.mapping.merging import merged
from fakeinfer.mapping.parsing import Reader

OLD = {
    "properties": {
        "k": {"type": "keyword"},
        "t": {"type": "text", "analyzer": "simple", "fields": {"raw": {"type": "keyword"}}},
        "o": {"properties": {"x": {"type": "long"}}},
        "n": {"type": "nested"},
    }
}


def merge(field: str, definition: dict[str, Any]) -> dict[str, Any]:
    """One field after a definition of it was merged in."""
    state = Cluster("opensearch").state
    new = Reader(state).read({"properties": {field: definition}})
    result: dict[str, Any] = merged(state, OLD, new)["properties"][field]
    return result


def test_new_fields_join_those_of_an_object() -> None:
    assert merge("o", {"properties": {"y": {"type": "date"}}}) == {
        "properties": {"x": {"type": "long"}, "y": {"type": "date"}}
    }


def test_new_sub_fields_join_those_there_are() -> None:
    definition = {"type": "text", "analyzer": "simple", "fields": {"len": {"type": "keyword", "ignore_above": 3}}}
    assert set(merge("t", definition)["fields"]) == {"raw", "len"}


def test_an_updatable_option_changes() -> None:
    assert merge("k", {"type": "keyword", "ignore_above": 9}) == {"type": "keyword", "ignore_above": 9}


@pytest.mark.parametrize(
    ("field", "definition", "reason"),
    [
        ("k", {"type": "long"}, "mapper [k] cannot be changed from type [keyword] to [long]"),
        (
            "t",
            {"type": "text"},
            "Mapper for [t] conflicts with existing mapper:\n\tCannot update parameter [analyzer] from [simple] to [default]",
        ),
        ("o", {"type": "keyword"}, "can't merge a non object mapping [o] with an object mapping"),
        ("k", {"properties": {}}, "can't merge a non object mapping [k] with an object mapping"),
        ("o", {"type": "nested"}, "can't merge a non nested mapping [o] with a nested mapping"),
    ],
)
def test_what_cannot_change_is_refused(field: str, definition: dict[str, Any], reason: str) -> None:
    with pytest.raises(ApiError) as refused:
        merge(field, definition)
    assert refused.value.reason == reason
