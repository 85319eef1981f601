"""Guardrails of models."""

from __future__ import annotations

from typing import Any

from fakeinfer.cluster import Cluster
from tests.opensearch.asking import ask, ok, refused
from tests.opensearch.remote.asking import CHAT, HELLO, model_of, predict, refusal

JUDGING = {
    **CHAT,
    "request_body": '{ "messages": [{"role": "user", "content": "${parameters.question}"}] }',
}


def judged(cluster: Cluster, verdict: Any) -> str:
    judge = model_of(cluster, JUDGING, model={"name": "judge"})
    cluster.state.scripts.of("judge").add_answers([verdict])
    rail = {
        "model_id": judge,
        "response_filter": "$.choices[0].message.content",
        "response_validation_regex": '"(?i)accept"',
    }
    return model_of(cluster, JUDGING, model={"guardrails": {"type": "model", "input_guardrail": rail}})


def test_another_model_judges_the_question() -> None:
    cluster = Cluster("opensearch")
    assert predict(cluster, judged(cluster, "ACCEPT"), question="hi")["status_code"] == 200
    assert refusal(cluster, judged(cluster, "reject"), question="hi")[2] == "guardrails triggered for user input"


def test_a_judge_that_fails_lets_everything_through() -> None:
    cluster = Cluster("opensearch")
    assert predict(cluster, judged(cluster, {"upstream": 500}), question="hi")["status_code"] == 200


def test_expressions_match_the_whole_text() -> None:
    cluster = Cluster("opensearch")
    rails = {"guardrails": {"type": "local_regex", "input_guardrail": {"regex": ["hello", "(broken"]}}}
    assert predict(cluster, model_of(cluster, CHAT, model=rails), **HELLO)["status_code"] == 200


def with_stop_words(cluster: Cluster, **more: Any) -> str:
    words = {"stop_words": [{"index_name": "words", "source_fields": ["title"]}]}
    return model_of(cluster, CHAT, model={"guardrails": {"type": "local_regex", "input_guardrail": words, **more}})


def stop_words(cluster: Cluster, *queries: dict[str, Any]) -> None:
    fields = {"title": {"type": "text"}, "query": {"type": "percolator"}}
    ok(cluster, "PUT", "/words", {"mappings": {"properties": fields}})
    for number, query in enumerate(queries):
        ask(cluster, "PUT", f"/words/_doc/{number}", {"query": query})


def test_stop_words_are_queries_held_against_what_is_sent() -> None:
    cluster = Cluster("opensearch")
    stop_words(cluster, {"match": {"title": "blacklist"}}, {"query_string": {"query": "title: blockl*"}})
    model = with_stop_words(cluster)
    assert predict(cluster, model, **HELLO)["status_code"] == 200
    for said in ("the blacklist", "a blocklist"):
        told = refusal(cluster, model, messages=[{"role": "user", "content": said}])
        assert told == (400, "illegal_argument_exception", "guardrails triggered for user input")


def test_answers_are_held_against_stop_words_too() -> None:
    cluster = Cluster("opensearch")
    stop_words(cluster, {"match": {"title": "forbidden"}})
    words = {"stop_words": [{"index_name": "words", "source_fields": ["title"]}]}
    guard = {"guardrails": {"type": "local_regex", "output_guardrail": words}}
    model = model_of(cluster, CHAT, model={"name": "m", **guard})
    cluster.state.scripts.of("m").add_answers(["fine", "forbidden"])
    assert predict(cluster, model, **HELLO)["status_code"] == 200
    status, _, _ = refusal(cluster, model, **HELLO)
    assert status in (400, 500)


def test_an_index_without_queries_lets_everything_through() -> None:
    cluster = Cluster("opensearch")
    model = with_stop_words(cluster)
    assert predict(cluster, model, **HELLO)["status_code"] == 200
    ask(cluster, "PUT", "/words/_doc/1", {"query": "hello", "title": "hello"})
    assert predict(cluster, model, **HELLO)["status_code"] == 200


def test_a_field_of_queries_holds_nothing_else() -> None:
    cluster = Cluster("opensearch")
    stop_words(cluster)
    status, reason = refused(cluster, "PUT", "/words/_doc/1", {"query": "text"})
    assert (status, "failed to parse" in reason) == (400, True)
