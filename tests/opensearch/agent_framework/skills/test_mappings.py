"""Mappings as tools tell models of them."""

from __future__ import annotations

from fakeinfer.opensearch.agent_framework.skills.mappings import flat_fields, merged

PROPERTIES = {
    "a": {"type": "text", "fields": {"keyword": {"type": "keyword"}}},
    "o": {"properties": {"b": {"type": "long"}}},
    "n": {"type": "nested", "properties": {"c": {"type": "date"}}},
    "l": {"type": "alias", "path": "a"},
}


def test_fields_stand_by_their_paths() -> None:
    plain = {"a": "text", "o.b": "long", "n": "nested", "n.c": "date"}
    assert flat_fields(PROPERTIES, with_subfields=False) == plain
    assert flat_fields(PROPERTIES, with_subfields=True) == {**plain, "a.keyword": "keyword"}


def test_objects_are_merged_and_the_second_mapping_stands() -> None:
    first = {"o": {"properties": {"a": {"type": "long"}}}, "x": {"type": "long"}}
    second = {"o": {"properties": {"b": {"type": "long"}}}, "x": {"type": "text"}}
    both = merged(first, second)
    assert both["o"]["properties"].keys() == {"a", "b"}
    assert both["x"] == {"type": "text"}
    assert first["o"] == {"properties": {"a": {"type": "long"}}}
