"""Statistics of neural search."""

from __future__ import annotations

from fakeinfer.cluster import Cluster
from fakeinfer.wire import Request


def asked(version: str, **settings: object) -> int:
    """The status of an answer."""
    cluster = Cluster("opensearch", version, settings=dict(settings))
    return cluster.handle(Request.build("GET", "/_plugins/_neural/_all/stats/text_embedding_executions")).status


def test_they_begin_with_3_0() -> None:
    assert (asked("2.19"), asked("3.0")) == (400, 403)


def test_switched_on_they_are_not_imitated() -> None:
    assert asked("3.8", **{"plugins.neural_search.stats_enabled": True}) == 501
