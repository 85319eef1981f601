"""Streams over the API. Shapes and refusals are in fixtures; here is what a table cannot say."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeinfer.cluster import Cluster
from fakeinfer.fixtures import events
from fakeinfer.wire import Request, Response

HEADERS = {"content-type": "application/json"}
CHAT = "/_inference/chat_completion/chat/_stream"
HI = {"messages": [{"role": "user", "content": "hi there"}]}


def send(cluster: Cluster, method: str, path: str, body: Any) -> Response:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return cluster.handle(Request.build(method, path, HEADERS, data))


def with_endpoints(version: str | None = None, **options: Any) -> Cluster:
    cluster = Cluster("elasticsearch", version, **options)
    settings = {"api_key": "hush-hush", "model_id": "gpt-4o"}
    for path in ("completion/talk", "text_embedding/emb", "chat_completion/chat"):
        answer = send(cluster, "PUT", f"/_inference/{path}", {"service": "openai", "service_settings": settings})
        assert answer.status == 200 or version in ("8.16", "8.17")
    return cluster


def data_of(response: Response) -> list[Any]:
    """The data of all events but the last, which ends the stream."""
    *found, (_, end) = events(response.content.decode())
    assert end == "[DONE]"
    return [data for _, data in found]


# --- anything ---------------------------------------------------------------------------------------------------------

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
WORD = st.sampled_from(["text", "image_url", "file", "function", "auto", "required", "reasoning.text", "low", "f"])
VALUE = WORD | ANYTHING


def some(*names: str, **more: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Objects with some of these fields."""
    return st.fixed_dictionaries({}, optional={**dict.fromkeys(names, VALUE), **more})


FUNCTION = some("name", "arguments", "description", "parameters", "strict")
PART = some("type", "text", image_url=some("url", "detail") | VALUE, file=some("file_data", "filename", "file_id"))
MESSAGE = some(
    "tool_call_id", "reasoning", "foo",
    role=st.sampled_from(["user", "assistant", "tool"]) | VALUE,
    content=st.text(max_size=8) | st.lists(PART | VALUE, max_size=2) | VALUE,
    tool_calls=st.lists(some("id", "type", function=FUNCTION), max_size=2) | VALUE,
    reasoning_details=some("type", "text", "data", "index") | VALUE,
)  # fmt: skip
TOOL = some("type", function=FUNCTION | st.fixed_dictionaries({"name": WORD, "parameters": ANYTHING}))
BODY = some(
    "model", "temperature", "top_p", "stop", "max_completion_tokens", "foo",
    messages=st.lists(st.fixed_dictionaries({"role": WORD, "content": st.text(max_size=9)}), max_size=3)
    | st.lists(MESSAGE | VALUE, max_size=3) | MESSAGE | VALUE,
    tools=st.lists(TOOL, max_size=2) | st.just([{"type": "function", "function": {"name": "f"}}]) | VALUE,
    tool_choice=WORD | some("type", function=some("name")) | VALUE,
    reasoning=some("effort", "summary", "exclude", "enabled", "max_tokens") | VALUE,
)  # fmt: skip
CLUSTERS: dict[str, Cluster] = {}


@pytest.fixture(autouse=True, scope="module")
def _clusters() -> None:
    CLUSTERS.update((version, with_endpoints(version)) for version in ("8.16", "8.18", "9.4", "9.5"))


def kept(cluster: Cluster) -> dict[str, Any]:
    """What the cluster holds, without collections that were only looked at."""
    return {name: records for name, records in cluster.state.store.copied().items() if records}


@settings(max_examples=300, deadline=None)
@given(
    path=st.sampled_from(["chat", "chat_completion/chat", "talk", "completion/talk", "emb", "chat_completion/none", "any/x"]),
    body=ANYTHING | BODY | some("input", "task_settings", "input_type"),
    version=st.sampled_from(["8.16", "8.18", "9.4", "9.5"]),
)  # fmt: skip
def test_any_body_is_answered_without_a_bug_and_changes_nothing(path: str, body: Any, version: str) -> None:
    cluster = CLUSTERS[version]
    before = kept(cluster)
    response = send(cluster, "POST", f"/_inference/{path}/_stream", body)
    assert not cluster.bugs, cluster.bugs
    assert kept(cluster) == before
    if response.status == 500:
        assert b"unsupported_operation_exception" in response.content, (
            "models that do not reason are a 500 of the server"
        )
        return
    assert 200 <= response.status < 500
    if response.status == 200:
        schema = cluster.contract.schema("inference.stream_completion").response
        assert schema is not None
        assert all(schema.accepts(data) for data in data_of(response))


# --- streams ----------------------------------------------------------------------------------------------------------


