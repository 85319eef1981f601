"""Nearness in time, and queries in Base64."""

from __future__ import annotations

import base64
import json

from tests.search.asking import holding, ids, scores


def test_half_of_the_score_at_the_distance_of_the_pivot() -> None:
    cluster = holding([{"d": "2024-01-05T00:00:00Z"}, {"d": "2024-01-03T00:00:00Z"}, {"k": "none"}])
    found = scores(cluster, {"distance_feature": {"field": "d", "pivot": "2d", "origin": "2024-01-05T00:00:00Z"}})
    assert {id: round(score, 3) for id, score in found.items()} == {"0": 1.0, "1": 0.5}


def test_a_query_may_come_in_base64() -> None:
    text = base64.b64encode(json.dumps({"term": {"k": "a"}}).encode()).decode()
    assert ids(holding([{"k": "a"}, {"k": "b"}]), {"wrapper": {"query": text}}) == ["0"]
