"""What a test lays down about an endpoint is what the endpoint answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from fakeinfer import Chat, FakeElasticsearch, ToolCall, Upstream
from fakeinfer.brains.scripts import ScriptFailed
from fakeinfer.scripting import ScriptedEndpoint
from fakeinfer.wire import Request, Response

OPENAI = {"service": "openai", "service_settings": {"api_key": "sk-x", "model_id": "any-model"}}
CHAT = "/_inference/chat_completion/e/_stream"
HELLO = {"messages": [{"role": "user", "content": "hello"}]}


@pytest.fixture
def fake() -> Iterator[FakeElasticsearch]:
    with FakeElasticsearch() as fake:
        yield fake


def send(fake: FakeElasticsearch, method: str, path: str, body: Any = None) -> Response:
    data = b"" if body is None else json.dumps(body).encode()
    return fake.cluster.handle(Request.build(method, path, {"Content-Type": "application/json"} if data else {}, data))


def ask(fake: FakeElasticsearch, method: str, path: str, body: Any = None) -> Any:
    return json.loads(send(fake, method, path, body).content)


def made(fake: FakeElasticsearch, task_type: str, body: Any = None) -> ScriptedEndpoint:
    """An endpoint `e` and its handle."""
    answer = ask(fake, "PUT", f"/_inference/{task_type}/e", body or OPENAI)
    assert answer["inference_id"] == "e", answer
    return fake.endpoint("e")


def completed(fake: FakeElasticsearch, *prompts: str) -> Any:
    return ask(fake, "POST", "/_inference/completion/e", {"input": list(prompts)})


def events(response: Response) -> list[Any]:
    blocks = response.content.decode().replace("\ufeff", "").split("\n\n")
    texts = [block.partition("data: ")[2] for block in blocks if block]
    return [json.loads(text) for text in texts if text != "[DONE]"]


def deltas(response: Response) -> list[Any]:
    return [choice["delta"] for event in events(response) for choice in event["choices"]]


def reason_for(fake: FakeElasticsearch, path: str, body: Any) -> tuple[str, str]:
    answer = ask(fake, "POST", path, body)
    return answer["error"]["type"], answer["error"]["reason"]


# --- answers ----------------------------------------------------------------------------------------------------------


def test_completions_are_answered_in_order_a_prompt_an_answer(fake: FakeElasticsearch) -> None:
    made(fake, "completion").answers(["one", "two", "three"])
    assert completed(fake, "a")["completion"] == [{"result": "one"}]
    assert completed(fake, "b", "c")["completion"] == [{"result": "two"}, {"result": "three"}]


def test_answers_are_laid_down_before_the_endpoint_is_there_and_creating_it_takes_none(fake: FakeElasticsearch) -> None:
    fake.endpoint("e").answers(["first"])
    made(fake, "completion")
    assert completed(fake, "a")["completion"] == [{"result": "first"}]


def test_a_script_that_runs_out_says_so_and_fails_the_test(fake: FakeElasticsearch) -> None:
    made(fake, "completion").answers(["only"])
    completed(fake, "a")
    type, reason = reason_for(fake, "/_inference/completion/e", {"input": "b"})
    assert type == "fakeinfer_script_exhausted_exception"
    assert reason == "all 1 answers scripted for [e] were given, and it was asked once more: completion of 'b'"
    with pytest.raises(ScriptFailed, match="all 1 answers"):
        fake.check()
    fake.check()  # once is enough


def test_a_chat_says_what_is_scripted(fake: FakeElasticsearch) -> None:
    made(fake, "chat_completion").answers(["Hello you", Chat("Bye", finish_reason="length", completion_tokens=7)])
    assert deltas(send(fake, "POST", CHAT, HELLO)) == [
        {"content": "", "role": "assistant"}, {"content": "Hello"}, {"content": " you"}, {}
    ]  # fmt: skip
    *_, ending, usage = events(send(fake, "POST", CHAT, HELLO))
    assert ending["choices"][0]["finish_reason"] == "length"
    assert usage["usage"] == {"completion_tokens": 7, "prompt_tokens": 1, "total_tokens": 8}


@pytest.mark.parametrize(
    "answer",
    [
        ToolCall("search", {"q": "x"}),
        [ToolCall("search", '{"q":"x"}')],
        Chat(tool_calls=(ToolCall("search", {"q": "x"}),)),
        {"tool_calls": [{"name": "search", "arguments": {"q": "x"}}]},
    ],
)
def test_a_chat_calls_the_tools_that_are_scripted(fake: FakeElasticsearch, answer: Any) -> None:
    made(fake, "chat_completion").answers([answer])
    told = events(send(fake, "POST", CHAT, HELLO))
    calls = [call for event in told for choice in event["choices"] for call in choice["delta"].get("tool_calls", ())]
    assert calls[0]["function"]["name"] == "search"
    assert "".join(call["function"]["arguments"] for call in calls) == '{"q":"x"}'
    assert told[-2]["choices"][0]["finish_reason"] == "tool_calls"


def test_a_scripted_failure_is_the_providers(fake: FakeElasticsearch) -> None:
    made(fake, "completion").answers([Upstream(429, "slow down"), "fine"])
    refused = send(fake, "POST", "/_inference/completion/e", {"input": "a"})
    assert refused.status == 429
    assert b"Error message: [slow down]" in refused.content
    assert fake.journal[-1].fault == "upstream 429 by the script of e"
    assert completed(fake, "a")["completion"] == [{"result": "fine"}]
    assert fake.journal[-1].fault is None


def test_the_journal_says_which_fault_let_a_provider_fail(fake: FakeElasticsearch) -> None:
    made(fake, "completion")
    with fake.fail("inference.completion", upstream=429, times=1):
        assert send(fake, "POST", "/_inference/completion/e", {"input": "a"}).status == 429
    assert fake.journal[-1].fault == "upstream 429 for inference.completion (1 of 1)"


def test_ranking_answers_scores_by_document(fake: FakeElasticsearch) -> None:
    cohere = {"service": "cohere", "service_settings": {"api_key": "k", "model_id": "rerank-v3"}}
    made(fake, "rerank", cohere).answers([[0.1, 0.9], [(1, 0.5)]])
    body = {"query": "q", "input": ["a", "b"]}
    ranked = ask(fake, "POST", "/_inference/rerank/e", body)["rerank"]
    assert [(entry["index"], entry["relevance_score"]) for entry in ranked] == [(1, 0.9), (0, 0.1)]
    assert [entry["index"] for entry in ask(fake, "POST", "/_inference/rerank/e", body)["rerank"]] == [1]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ([0.5], "2 results are needed, not 1"),
        ([(2, 0.5)], "is no (index, score) of 2 documents"),
        ("text", "a list of scores"),
        ([0.5, "high"], "is no score"),
    ],
)
def test_an_answer_of_another_kind_is_a_mismatch_that_fails_the_test(
    fake: FakeElasticsearch, answer: Any, why: str
) -> None:
    cohere = {"service": "cohere", "service_settings": {"api_key": "k", "model_id": "rerank-v3"}}
    made(fake, "rerank", cohere).answers([answer])
    type, reason = reason_for(fake, "/_inference/rerank/e", {"query": "q", "input": ["a", "b"]})
    assert type == "fakeinfer_script_mismatch_exception"
    assert why in reason
    with pytest.raises(ScriptFailed):
        fake.check()


@pytest.mark.parametrize(
    "answer", [None, 5, [], {"txt": "x"}, {"text": 5}, {"upstream": 200}, {"tool_calls": [{"arguments": {}}]}]
)
def test_what_can_be_no_answer_is_refused_at_once(fake: FakeElasticsearch, answer: Any) -> None:
    with pytest.raises(ValueError, match=r"answer|usage|tool call|upstream"):
        fake.endpoint("e").answers([answer])


# --- embeddings -------------------------------------------------------------------------------------------------------


def embedded(fake: FakeElasticsearch, *texts: str) -> list[Any]:
    answer = ask(fake, "POST", "/_inference/text_embedding/e", {"input": list(texts)})
    (results,) = answer.values()
    return [result["embedding"] for result in results]


def test_texts_are_embedded_as_laid_down_and_others_as_usual(fake: FakeElasticsearch) -> None:
    fake.endpoint("e").embeds({"cat": [1, 0], "dog": [0.9, 0.1]})
    made(fake, "text_embedding")
    cat, dog, other = embedded(fake, "cat", "dog", "fish")
    assert (cat, dog) == ([1.0, 0.0], [0.9, 0.1])
    assert len(other) == 2
    assert sum(number * number for number in other) == pytest.approx(1, abs=1e-3)


def test_vectors_laid_down_before_are_what_the_new_endpoint_is_measured_by(fake: FakeElasticsearch) -> None:
    fake.endpoint("e").embeds({"cat": [1, 0, 0]})
    settings = ask(fake, "PUT", "/_inference/text_embedding/e", OPENAI)["service_settings"]
    assert settings["dimensions"] == 3


def test_an_endpoint_with_other_dimensions_is_refused_as_the_server_does(fake: FakeElasticsearch) -> None:
    fake.endpoint("e").embeds({"cat": [1, 0, 0]})
    body = {**OPENAI, "service_settings": {**OPENAI["service_settings"], "dimensions": 4}}  # type: ignore[dict-item]
    answer = ask(fake, "PUT", "/_inference/text_embedding/e", body)
    assert answer["error"]["reason"] == (
        "The retrieved embeddings size [3] does not match the size specified in the settings [4]. Please recreate the [e] "
        "configuration with the correct dimensions"
    )


def test_numbers_are_those_of_single_precision_as_java_prints_them(fake: FakeElasticsearch) -> None:
    fake.endpoint("e").embeds({"x": [0.123456789123, 1e-5, 0]})
    made(fake, "text_embedding")
    answer = send(fake, "POST", "/_inference/text_embedding/e", {"input": "x"}).content
    assert b"[0.12345679,1.0E-5,0.0]" in answer


@pytest.mark.parametrize(
    ("vectors", "why"),
    [
        ({"cat": [1, 0, 0]}, "the embedding of 'cat' at e has 3 dimensions, the endpoint has 1024"),
        ({"cat": ["1"]}, "no component of a vector"),
        ({"cat": [float("nan")]}, "no component of a vector"),
        ({"cat": {"cat": 1.0}}, "is a list of numbers"),
        ({}, "a mapping of texts"),
    ],
)
def test_vectors_that_do_not_fit_the_endpoint_are_refused(
    fake: FakeElasticsearch, vectors: dict[str, Any], why: str
) -> None:
    handle = made(fake, "text_embedding")
    with pytest.raises(ValueError, match=why):
        handle.embeds(vectors)


def test_vectors_that_do_not_fit_each_other_are_refused(fake: FakeElasticsearch) -> None:
    with pytest.raises(ValueError, match="differ in length: 'dog' has 1, 'cat' has 2"):
        fake.endpoint("e").embeds({"cat": [1, 0], "dog": [1]})


def test_an_endpoint_that_embeds_nothing_takes_no_vectors(fake: FakeElasticsearch) -> None:
    with pytest.raises(ValueError, match="does completion and embeds nothing"):
        made(fake, "completion").embeds({"cat": [1]})


def test_bytes_are_whole_and_small(fake: FakeElasticsearch) -> None:
    body = {"service": "cohere", "service_settings": {"api_key": "k", "model_id": "m", "embedding_type": "byte"}}
    fake.endpoint("e").embeds({"cat": [1, -128]})
    handle = made(fake, "text_embedding", body)
    assert embedded(fake, "cat") == [[1, -128]]
    with pytest.raises(ValueError, match="whole numbers from -128 to 127"):
        handle.embeds({"dog": [0.5, 1]})


def test_bits_come_eight_in_a_byte(fake: FakeElasticsearch) -> None:
    body = {"service": "cohere", "service_settings": {"api_key": "k", "model_id": "m", "embedding_type": "bit"}}
    fake.endpoint("e").embeds({"cat": [1, -1]})
    made(fake, "text_embedding", body)
    assert embedded(fake, "cat") == [[1, -1]]
    assert ask(fake, "GET", "/_inference/e")["endpoints"][0]["service_settings"]["dimensions"] == 16


def test_sparse_embeddings_are_token_weights(fake: FakeElasticsearch) -> None:
    elser = {"service": "hugging_face", "service_settings": {"api_key": "k", "url": "http://x"}}
    made(fake, "sparse_embedding", elser).embeds({"cat": {"cat": 2, "pet": 0.5}})
    answer = ask(fake, "POST", "/_inference/sparse_embedding/e", {"input": ["cat"]})
    assert answer["sparse_embedding"] == [{"is_truncated": False, "embedding": {"cat": 2.0, "pet": 0.5}}]


def test_strictly_no_other_text_is_embedded(fake: FakeElasticsearch) -> None:
    fake.endpoint("e").embeds({"cat": [1, 0]}, strict=True)
    made(fake, "text_embedding")
    type, reason = reason_for(fake, "/_inference/text_embedding/e", {"input": ["cat", "dog"]})
    assert type == "fakeinfer_script_mismatch_exception"
    assert "no embedding was laid down for 'dog'" in reason
    with pytest.raises(ScriptFailed):
        fake.check()


def test_documents_are_embedded_as_laid_down(fake: FakeElasticsearch) -> None:
    fake.endpoint("e").embeds({"cat": [1, 0]})
    made(fake, "text_embedding")
    ask(fake, "PUT", "/docs", {"mappings": {"properties": {"body": {"type": "semantic_text", "inference_id": "e"}}}})
    ask(fake, "PUT", "/docs/_doc/1", {"body": "cat"})
    (hit,) = ask(fake, "POST", "/docs/_search", {"fields": ["_inference_fields"]})["hits"]["hits"]
    (chunk,) = hit["_source"]["_inference_fields"]["body"]["inference"]["chunks"]["body"]
    assert chunk["embeddings"] == [1.0, 0.0]
    processors = [{"inference": {"model_id": "e", "input_output": {"input_field": "a", "output_field": "b"}}}]
    body = {"pipeline": {"processors": processors}, "docs": [{"_source": {"a": "cat"}}]}
    (answer,) = ask(fake, "POST", "/_ingest/pipeline/_simulate", body)["docs"]
    assert answer["doc"]["_source"]["b"] == [1.0, 0.0]


# --- functions --------------------------------------------------------------------------------------------------------


def test_a_function_is_told_what_is_asked_and_answers(fake: FakeElasticsearch) -> None:
    seen: list[Any] = []

    def shout(inputs: list[str], **how: Any) -> list[str]:
        seen.append((inputs, how))
        return [text.upper() for text in inputs]

    made(fake, "completion").calls(shout)
    body = {"input": ["a", "b"], "task_settings": {"user": "me"}}
    answer = ask(fake, "POST", "/_inference/completion/e", body)
    assert [one["result"] for one in answer["completion"]] == ["A", "B"]
    ((inputs, how),) = seen
    assert inputs == ["a", "b"]
    assert how == {"task_type": "completion", "query": None, "input_type": None, "task_settings": {"user": "me"}}


def test_what_a_function_raises_fails_the_test(fake: FakeElasticsearch) -> None:
    def fails(inputs: list[str], **how: Any) -> Any:
        raise KeyError("mine")

    made(fake, "completion").calls(fails)
    type, reason = reason_for(fake, "/_inference/completion/e", {"input": "a"})
    assert type == "fakeinfer_script_failed_exception"
    assert "raised KeyError" in reason
    with pytest.raises(KeyError, match="mine"):
        fake.check()


def test_a_function_may_say_that_the_provider_fails(fake: FakeElasticsearch) -> None:
    made(fake, "chat_completion").calls(lambda inputs, **how: Upstream(401))
    assert send(fake, "POST", CHAT, HELLO).status == 401


# --- streams ----------------------------------------------------------------------------------------------------------


def streamed(fake: FakeElasticsearch) -> list[str]:
    told = events(send(fake, "POST", "/_inference/completion/e/_stream", {"input": "x"}))
    return [one["delta"] for event in told for one in event["completion"]]


@pytest.mark.parametrize(
    ("chunks", "pieces"),
    [
        ("whole", ["One. Two"]),
        ("sentences", ["One.", " Two"]),
        (5, ["One. ", "Two"]),
        (["O", "ne. Two"], ["O", "ne. Two"]),
    ],
)
def test_a_stream_is_cut_as_laid_down(fake: FakeElasticsearch, chunks: Any, pieces: list[str]) -> None:
    made(fake, "completion").answers(["One. Two"]).streams(chunks=chunks)
    assert streamed(fake) == pieces


def test_listed_pieces_are_an_answer_themselves(fake: FakeElasticsearch) -> None:
    made(fake, "chat_completion").streams(chunks=["Hel", "lo"])
    assert [delta["content"] for delta in deltas(send(fake, "POST", CHAT, HELLO)) if delta] == ["", "Hel", "lo"]


def test_a_fake_has_a_shape_of_streams_and_an_endpoint_its_own() -> None:
    with FakeElasticsearch(stream_chunks="whole", stream_delay="0.25") as fake:
        handle = made(fake, "completion").answers(["One Two"] * 3)
        assert streamed(fake) == ["One Two"]
        assert send(fake, "POST", "/_inference/completion/e/_stream", {"input": "x"}).pause == 0.25
        handle.streams(chunks=3, delay=0)
        assert streamed(fake) == ["One", " Tw", "o"]


@pytest.mark.parametrize("options", [{"stream_chunks": "letters"}, {"stream_delay": "soon"}])
def test_a_fake_with_a_shape_that_nobody_knows_is_not_started(options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="of a stream"):
        FakeElasticsearch(**options)


def test_a_stream_breaks_off_where_the_script_says(fake: FakeElasticsearch) -> None:
    made(fake, "chat_completion").answers([Upstream(500, "gone", after_chunks=2)])
    response = send(fake, "POST", CHAT, HELLO)
    assert response.status == 200
    *_, last = events(response)
    assert last["error"]["message"] == (
        "Received an error response for request from inference entity id [e]. Error message: [gone]"
    )


# --- the handle, and the same from outside ----------------------------------------------------------------------------


def test_a_reset_forgets_scripts_and_a_snapshot_does_not_hold_them(fake: FakeElasticsearch) -> None:
    made(fake, "completion")
    before = fake.snapshot()
    fake.endpoint("e").answers(["one", "two"])
    fake.restore(before)
    assert completed(fake, "a")["completion"] == [{"result": "one"}]
    fake.endpoint("e").reset()
    assert completed(fake, "a")["completion"][0]["result"].startswith("This is a made-up answer")
    fake.endpoint("e").answers(["three"])
    fake.reset()
    made(fake, "completion")
    assert completed(fake, "a")["completion"][0]["result"].startswith("This is a made-up answer")


def test_the_handle_says_what_is_left(fake: FakeElasticsearch) -> None:
    handle = made(fake, "completion").answers(["one", "two"])
    completed(fake, "a")
    assert repr(handle) == "<script of e, 1 of 2 answers left>"


def test_scripts_are_laid_down_over_http_too(fake: FakeElasticsearch) -> None:
    made(fake, "completion")
    script = {"endpoint": "e", "answers": ["one", {"upstream": 429}], "streams": {"chunks": "whole"}}
    assert ask(fake, "POST", "/_fakeinfer/scripts", script) == {"acknowledged": True}
    assert streamed(fake) == ["one"]
    assert send(fake, "POST", "/_inference/completion/e", {"input": "a"}).status == 429
    assert ask(fake, "POST", "/_fakeinfer/scripts", {"endpoint": "e", "reset": True}) == {"acknowledged": True}
    assert send(fake, "POST", "/_inference/completion/e", {"input": "a"}).status == 200
    assert ask(fake, "POST", "/_fakeinfer/scripts", {"endpoint": "v", "embeds": {"cat": [1, 0]}, "strict": True})
    assert ask(fake, "DELETE", "/_fakeinfer/scripts") == {"acknowledged": True}


@pytest.mark.parametrize(
    "script",
    [
        {},
        {"endpoint": "e"},
        {"endpoint": 5, "answers": []},
        {"endpoint": "e", "answer": ["x"]},
        {"endpoint": "e", "answers": [5]},
        {"endpoint": "e", "streams": {"chunk": 1}},
        {"endpoint": "e", "embeds": {"cat": "x"}},
    ],
)
def test_a_script_that_says_nothing_is_refused(fake: FakeElasticsearch, script: Any) -> None:
    assert send(fake, "POST", "/_fakeinfer/scripts", script).status == 400
