"""`_source` of searches, updates and bulks: what is refused, and where the parser stood."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeinfer.wire import Request
from tests.search.asking import asked, holding

PRODUCTS = [("opensearch", "2.19"), ("elasticsearch", "8.19"), ("elasticsearch", "9.5")]
UNKNOWN = [
    ({"a": 1}, "Unknown key for a VALUE_NUMBER in [a].", 19),
    ({"a": ["t"]}, "Unknown key for a START_ARRAY in [a].", 19),
    ({"includes": None}, "Unknown key for a VALUE_NULL in [includes].", 26),
    ({"excludes": ["t", 5]}, "Unknown key for a VALUE_NUMBER in [excludes].", 32),
    ({"exclude_vectors": 1}, "Unknown key for a VALUE_NUMBER in [exclude_vectors].", 33),
    (None, "Unknown key for a VALUE_NULL in [_source].", 13),
]


@pytest.mark.parametrize(("product", "line"), PRODUCTS)
@pytest.mark.parametrize(("value", "reason", "column"), UNKNOWN)
def test_a_search_refuses_keys_and_values_that_say_nothing(
    product: str, line: str, value: Any, reason: str, column: int
) -> None:
    status, answer = asked(holding([{"t": "x"}], product, line), "POST", "/s/_search", {"_source": value})
    error = answer["error"]
    assert (status, error["type"], error["reason"], error["col"]) == (400, "parsing_exception", reason, column)


@pytest.mark.parametrize(("product", "line"), PRODUCTS)
def test_what_is_no_pattern_is_no_text(product: str, line: str) -> None:
    status, answer = asked(holding([{"t": "x"}], product, line), "POST", "/s/_search", {"_source": [{"a": 1}]})
    if product == "opensearch":
        assert (status, answer["error"]["reason"]) == (500, "Can't get text on a START_OBJECT at 1:14")
    else:
        assert (status, answer["error"]["reason"]) == (400, "Expected text at 1:14 but found START_OBJECT")


@pytest.mark.parametrize(("product", "line"), PRODUCTS)
def test_numbers_are_patterns_that_no_field_has(product: str, line: str) -> None:
    _, answer = asked(holding([{"t": "x"}], product, line), "POST", "/s/_search", {"_source": [5, True]})
    assert answer["hits"]["hits"][0]["_source"] == {}


@pytest.mark.parametrize(("product", "line"), PRODUCTS)
@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (5, "[1:32] [UpdateRequest] _source doesn't support values of type: VALUE_NUMBER"),
        (None, "[1:32] [UpdateRequest] _source doesn't support values of type: VALUE_NULL"),
        ({"a": 1}, "[1:38] [UpdateRequest] failed to parse field [_source]"),
        ([None], "[1:33] [UpdateRequest] failed to parse field [_source]"),
    ],
)
def test_an_update_refuses_them_in_its_own_words(product: str, line: str, value: Any, reason: str) -> None:
    cluster = holding([{"t": "x"}], product, line)
    status, answer = asked(cluster, "POST", "/s/_update/0", {"doc": {"t": "y"}, "_source": value})
    assert (status, answer["error"]["type"], answer["error"]["reason"]) == (400, "x_content_parse_exception", reason)


@pytest.mark.parametrize(("product", "line"), PRODUCTS)
@pytest.mark.parametrize("value", [{"a": 1}, 5])
def test_a_bulk_refuses_them_and_elasticsearch_says_so_around(product: str, line: str, value: Any) -> None:
    error = bulk(product, line, value)["error"]
    inner = error if product == "opensearch" else error["caused_by"]
    assert error["type"] == ("parsing_exception" if product == "opensearch" else "parse_exception")
    assert (inner["type"], inner["line"]) == ("parsing_exception", 1)


@pytest.mark.parametrize(("product", "line"), PRODUCTS)
def test_an_action_takes_no_list(product: str, line: str) -> None:
    expected = "expected a simple value for field [_source] but found [START_ARRAY]"
    assert bulk(product, line, ["t"])["error"]["reason"] == f"Malformed action/metadata line [1], {expected}"


@pytest.mark.parametrize(("product", "line"), PRODUCTS)
def test_an_action_that_says_null_says_nothing(product: str, line: str) -> None:
    assert "get" not in bulk(product, line, None)["items"][0]["update"]


@pytest.mark.parametrize(("product", "line"), PRODUCTS)
def test_of_two_names_of_one_option_the_last_counts(product: str, line: str) -> None:
    wanted = {"includes": ["t"], "include": ["n"]}
    _, answer = asked(holding([{"t": "x", "n": 1}], product, line), "POST", "/s/_search", {"_source": wanted})
    assert answer["hits"]["hits"][0]["_source"] == {"n": 1}


def test_vectors_are_left_out_or_not() -> None:
    cluster = holding([{"t": "x"}], "elasticsearch", "9.5")
    status, answer = asked(cluster, "POST", "/s/_search", {"_source": {"exclude_vectors": "x"}})
    reason = "Failed to parse value [x] as only [true] or [false] are allowed."
    assert (status, answer["error"]["reason"]) == (400, reason)


def bulk(product: str, line: str, source: Any) -> Any:
    lines = [{"update": {"_index": "s", "_id": "0", "_source": source}}, {"doc": {"t": "y"}}]
    data = "".join(json.dumps(one) + "\n" for one in lines).encode()
    headers = {"Content-Type": "application/x-ndjson"}
    return json.loads(
        holding([{"t": "x"}], product, line).handle(Request.build("POST", "/_bulk", headers, data)).content
    )
