"""Conversation memory of 2.10 and 2.11."""

from __future__ import annotations

import pytest

from fakeinfer.cluster import Cluster
from tests.opensearch.asking import KEY, ML, ask, ok


@pytest.mark.parametrize("version", ["2.10", "2.11"])
def test_a_conversation_from_beginning_to_end(version: str) -> None:
    cluster = Cluster("opensearch", version, settings={KEY + "memory_feature_enabled": True})
    id = ok(cluster, "POST", f"{ML}/memory/conversation", {"name": "n"})["conversation_id"]
    ok(cluster, "POST", f"{ML}/memory/conversation/{id}", {"input": "q", "response": "a"})
    assert len(ok(cluster, "GET", f"{ML}/memory/conversation/{id}")["interactions"]) == 1
    ok(cluster, "DELETE", f"{ML}/memory/conversation/{id}")
    assert ok(cluster, "GET", f"{ML}/memory/conversation")["conversations"] == []


def test_later_the_path_names_a_memory() -> None:
    assert ask(Cluster("opensearch", "2.12"), "GET", f"{ML}/memory/conversation").status == 404
