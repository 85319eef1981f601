"""Which pipelines a request means, and that a compiled one is never stale."""

from __future__ import annotations

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.ingest.stored import selected, stored_pipeline
from tests.ingest.tools import store


@pytest.mark.parametrize(
    ("ids", "found"),
    [
        (None, ["a1", "a2", "b"]),
        ("b,nope,a1", ["b", "a1"]),
        ("a*", ["a1", "a2"]),
        ("a1,a*", ["a1", "a1", "a2"]),
        ("_all", []),
        ("*1", ["a1"]),
        ("-a1,b", ["b"]),
    ],
)
def test_names_and_wildcards_select(ids: str | None, found: list[str]) -> None:
    assert selected({"a1": {}, "a2": {}, "b": {}}, ids) == found


def test_a_pipeline_is_compiled_once_and_again_when_it_changes() -> None:
    cluster = Cluster("elasticsearch")
    store(cluster, "p", {"drop": {}})
    first = stored_pipeline(cluster.state, "p")
    assert stored_pipeline(cluster.state, "p") is first
    store(cluster, "p", {"drop": {}}, {"drop": {}})
    changed = stored_pipeline(cluster.state, "p")
    assert changed is not None
    assert len(changed.steps) == 2


def test_a_restored_pipeline_is_the_one_that_runs() -> None:
    cluster = Cluster("elasticsearch")
    store(cluster, "p", {"drop": {}})
    before = cluster.snapshot()
    store(cluster, "p")
    cluster.restore(before)
    restored = stored_pipeline(cluster.state, "p")
    assert restored is not None
    assert len(restored.steps) == 1
