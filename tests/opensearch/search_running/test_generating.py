"""Answers of language models beside the hits."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from tests.opensearch.asking import ML, ok
from tests.opensearch.search_running.searching import CHAT, cluster_of, scripted, search, sent, through

CONVERSE = {**CHAT, "url": "https://bedrock-runtime.us-east-1.amazonaws.com/model/x/converse"}
INPUTS = {**CHAT, "request_body": '{"inputs": "${parameters.inputs}"}'}
QUERY = {"query": {"match": {"t": "whale"}}}


def generate(cluster: Cluster, model: str, asked: dict[str, Any] | None = None, **options: Any) -> Any:
    """The answer of a search that asks which animals there are."""
    processor = {"model_id": model, "context_field_list": ["t"], "llm_model": "gpt", **options}
    body = {**QUERY, "ext": {"generative_qa_parameters": {"llm_question": "which?", **(asked or {})}}}
    return through(cluster, body, answer={"retrieval_augmented_generation": processor})


def texts(cluster: Cluster) -> list[Any]:
    """The roles and contents of what the model was told."""
    (body,) = sent(cluster)
    told = json.loads(body) if isinstance(body, str) else body
    return [(message["role"], message["content"]) for message in told["messages"]]


def test_models_are_told_in_blocks() -> None:
    cluster = cluster_of()
    generate(cluster, scripted(cluster, CHAT, "a"), user_instructions="be kind")
    said = ["be kind", "SEARCH RESULT 1: blue whale", "QUESTION: which?\n", "ANSWER:"]
    assert texts(cluster) == [("user", [{"type": "text", "text": text} for text in said])]


def test_models_were_told_in_lines() -> None:
    cluster = cluster_of("2.17")
    generate(cluster, scripted(cluster, CHAT, "a"), system_prompt="be kind")
    said = ["SEARCH RESULT 1: blue whale", "QUESTION: which?", "ANSWER:"]
    assert texts(cluster) == [("system", "be kind"), *(("user", text) for text in said)]


@pytest.mark.parametrize(("version", "found"), [("3.6", "of the pipeline"), ("3.7", "of the question")])
def test_prompts_of_questions_count_since_37(version: str, found: str) -> None:
    cluster = cluster_of(version)
    model = scripted(cluster, CHAT, "a")
    generate(cluster, model, {"system_prompt": "of the question"}, system_prompt="of the pipeline")
    assert texts(cluster)[0] == ("system", [{"type": "text", "text": found}])


def test_what_was_said_before_is_told_and_what_is_said_now_is_kept() -> None:
    cluster = cluster_of()
    model = scripted(cluster, CHAT, "whales", "blue ones")
    memory = ok(cluster, "POST", f"{ML}/memory", {"name": "x"})["memory_id"]
    generate(cluster, model, {"memory_id": memory})
    answer = generate(cluster, model, {"memory_id": memory, "llm_question": "of what colour?"}, system_prompt="be kind")
    said = [(role, [block["text"] for block in content]) for role, content in texts(cluster)]
    assert said == [
        ("system", ["be kind"]),
        ("user", ["SEARCH RESULT 1: blue whale", "which?"]),
        ("assistant", ["whales"]),
        ("user", ["QUESTION: of what colour?\n", "ANSWER:"]),
    ]
    told = answer["ext"]["retrieval_augmented_generation"]
    kept = ok(cluster, "GET", f"{ML}/memory/message/{told['message_id']}")
    assert (kept["input"], kept["response"], kept["origin"]) == (
        "of what colour?",
        "blue ones",
        "retrieval_augmented_generation",
    )
    assert kept["prompt_template"] == '[{"role":"system","content":"be kind"}]'
    assert kept["additional_info"] == {"metadata": '["blue whale"]'}


def test_only_so_many_messages_are_told() -> None:
    cluster = cluster_of()
    model = scripted(cluster, CHAT, "one", "two", "three")
    memory = ok(cluster, "POST", f"{ML}/memory", {"name": "x"})["memory_id"]
    for _ in range(2):
        generate(cluster, model, {"memory_id": memory})
    generate(cluster, model, {"memory_id": memory, "message_size": 1})
    assert [role for role, _ in texts(cluster)] == ["user", "assistant", "user"]


def test_other_models_get_one_text() -> None:
    cluster = cluster_of()
    model = scripted(cluster, INPUTS, "a")
    answer = generate(cluster, model, {"llm_model": "bedrock/claude", "llm_question": "x"}, user_instructions="go")
    assert sent(cluster) == [{"inputs": r"go\nSEARCH RESULT 1: blue whale\nQUESTION: x\n"}]
    assert answer["ext"]["retrieval_augmented_generation"] == {"error": "Unknown error or response."}


def test_a_field_of_the_answer_may_be_named() -> None:
    cluster = cluster_of()
    answer = generate(cluster, scripted(cluster, INPUTS, "a"), {"llm_response_field": "id"})
    assert answer["ext"]["retrieval_augmented_generation"]["answer"].startswith("chatcmpl-")


def test_bedrock_converses() -> None:
    cluster = cluster_of()
    answer = generate(cluster, scripted(cluster, CONVERSE, "blue"), {"llm_model": "bedrock-converse/claude"})
    (body,) = sent(cluster)
    assert body["messages"][0]["content"][1] == {"text": "SEARCH RESULT 1: blue whale"}
    assert answer["ext"]["retrieval_augmented_generation"] == {"answer": "blue"}


def test_pictures_and_documents_are_part_of_questions() -> None:
    cluster = cluster_of()
    model = scripted(cluster, CONVERSE, "blue")
    picture = {"image": {"format": "png", "data": "cGln"}}
    document = {"document": {"format": "pdf", "name": "d", "data": "cGRm"}}
    asked = {"llm_messages": [{"role": "user", "content": [{"text": "this?"}, picture, document]}]}
    generate(cluster, model, {**asked, "llm_model": "bedrock-converse/claude"})
    (body,) = sent(cluster)
    assert body["messages"][-1]["content"][2:] == [
        {"text": "this?"},
        {"image": {"format": "png", "source": {"bytes": "cGln"}}},
        {"document": {"format": "pdf", "name": "d", "source": {"bytes": "cGRm"}}},
    ]


def test_it_can_be_off() -> None:
    cluster = cluster_of("2.11")
    answer = generate(cluster, scripted(cluster, CHAT, "a"))
    assert answer["error"]["reason"] == "plugins.ml_commons.rag_pipeline_feature_enabled is not enabled."


def test_a_search_that_asks_nothing_is_refused() -> None:
    cluster = cluster_of("2.12")
    model = scripted(cluster, CHAT, "a")
    processor = {"retrieval_augmented_generation": {"model_id": model, "context_field_list": ["t"]}}
    assert search(cluster, {"search_pipeline": {"response_processors": [processor]}})["status"] == 500


def test_a_stored_pipeline_fails_while_it_is_off_unless_that_is_ignored() -> None:
    cluster = cluster_of()
    model = scripted(cluster, CHAT, "a")
    for name, ignored in (("p", False), ("q", True)):
        processor = {"model_id": model, "context_field_list": ["t"], "ignore_failure": ignored}
        body = {"response_processors": [{"retrieval_augmented_generation": processor}]}
        ok(cluster, "PUT", f"/_search/pipeline/{name}", body)
    off = {"persistent": {"plugins.ml_commons.rag_pipeline_feature_enabled": False}}
    ok(cluster, "PUT", "/_cluster/settings", off)
    refused = search(cluster, QUERY, "/s/_search?search_pipeline=p")
    assert refused["error"]["reason"] == "plugins.ml_commons.rag_pipeline_feature_enabled is not enabled."
    assert len(search(cluster, QUERY, "/s/_search?search_pipeline=q")["hits"]["hits"]) == 1
