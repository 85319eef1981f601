"""How well searches rank, held against ratings."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeinfer.elasticsearch.documents.rank_eval_api import METRICS
from fakeinfer.object_parser import Source
from tests.search.asking import asked, holding

RATINGS = st.lists(st.none() | st.integers(0, 4), max_size=12)


def score(metric: str, hits: list[int | None], **options: Any) -> float:
    """What a metric makes of the ratings of hits."""
    _, measure = METRICS[metric].parser.read(options, Source(b"{}"))
    found: float = measure(hits, [rating for rating in hits if rating is not None]).score
    return found


@pytest.mark.parametrize(
    ("metric", "options", "expected"),
    [
        ("precision", {}, 0.5),
        ("precision", {"ignore_unlabeled": True}, 2 / 3),
        ("precision", {"relevant_rating_threshold": 3}, 0.25),
        ("recall", {}, 1.0),
        ("mean_reciprocal_rank", {}, 0.5),
        ("mean_reciprocal_rank", {"relevant_rating_threshold": 4}, 0.0),
        ("dcg", {}, 3 / math.log2(3) + 7 / math.log2(5)),
        ("dcg", {"unknown_doc_rating": 1}, 1 + 3 / math.log2(3) + 7 / math.log2(5)),
        ("expected_reciprocal_rank", {"maximum_relevance": 3}, 3 / 8 / 2 + 5 / 8 * 7 / 8 / 4),
    ],
)
def test_metrics_are_what_they_are_called(metric: str, options: dict[str, Any], expected: float) -> None:
    assert score(metric, [None, 2, 0, 3], **options) == pytest.approx(expected)


@given(RATINGS)
def test_shares_are_between_nothing_and_all(hits: list[int | None]) -> None:
    for metric in ("precision", "recall", "mean_reciprocal_rank"):
        assert 0 <= score(metric, hits) <= 1
    assert 0 <= score("expected_reciprocal_rank", hits, maximum_relevance=4) <= 1


@given(RATINGS)
def test_nothing_gains_more_than_the_best_order(hits: list[int | None]) -> None:
    best = sorted(hits, key=lambda rating: -1 if rating is None else rating, reverse=True)
    assert score("dcg", hits) <= score("dcg", best) + 1e-9
    assert 0 <= score("dcg", hits, normalize=True) <= 1 + 1e-9


def test_searches_are_rated_one_by_one() -> None:
    cluster = holding([{"t": "x y"}, {"t": "x z z"}, {"t": "q"}], "elasticsearch", "9.0")
    rated = [{"_index": "s", "_id": "1", "rating": 2}]
    requests = [
        {"id": word, "request": {"query": {"match": {"t": word}}}, "ratings": rated, "summary_fields": ["t"]}
        for word in ("x", "z", "q")
    ]
    body = {"requests": requests, "metric": {"mean_reciprocal_rank": {"k": 1}}}
    status, answer = asked(cluster, "POST", "/s/_rank_eval", body)
    assert (status, answer["metric_score"]) == (200, pytest.approx(1 / 3))
    assert [one["hits"][0]["rating"] for one in answer["details"].values()] == [None, 2, None]
    assert answer["details"]["z"]["hits"][0]["hit"]["_source"] == {"t": "x z z"}


def test_half_characters_are_none_of_a_search() -> None:
    cluster = holding([{"t": "x"}], "elasticsearch", "9.0")
    requests = [{"id": "x", "request": {"query": {"match": {"t": "\ud800"}}}, "ratings": []}]
    body = {"requests": requests, "metric": {"precision": {}}}
    assert asked(cluster, "POST", "/s/_rank_eval", body)[1]["details"]["x"]["hits"] == []
