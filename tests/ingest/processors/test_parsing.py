"""Processors that read texts, where the fixtures do not look."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from tests.ingest.tools import simulated


@pytest.mark.parametrize(
    ("processor", "source", "result"),
    [
        ({"convert": {"field": "a", "type": "long"}}, {"a": "0x10"}, {"a": 16}),
        ({"convert": {"field": "a", "type": "string", "target_field": "b"}}, {"a": 1.5}, {"a": 1.5, "b": "1.5"}),
        ({"convert": {"field": "a", "type": "ip"}}, {"a": "::1"}, {"a": "::1"}),
        ({"convert": {"field": "a", "type": "auto"}}, {"a": ["1", 2, "12345678901"]}, {"a": [1, 2, 12345678901]}),
        (
            {"kv": {"field": "a", "field_split": "&", "value_split": "=", "prefix": "p_", "strip_brackets": True}},
            {"a": "x=[1]&y=2"},
            {"a": "x=[1]&y=2", "p_x": "1", "p_y": "2"},
        ),
        (
            {"csv": {"field": "a", "target_fields": ["x", "y", "z"], "separator": ";", "trim": True, "empty_value": 0}},
            {"a": "1; 2 ;"},
            {"a": "1; 2 ;", "x": "1", "y": "2", "z": 0},
        ),
        ({"dot_expander": {"field": "x.y", "path": "o"}}, {"o": {"x.y": 1}}, {"o": {"x": {"y": 1}}}),
    ],
)
@pytest.mark.parametrize("product", ["elasticsearch", "opensearch"])
def test_a_processor_changes_the_document(
    product: str, processor: dict[str, Any], source: dict[str, Any], result: dict[str, Any]
) -> None:
    assert simulated(Cluster(product), processor, source=source) == result


def test_a_text_that_is_no_json_is_refused_in_jacksons_words() -> None:
    error = simulated(Cluster("opensearch", "2.19"), {"json": {"field": "a"}}, source={"a": "nope"})
    assert error["reason"].startswith("com.fasterxml.jackson.core.JsonParseException: Unrecognized token 'nope'")
    assert error["caused_by"]["type"] == "json_parse_exception"


def test_elasticsearch_expands_all_dots_and_merges_json() -> None:
    cluster = Cluster("elasticsearch")
    assert simulated(cluster, {"dot_expander": {"field": "*"}}, source={"a.b": 1, "c.d": 2}) == {
        "a": {"b": 1},
        "c": {"d": 2},
    }
    merging = {"json": {"field": "t", "add_to_root": True, "add_to_root_conflict_strategy": "merge"}}
    source = {"t": '{"o": {"x": 1}}', "o": {"y": 2}}
    assert simulated(cluster, merging, source=source)["o"] == {"y": 2, "x": 1}
