"""A call through a connector: what is sent, in how many parts, how often, and who may see what of it."""

from __future__ import annotations

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.faulting import declare
from fakeinfer.faults import Upstream
from tests.opensearch.remote.asking import CHAT, EMBED, HELLO, embed, model_of, predict, refusal


@pytest.fixture
def cluster() -> Cluster:
    return Cluster("opensearch")


def test_what_was_sent_is_in_the_journal_without_secrets(cluster: Cluster) -> None:
    predict(cluster, model_of(cluster, CHAT), **HELLO)
    (sent,) = cluster.journal[-1].upstream
    assert sent["url"] == "https://api.openai.com/v1/chat/completions"
    assert sent["headers"] == {"Authorization": "***", "X-Kind": "chat", "Content-Type": "application/json"}
    assert sent["body"] == {"model": "gpt-4o", **HELLO}
    assert sent["status"] == 200
    assert sent["answer"]["choices"][0]["message"]["content"] == "This is a made-up answer to: hello"
    assert "sk-very-secret" not in repr(cluster.journal[-1]) + str(cluster.journal[-1].upstream)


def test_parameters_of_the_call_win_and_are_escaped(cluster: Cluster) -> None:
    echoes = {**CHAT, "request_body": '{ "messages": [], "a": "${parameters.a}", "model": "${parameters.model}" }'}
    predict(cluster, model_of(cluster, echoes), a='say "hi"/\n', model="other")
    assert cluster.journal[-1].upstream[0]["body"] == {"messages": [], "a": 'say "hi"/\n', "model": "other"}


def test_texts_go_together_unless_the_connector_says_how_many(cluster: Cluster) -> None:
    assert len(embed(cluster, model_of(cluster, EMBED), "a", "b", "c")) == 3
    assert len(cluster.journal[-1].upstream) == 1
    stepping = model_of(cluster, EMBED, parameters={"input_docs_processed_step_size": 2})
    assert len(embed(cluster, stepping, "a", "b", "c")) == 3
    assert [call["body"]["input"] for call in cluster.journal[-1].upstream] == [["a", "b"], ["c"]]


def test_a_connector_without_function_takes_texts_as_input(cluster: Cluster) -> None:
    bare = {name: value for name, value in EMBED.items() if name != "pre_process_function"}
    assert len(embed(cluster, model_of(cluster, bare), "a", "b")) == 2


def test_who_throttles_is_asked_again(cluster: Cluster) -> None:
    titan = {**CHAT, "url": "https://bedrock-runtime.us-east-1.amazonaws.com/model/anthropic.claude-v2/invoke"}
    model = model_of(cluster, titan, client_config={"max_retry_times": 2})
    declare(cluster, "ml.predict_model", {}, upstream=429, times=2)
    assert predict(cluster, model, **HELLO)["status_code"] == 200
    assert [call["status"] for call in cluster.journal[-1].upstream] == [429, 429, 200]
    declare(cluster, "ml.predict_model", {}, upstream=429, times=3)
    assert refusal(cluster, model, **HELLO)[:2] == (429, "remote_connector_throttling_exception")


def test_faults_know_models_by_name_and_id(cluster: Cluster) -> None:
    model, other = model_of(cluster, CHAT), model_of(cluster, CHAT, model={"name": "other"})
    by_name = declare(cluster, "ml.predict_model", {"name": "m"}, upstream=500, times=1)
    assert refusal(cluster, model, **HELLO)[0] == 500
    declare(cluster, "ml.predict_model", {"model_id": other}, upstream=Upstream(503, "busy"))
    assert refusal(cluster, other, **HELLO) == (
        503,
        "status_exception",
        'Error from remote service: {"error":{"message":"busy","type":"server_error","param":null,"code":null}}',
    )
    assert predict(cluster, model, **HELLO)["status_code"] == 200
    assert by_name.hits == 1
    assert cluster.journal[-2].fault is not None


def test_scripts_know_models_by_name_and_id(cluster: Cluster) -> None:
    model = model_of(cluster, EMBED)
    cluster.state.scripts.of("m").add_vectors({"cat": [1, 0]}, None, strict=False)
    assert [len(vector) for vector in embed(cluster, model, "cat", "dog")] == [2, 2]
    cluster.state.scripts.of(model).add_answers([[[0.5]], Upstream(500)])
    assert embed(cluster, model, "cat") == [[0.5]]
    assert refusal(cluster, model, input=["cat"])[0] == 500


def test_the_configured_dimension_is_the_vector_s(cluster: Cluster) -> None:
    config = {
        "model_type": "x",
        "embedding_dimension": 8,
        "framework_type": "sentence_transformers",
        "additional_config": {"space_type": "l2"},
    }
    assert [
        len(vector) for vector in embed(cluster, model_of(cluster, EMBED, model={"model_config": config}), "a")
    ] == [8]


def test_the_limit_of_a_model_fills_with_time(cluster: Cluster) -> None:
    model = model_of(cluster, CHAT, model={"rate_limiter": {"limit": "2", "unit": "MINUTES"}})
    for _ in range(2):
        predict(cluster, model, **HELLO)
    assert refusal(cluster, model, **HELLO) == (429, "status_exception", "Request is throttled at model level.")
    cluster.state.clock.advance(seconds=31)
    assert predict(cluster, model, **HELLO)["status_code"] == 200
    assert refusal(cluster, model, **HELLO)[0] == 429


def test_painless_that_makes_no_text_is_refused(cluster: Cluster) -> None:
    odd = {**EMBED, "post_process_function": "return params.data.stream().collect(Collectors.toList());"}
    assert refusal(cluster, model_of(cluster, odd), input=["a"])[0] == 500
