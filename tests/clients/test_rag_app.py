"""A whole program of its user's: texts go in through a pipeline and a `semantic_text` field, questions are answered by a chat
that searches with a tool. What it calls is unmodified elasticsearch-py, in-process and over a socket.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import elasticsearch
import pytest
from elasticsearch import ConflictError, Elasticsearch, helpers

from fakeinfer import FakeElasticsearch, ToolCall

EMBEDDINGS, CHAT, INDEX = "handbook-embeddings", "handbook-chat", "handbook"
TOOL = {
    "type": "function",
    "function": {
        "name": "search_handbook",
        "description": "Finds pages of the handbook",
        "parameters": {"type": "object", "properties": {"query": {"type": "string"}}, "required": ["query"]},
    },
}
PAGES = [
    {"_id": "1", "title": "Holiday rules", "body": "Thirty days a year. Ask your team before you book."},
    {"_id": "2", "title": "Travel costs", "body": "Trains are paid, and the bus to the train."},
]

# --- the program ------------------------------------------------------------------------------------------------------


def set_up(es: Elasticsearch, api_key: str) -> None:
    """Endpoints, a pipeline that embeds titles, an index that embeds bodies."""
    for id, task_type, model in (
        (EMBEDDINGS, "text_embedding", "text-embedding-3-small"),
        (CHAT, "chat_completion", "gpt-4o"),
    ):
        config = {"service": "openai", "service_settings": {"api_key": api_key, "model_id": model}}
        es.inference.put(task_type=task_type, inference_id=id, inference_config=config)
    embed = {"model_id": EMBEDDINGS, "input_output": {"input_field": "title", "output_field": "title_vector"}}
    es.ingest.put_pipeline(id="titles", processors=[{"inference": embed}])
    es.indices.create(
        index=INDEX,
        settings={"default_pipeline": "titles"},
        mappings={
            "properties": {
                "title": {"type": "text"},
                "title_vector": {"type": "dense_vector", "dims": 1536},
                "body": {"type": "semantic_text", "inference_id": EMBEDDINGS},
            }
        },
    )


def ingest(es: Elasticsearch, pages: list[dict[str, Any]]) -> int:
    """Store pages; how many it were."""
    stored, _ = helpers.bulk(es, ({"_index": INDEX, **page} for page in pages), refresh="wait_for")
    return int(stored)


def answer(es: Elasticsearch, question: str, *, first: str = "auto") -> str:
    """Look pages up as long as the chat calls for its tool, then tell what it says. `first` is the first turn's tool choice."""
    messages: list[dict[str, Any]] = [{"role": "user", "content": question}]
    content, calls = chat(es, messages, tool_choice=first)
    while calls:
        messages.append({"role": "assistant", "content": content, "tool_calls": calls})
        for call in calls:
            query = json.loads(call["function"]["arguments"])["query"]
            hits = es.search(index=INDEX, query={"match": {"title": query}})["hits"]["hits"]
            titles = [hit["_source"]["title"] for hit in hits]
            messages.append({"role": "tool", "tool_call_id": call["id"], "content": json.dumps(titles)})
        content, calls = chat(es, messages, tool_choice="auto")
    return content


def chat(es: Elasticsearch, messages: list[dict[str, Any]], *, tool_choice: str) -> tuple[str, list[dict[str, Any]]]:
    """One turn of a chat, its stream put together. The client has no method for it."""
    told = es.perform_request(
        "POST",
        f"/_inference/chat_completion/{CHAT}/_stream",
        headers={"content-type": "application/json", "accept": "application/json"},
        body={"messages": messages, "tools": [TOOL], "tool_choice": tool_choice},
    )
    content, calls = "", []
    for delta in deltas(str(told.body)):
        content += delta.get("content", "")
        for part in delta.get("tool_calls", []):
            if part["index"] == len(calls):
                calls.append({"id": part["id"], "type": "function", "function": {"name": "", "arguments": ""}})
            for name, text in part.get("function", {}).items():
                calls[part["index"]]["function"][name] += text
    return content, calls


def deltas(stream: str) -> Iterator[dict[str, Any]]:
    """What each event of a chat adds."""
    for line in stream.splitlines():
        if line.startswith("data: ") and line != "data: [DONE]":
            yield from (choice["delta"] for choice in json.loads(line.removeprefix("data: "))["choices"])


# --- its tests --------------------------------------------------------------------------------------------------------

NEWEST = {8: "8.19", 9: "9.5"}[elasticsearch.__version__[0]]


@pytest.fixture
def fake() -> Iterator[FakeElasticsearch]:
    with FakeElasticsearch(version=NEWEST) as fake:
        yield fake
        fake.raise_bugs()


@pytest.fixture(params=["in-process", "socket"])
def es(request: pytest.FixtureRequest, fake: FakeElasticsearch) -> Iterator[Elasticsearch]:
    client = fake.client() if request.param == "in-process" else Elasticsearch(fake.url)
    with client:
        set_up(client, "sk-not-real")
        yield client


def test_pages_are_embedded_on_their_way_in(es: Elasticsearch, fake: FakeElasticsearch) -> None:
    assert ingest(es, PAGES) == 2
    [entry] = fake.journal.of("bulk")
    assert [list(item["index"].values())[-1] for item in entry.answer["items"]] == [201, 201]
    es.indices.refresh(index=INDEX)
    embedded = es.inference.inference(inference_id=EMBEDDINGS, input="Holiday rules")["text_embedding"][0]["embedding"]
    shown = es.search(index=INDEX, query={"match": {"title": "holiday"}})["hits"]["hits"]
    assert [hit["_id"] for hit in shown] == ["1"]
    stored = fake.cluster.state.store[f"docs:{INDEX}"]["1"].source["title_vector"]
    assert stored == pytest.approx(embedded)


def test_what_the_index_needs_is_not_deleted(es: Elasticsearch) -> None:
    with pytest.raises(ConflictError, match=r"referenced by pipelines: \[titles\].* for indexes: \[handbook\]"):
        es.inference.delete(inference_id=EMBEDDINGS)


def test_a_question_is_looked_up_and_answered(es: Elasticsearch, fake: FakeElasticsearch) -> None:
    ingest(es, PAGES)
    assert "Holiday rules" in answer(es, "Which holiday rules are there?", first="required")
    first, second = fake.journal.of("inference.chat_completion_unified")
    assert (first.body["tool_choice"], second.body["tool_choice"]) == ("required", "auto")
    assert [message["role"] for message in second.body["messages"]] == ["user", "assistant", "tool"]
    fake.assert_called("search", times=1)
    assert "sk-not-real" not in repr(list(fake.journal))


def test_the_chat_is_scripted_where_its_words_matter(es: Elasticsearch, fake: FakeElasticsearch) -> None:
    ingest(es, PAGES)
    calls = [ToolCall("search_handbook", {"query": "holiday"}), ToolCall("search_handbook", {"query": "travel"})]
    fake.endpoint(CHAT).answers([calls[:1], calls[1:], "Thirty days, and trains are paid."])
    assert answer(es, "How much holiday, and who pays the train?") == "Thirty days, and trains are paid."
    last = fake.journal.of("inference.chat_completion_unified")[-1]
    told = [message["content"] for message in last.body["messages"] if message["role"] == "tool"]
    assert told == ['["Holiday rules"]', '["Travel costs"]']
