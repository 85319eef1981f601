"""Patterns of the messages that a search finds."""

from __future__ import annotations

import json

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.errors import ApiError
from fakeinfer.opensearch.agent_framework.skills import log_patterns
from tests.opensearch.agent_framework.skills.running import write

ALL = '{"query": {"match_all": {}}}'


def test_the_longest_text_is_taken_for_the_message() -> None:
    cluster = Cluster("opensearch", "2.19")
    write(cluster, "logs", {"host": "a", "message": "disk full", "size": 5}, {"host": "b", "message": "disk full"})
    found = json.loads(str(log_patterns.run(cluster.state, {}, {"input": ALL, "index": "logs"})))
    assert found == [{"sample logs": ["disk full", "disk full"], "total count": 2, "pattern": "disk full"}]


def test_patterns_come_by_how_many_messages_they_have() -> None:
    cluster = Cluster("opensearch", "2.19")
    write(cluster, "logs", {"m": "up"}, {"m": "down"}, {"m": "down"}, {"m": "idle now"})
    found = json.loads(str(log_patterns.run(cluster.state, {"top_n_pattern": "1"}, {"input": ALL, "index": "logs"})))
    assert [one["pattern"] for one in found] == ["down"]


def test_an_expression_says_what_is_left_out() -> None:
    cluster = Cluster("opensearch", "2.18")
    write(cluster, "logs", {"m": "a1"}, {"m": "a2"})
    given = {"input": ALL, "index": "logs", "pattern": "[0-9]"}
    assert json.loads(str(log_patterns.run(cluster.state, {}, given)))[0]["pattern"] == "a"
    with pytest.raises(ApiError) as refused:
        log_patterns.run(cluster.state, {}, {**given, "pattern": "("})
    assert refused.value.type == "pattern_syntax_exception"


def test_a_message_that_is_no_text_is_refused_as_java_does() -> None:
    cluster = Cluster("opensearch", "2.19")
    write(cluster, "logs", {"m": "words"}, {"m": 5})
    with pytest.raises(ApiError, match=r"class java\.lang\.Integer cannot be cast to class java\.lang\.String"):
        log_patterns.run(cluster.state, {}, {"input": '{"sort": ["_doc"]}', "index": "logs"})
