"""Aggregations as the server prints them (observed: opensearch 2.19.1)."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.opensearch.search_running.aggregation_forms import aggregations_form

BY_KEY = {"_key": "asc"}


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (
            {"histogram": {"field": "n", "interval": 2}},
            {
                "histogram": {
                    "field": "n",
                    "interval": 2.0,
                    "offset": 0.0,
                    "keyed": False,
                    "min_doc_count": 0,
                    "order": BY_KEY,
                }
            },
        ),
        (
            {"date_histogram": {"field": "d", "calendar_interval": "day"}},
            {
                "date_histogram": {
                    "field": "d",
                    "calendar_interval": "day",
                    "offset": 0,
                    "keyed": False,
                    "min_doc_count": 0,
                    "order": BY_KEY,
                }
            },
        ),
        (
            {"range": {"field": "n", "ranges": [{"to": 2}, {"from": "2", "key": "k"}]}},
            {"range": {"field": "n", "ranges": [{"to": 2.0}, {"key": "k", "from": "2"}], "keyed": False}},
        ),
        ({"filter": {"term": {"n": 1}}}, {"filter": {"term": {"n": {"value": 1, "boost": 1.0}}}}),
        (
            {"filters": {"filters": {"b": {"match_all": {}}, "a": {"match_all": {}}}, "other_bucket_key": "rest"}},
            {
                "filters": {
                    "filters": {"a": {"match_all": {"boost": 1.0}}, "b": {"match_all": {"boost": 1.0}}},
                    "other_bucket": True,
                    "other_bucket_key": "rest",
                }
            },
        ),
        (
            {"composite": {"sources": [{"x": {"histogram": {"field": "n", "interval": 2}}}]}},
            {
                "composite": {
                    "size": 10,
                    "sources": [
                        {"x": {"histogram": {"field": "n", "missing_bucket": False, "order": "asc", "interval": 2.0}}}
                    ],
                }
            },
        ),
        ({"extended_stats": {"field": "n"}}, {"extended_stats": {"field": "n", "sigma": 2.0}}),
        ({"avg": {"field": "n"}}, {"avg": {"field": "n"}}),
    ],
)
def test_defaults_are_printed(given: Any, found: Any) -> None:
    assert aggregations_form({"a": given}) == {"a": found}


@pytest.mark.parametrize(
    ("order", "found"),
    [
        ({"_key": "desc"}, {"_key": "desc"}),
        ({"x": "desc"}, [{"x": "desc"}, BY_KEY]),
        ([{"_count": "asc"}, {"_key": "desc"}], [{"_count": "asc"}, {"_key": "desc"}]),
    ],
)
def test_the_key_decides_in_the_end(order: Any, found: Any) -> None:
    printed: Any = aggregations_form({"a": {"terms": {"field": "n", "order": order}, "aggs": {}}})
    assert printed["a"]["terms"]["order"] == found
    assert printed["a"]["aggregations"] == {}


@pytest.mark.parametrize("given", [1, None, [], {"a": 1}, {"a": {"terms": 1}}, {"a": {"range": {"ranges": 5}}}])
def test_what_has_no_form_stays(given: Any) -> None:
    aggregations_form(given)
