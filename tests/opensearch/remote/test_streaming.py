"""Streams: where answers are cut, and what is told when there is none."""

from __future__ import annotations

from typing import Any

from fakeinfer.brains.pieces import Shape
from fakeinfer.cluster import Cluster
from fakeinfer.opensearch.remote import streaming
from fakeinfer.opensearch.remote.answering import RemoteAnswer
from tests.opensearch.asking import ML, ask
from tests.opensearch.remote.asking import CHAT, HELLO, model_of

ON = {"plugins.ml_commons.stream_enabled": True}
OPENAI = {"_llm_interface": streaming.OPENAI, **HELLO}


def streamed(cluster: Cluster, model: str, **parameters: Any) -> tuple[str, ...]:
    response = ask(cluster, "POST", f"{ML}/models/{model}/_predict/stream", {"parameters": parameters})
    assert response.status == 200, response.content
    return tuple(chunk.decode() for chunk in response.chunks or ())


def test_a_script_says_where_streams_are_cut() -> None:
    cluster = Cluster("opensearch", settings=ON)
    model = model_of(cluster, CHAT)
    script = cluster.state.scripts.of("m")
    script.add_answers(["Hello there"])
    script.set_shape("whole", 0.25)
    response = ask(cluster, "POST", f"{ML}/models/{model}/_predict/stream", {"parameters": OPENAI})
    assert [b'"Hello there"' in chunk for chunk in response.chunks or ()] == [True, False]
    assert response.pause == 0.25


def test_openai_is_told_to_stream() -> None:
    cluster = Cluster("opensearch", settings=ON)
    streamed(cluster, model_of(cluster, CHAT), **OPENAI)
    assert cluster.journal[-1].upstream[0]["body"]["stream"] is True


def test_calls_of_tools_are_a_piece_of_their_own() -> None:
    call = {"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{}"}}
    answer = RemoteAnswer(200, value={"choices": [{"message": {"content": None, "tool_calls": [call]}}]})
    (piece,) = streaming.streamed(answer, streaming.OPENAI, Shape()).pieces
    assert '"name":"f"' in piece
    used = {"toolUse": {"name": "f", "input": {}}}
    answer = RemoteAnswer(200, value={"output": {"message": {"content": [{"text": "Hm"}, used]}}})
    told = streaming.streamed(answer, "bedrock/converse/claude", Shape())
    assert told.pieces == ["Hm", '{"toolUse":{"name":"f","input":{}}}']


def test_a_broken_answer_ends_the_stream_with_an_error() -> None:
    told = streaming.streamed(RemoteAnswer(200, '{"data": ['), streaming.OPENAI, Shape())
    assert told.error == "SSE failure with network error"
    assert len(told.events()) == 1