def test_an_event_is_a_chunk() -> None:
    response = send(with_endpoints(), "POST", CHAT, HI)
    assert response.chunks is not None
    assert all(chunk.startswith(b"\xef\xbb\xbfevent: ") and chunk.endswith(b"\n\n") for chunk in response.chunks)
    assert len(response.chunks) == len(list(events(response.content.decode())))


def test_a_stream_says_what_the_answer_in_one_piece_says() -> None:
    cluster = with_endpoints()
    whole = json.loads(send(cluster, "POST", "/_inference/talk", {"input": ["one two", "three"]}).body)["completion"]
    pieces = data_of(send(cluster, "POST", "/_inference/talk/_stream", {"input": ["one two", "three"]}))
    streamed = "".join(item["delta"] for data in pieces for item in data["completion"])
    assert streamed == "".join(answer["result"] for answer in whole)


def test_the_pieces_of_a_chat_make_its_answer_in_one_go_of_the_same_id() -> None:
    chunks = data_of(send(with_endpoints(), "POST", CHAT, HI))
    deltas = [choice["delta"] for chunk in chunks for choice in chunk["choices"]]
    assert "".join(delta.get("content", "") for delta in deltas) == "This is a made-up answer to: hi there"
    assert len({chunk["id"] for chunk in chunks}) == 1
    assert chunks[-1]["usage"]["total_tokens"] > chunks[-1]["usage"]["prompt_tokens"] > 0


def test_the_arguments_of_a_call_are_json_when_put_together() -> None:
    parameters = {"type": "object", "properties": {"city": {"type": "string"}, "days": {"type": "integer"}}}
    tools = [{"type": "function", "function": {"name": "forecast", "parameters": parameters}}]
    body = {"messages": [{"role": "user", "content": "Paris, 3 days"}], "tools": tools, "tool_choice": "required"}
    chunks = data_of(send(with_endpoints(), "POST", CHAT, body))
    calls = [call for chunk in chunks for choice in chunk["choices"] for call in choice["delta"].get("tool_calls", ())]
    assert json.loads("".join(call["function"]["arguments"] for call in calls)) == {"city": "Paris, 3 days", "days": 3}
    assert next(call["id"] for call in calls if "id" in call).startswith("call_")


def test_two_answers_have_two_ids_and_two_clusters_the_same_bytes() -> None:
    first, second = with_endpoints(), with_endpoints()
    answers = [send(cluster, "POST", CHAT, HI).content for cluster in (first, first, second)]
    assert answers[0] != answers[1]
    assert answers[0] == answers[2]


def test_data_can_be_filtered_and_come_in_other_formats() -> None:
    cluster = with_endpoints()
    filtered = data_of(send(cluster, "POST", f"{CHAT}?filter_path=choices.delta.content", HI))
    assert filtered[1] == {"choices": [{"delta": {"content": "This"}}]}
    assert filtered[-1] == {}
    yaml = send(cluster, "POST", f"{CHAT}?format=yaml", HI).content.decode()
    assert yaml.startswith("\ufeffevent: message\ndata: ---\n")


def test_the_journal_knows_the_operation_and_the_data() -> None:
    cluster = with_endpoints()
    send(cluster, "POST", CHAT, {**HI, "max_completion_tokens": 1})
    send(cluster, "POST", "/_inference/none/_stream", {"input": "x"})
    chat, refused = list(cluster.journal)[-2:]
    assert chat.operation == "inference.chat_completion_unified"
    assert [data if isinstance(data, str) else data["object"] for data in chat.answer][-2:] == [
        "chat.completion.chunk",
        "[DONE]",
    ]
    assert refused.operation == "inference.stream_completion"
    assert refused.answer[0]["error"]["type"] == "resource_not_found_exception"


def test_no_stream_shows_a_secret() -> None:
    cluster = with_endpoints()
    for path, body in (("chat", HI), ("talk", {"input": "x"}), ("emb", {"input": "x"}), ("chat", {"a": 1})):
        assert b"hush" not in send(cluster, "POST", f"/_inference/{path}/_stream", body).content


def test_before_8_16_the_last_segment_is_an_id() -> None:
    response = send(Cluster("elasticsearch", "8.15"), "POST", "/_inference/completion/_stream", {"input": "x"})
    assert json.loads(response.body)["error"]["reason"] == "Inference endpoint not found [_stream]"


def test_a_trace_is_shown_if_asked_for() -> None:
    response = send(with_endpoints(), "POST", "/_inference/none/_stream?error_trace", {"input": "x"})
    ((name, data),) = events(response.content.decode())
    assert name == "error"
    assert "stack_trace" in data["error"]
