"""Values that scripts make."""

from __future__ import annotations

from typing import Any

import pytest

from tests.search.aggregations.asking import answered
from tests.search.asking import holding, reason

SOURCES = [{"n": [1, 2], "k": "a"}, {"n": 5}]


@pytest.mark.parametrize(
    ("options", "total"),
    [
        ({"script": "doc['n'].size()"}, 3.0),
        ({"field": "n", "script": "_value * 10"}, 80.0),
        ({"script": {"source": "params.a", "params": {"a": 4}}}, 8.0),
        ({"script": "doc['n']"}, 8.0),
        ({"script": "true"}, 2.0),
    ],
)
def test_numbers_of_documents_and_of_values(options: dict[str, Any], total: float) -> None:
    assert answered(SOURCES, {"sum": options}) == {"value": total}


def test_texts_and_numbers_as_keys() -> None:
    found = answered(SOURCES, {"terms": {"script": "doc['k'].size() == 0 ? 'none' : doc['k'].value"}})["buckets"]
    assert [one["key"] for one in found] == ["a", "none"]
    found = answered(SOURCES, {"terms": {"script": "doc['n'].size()", "value_type": "long"}})["buckets"]
    assert [one["key"] for one in found] == [1, 2]


def test_what_is_no_number() -> None:
    assert reason(holding(SOURCES), aggs={"x": {"sum": {"script": "'x'"}}}).startswith("Unsupported script value [x]")
    assert reason(holding(SOURCES), aggs={"x": {"sum": {"script": "zork"}}}) == "compile error"
    assert "script_lang" in reason(holding(SOURCES), aggs={"x": {"sum": {"script": {"source": "1", "lang": "zork"}}}})


def test_a_stored_script_has_to_be_there() -> None:
    assert "unable to find script [s]" in reason(holding(SOURCES), aggs={"x": {"sum": {"script": {"id": "s"}}}})
