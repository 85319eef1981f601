"""Processors of texts, where the fixtures do not look."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from tests.ingest.tools import simulated


@pytest.mark.parametrize(
    ("processor", "source", "result"),
    [
        ({"trim": {"field": "a"}}, {"a": "\t x\x01"}, {"a": "x"}),
        ({"bytes": {"field": "a"}}, {"a": ["1b", "1.5kb"]}, {"a": [1, 1536]}),
        ({"urldecode": {"field": "a"}}, {"a": "a+b%C3%A9"}, {"a": "a bé"}),
        ({"sort": {"field": "a", "target_field": "b"}}, {"a": ["b", "a"]}, {"a": ["b", "a"], "b": ["a", "b"]}),
        ({"split": {"field": "a", "separator": ",", "ignore_missing": True}}, {}, {}),
        ({"lowercase": {"field": "a", "ignore_missing": True}}, {"a": None}, {"a": None}),
    ],
)
@pytest.mark.parametrize("product", ["elasticsearch", "opensearch"])
def test_a_processor_changes_the_document(
    product: str, processor: dict[str, Any], source: dict[str, Any], result: dict[str, Any]
) -> None:
    assert simulated(Cluster(product), processor, source=source) == result


def test_a_list_of_several_types_is_not_sorted() -> None:
    error = simulated(Cluster("opensearch"), {"sort": {"field": "a"}}, source={"a": [1, "a"]})
    assert error["type"] == "class_cast_exception"
