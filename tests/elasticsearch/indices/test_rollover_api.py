"""Rollovers of Elasticsearch, beyond what the fixtures hold."""

from __future__ import annotations

import pytest

from fakeinfer.cluster import Cluster
from tests.elasticsearch.asking import ok


@pytest.mark.parametrize(
    ("conditions", "rolls"),
    [
        ({"max_docs": 1}, True),
        ({"max_docs": 2}, False),
        ({"max_docs": 2, "max_primary_shard_docs": 1}, True),
        ({"max_docs": 1, "min_docs": 1}, True),
        ({"max_docs": 1, "min_docs": 2}, False),
        ({"max_age": "1h"}, False),
        ({"max_primary_shard_size": "1kb"}, True),
        ({"max_size": "1gb"}, False),
    ],
)
def test_one_of_what_is_awaited_and_all_that_is_needed_roll_an_index_over(
    conditions: dict[str, object], rolls: bool
) -> None:
    cluster = Cluster("elasticsearch", "9.5")
    ok(cluster, "PUT", "/a-1", {"aliases": {"a": {}}})
    ok(cluster, "PUT", "/a/_doc/1", {"x": 1})
    answer = ok(cluster, "POST", "/a/_rollover", {"conditions": conditions})
    assert (answer["rolled_over"], answer["lazy"]) == (rolls, False)


def test_an_index_grows_old() -> None:
    cluster = Cluster("elasticsearch", "9.5")
    ok(cluster, "PUT", "/a-1", {"aliases": {"a": {}}})
    cluster.state.clock.advance(hours=2)
    assert ok(cluster, "POST", "/a/_rollover", {"conditions": {"max_age": "1h"}})["new_index"] == "a-000002"
