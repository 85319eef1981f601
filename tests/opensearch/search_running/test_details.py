"""Sources as verbose pipelines tell them (observed: opensearch 2.19.1)."""

from __future__ import annotations

import pytest

from fakeinfer.opensearch.search_running.details import told
from fakeinfer.wire import Json


@pytest.mark.parametrize(
    "text", ["fox", "1x", "01", "1.", "5,6", "tru", "truelove", "{", '{"a":', "-", "]", "2020-01-01"]
)
def test_texts_stay(text: str) -> None:
    assert told({"a": text}) == {"a": text}


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "5", "1.5", "1 x", "true", "true love", "null", "[1]", "[x", '"x', "{}"]
)
def test_texts_that_begin_as_json_are_objects(text: str) -> None:
    assert told({"a": text}) == {"a": {}}


@pytest.mark.parametrize(
    ("text", "found"),
    [('{"a":1} x', {"a": 1}), ('{"a":"1","b":{"c":"x"}}', {"a": {}, "b": {"c": "x"}}), ('{"a":["1"]}', {"a": ["1"]})],
)
def test_objects_in_texts_are_told(text: str, found: Json) -> None:
    assert told({"q": text}) == {"q": found}


def test_lists_stay() -> None:
    assert told({"a": ["1", {"b": "1"}]}) == {"a": ["1", {"b": "1"}]}
