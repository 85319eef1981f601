"""Conversations as they are stored: what a message changes, what goes with one, and what cannot be told apart."""

from __future__ import annotations

from fakeinfer.cluster import Cluster
from fakeinfer.opensearch.memory.memory_api import conversations
from tests.opensearch.asking import ML, ok


def test_blank_texts_are_not_kept() -> None:
    state = Cluster("opensearch").state
    id = conversations.create(state, "  ", "", {})
    assert conversations.find(state, id).keys() == {"create_time", "updated_time"}


def test_something_said_changes_the_conversation() -> None:
    cluster = Cluster("opensearch")
    id = ok(cluster, "POST", f"{ML}/memory", {"name": "n"})["memory_id"]
    before = ok(cluster, "GET", f"{ML}/memory/{id}")
    ok(cluster, "POST", f"{ML}/memory/{id}/messages", {"input": "q"})
    after = ok(cluster, "GET", f"{ML}/memory/{id}")
    assert after["updated_time"] > before["updated_time"]
    assert after["create_time"] == before["create_time"]


def test_traces_outlive_the_conversation_and_messages_do_not() -> None:
    state = Cluster("opensearch").state
    id = conversations.create(state, "n")
    final = conversations.add_message(state, id, {"input": "q"})
    trace = conversations.add_message(state, id, {"input": "t"}, parent=final, trace_number=1)
    conversations.remove(state, id)
    assert state.store.get(f"docs:{conversations.MESSAGES}", final) is None
    assert state.store.get(f"docs:{conversations.MESSAGES}", trace) is not None
