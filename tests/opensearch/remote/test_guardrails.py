"""Guardrails of models."""

from __future__ import annotations

from typing import Any

from fakeinfer.cluster import Cluster
from tests.opensearch.asking import ask
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


def test_stop_words_in_an_index_are_percolated_and_that_is_not_implemented() -> None:
    cluster = Cluster("opensearch")
    words = {"stop_words": [{"index_name": "words", "source_fields": ["title"]}]}
    model = model_of(cluster, CHAT, model={"guardrails": {"type": "local_regex", "input_guardrail": words}})
    assert predict(cluster, model, **HELLO)["status_code"] == 200
    ask(cluster, "PUT", "/words/_doc/1", {"title": "x"})
    assert refusal(cluster, model, **HELLO)[0] == 501
