"""Agents that write queries, and what the answer tells of them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeinfer.brains.chat import ToolCall
from fakeinfer.cluster import Cluster
from fakeinfer.opensearch.pipelines.search_pipeline_api import search_pipeline
from fakeinfer.opensearch.search_running.agentic import _step, _take
from fakeinfer.opensearch.search_running.running import SearchRun
from fakeinfer.testing.fake import FakeOpenSearch
from fakeinfer.versions import Span
from tests.ingest.tools import ask
from tests.opensearch.agent_framework.making import OPENAI, new_function_agent
from tests.opensearch.asking import ML, ok
from tests.opensearch.search_running.searching import DOCUMENTS, PROMPT, cluster_of, ids, scripted, sent, through

WHALES = {"query": {"match": {"t": "whale"}}}


def flow_agent(cluster: Cluster, answer: str, asked: str = "question") -> str:
    """An agent whose one tool is a model that answers a query."""
    parameters = {
        "model_id": scripted(cluster, PROMPT, answer),
        "prompt": f"${{parameters.{asked}}}",
        "response_filter": "$.choices[0].message.content",
    }
    body = {"name": "f", "type": "flow", "tools": [{"type": "MLModelTool", "parameters": parameters}]}
    found: str = ok(cluster, "POST", f"{ML}/agents/_register", body)["agent_id"]
    return found


def ask_agent(cluster: Cluster, agent: str, body: dict[str, Any] | None = None, **asked: Any) -> Any:
    """The answer of a search whose query an agent writes."""
    query = {"query": {"agentic": {"query_text": "what swims?", **asked}}}
    tells = cluster.contract.version in Span("3.3")
    told = {"agentic_context": {"agent_steps_summary": True, "dsl_query": True}} if tells else None
    return through(
        cluster, {**query, **(body or {})}, request={"agentic_query_translator": {"agent_id": agent}}, answer=told
    )


@pytest.fixture
def fake() -> FakeOpenSearch:
    made = FakeOpenSearch(version="3.5")
    for id, document in enumerate(DOCUMENTS, 1):
        ask(made.cluster, "PUT", f"/s/_doc/{id}?refresh=true", document)
    return made


def planned(query: Any, **more: Any) -> str:
    """The last words of an agent that talks."""
    return json.dumps({"dsl_query": query, **more})


def test_32_told_the_agent_the_mapping() -> None:
    cluster = cluster_of("3.2", settings={"plugins.neural_search.agentic_search_enabled": True})
    agent = flow_agent(cluster, json.dumps(WHALES), asked="index_mapping")
    assert ids(ask_agent(cluster, agent)) == ["2"]
    (body,) = sent(cluster)
    assert "_doc" in body["messages"][0]["content"]


def test_agents_that_flow_are_told_the_index() -> None:
    cluster = cluster_of("3.5")
    agent = flow_agent(cluster, json.dumps(WHALES), asked="index_name")
    assert ids(ask_agent(cluster, agent)) == ["2"]
    (body,) = sent(cluster)
    assert body["messages"][0]["content"] == "s"


@pytest.mark.parametrize(("version", "found"), [("3.5", "2.0"), ("3.6", "2")])
def test_fractions_that_are_none_are_lost_since_36(version: str, found: str) -> None:
    cluster = cluster_of(version)
    answer = ask_agent(cluster, flow_agent(cluster, '{"query": {"term": {"n": {"value": 2.0}}}}'))
    assert answer["ext"]["dsl_query"] == f'{{"query":{{"term":{{"n":{{"value":{found}}}}}}}}}'


@pytest.mark.parametrize(("version", "found"), [("3.3", ["t", "n"]), ("3.4", ["n"])])
def test_the_source_filter_stays_since_34(version: str, found: list[str]) -> None:
    cluster = cluster_of(version)
    (hit,) = ask_agent(cluster, flow_agent(cluster, json.dumps(WHALES)), {"_source": ["n"]})["hits"]["hits"]
    assert list(hit["_source"]) == found


def test_agents_that_talk_tell_their_memory_and_their_query(fake: FakeOpenSearch) -> None:
    agent = new_function_agent(fake)
    fake.endpoint("llm").answers([ToolCall("lister", {"indices": []}), planned(WHALES)])
    answer = ask_agent(fake.cluster, agent)
    assert ids(answer) == ["2"]
    assert list(answer["ext"]) == ["memory_id", "dsl_query"]
    assert json.loads(answer["ext"]["dsl_query"]) == WHALES
    fake.endpoint("llm").answers([planned({"query": {"match": {"t": "dog"}}})])
    again = ask_agent(fake.cluster, agent, memory_id=answer["ext"]["memory_id"])
    assert ids(again) == ["3"]
    assert again["ext"]["memory_id"] == answer["ext"]["memory_id"]
    (body,) = sent(fake.cluster)
    assert [message["role"] for message in body["messages"]] == ["user", "assistant", "user"]


def test_agents_that_talk_have_prompts_for_searching(fake: FakeOpenSearch) -> None:
    agent = new_function_agent(fake)
    fake.endpoint("llm").answers([planned(WHALES)])
    ask_agent(fake.cluster, agent)
    (body,) = sent(fake.cluster)
    assert body["messages"][-1]["content"] == "what swims?"


def test_an_agent_that_writes_no_query_is_told(fake: FakeOpenSearch) -> None:
    agent = new_function_agent(fake)
    fake.endpoint("llm").answers(["no idea"])
    error = ask_agent(fake.cluster, agent)["error"]
    assert error["type"] == "illegal_argument_exception"
    assert "Agent execution error" in error["reason"]


def test_steps_are_what_is_said_with_calls() -> None:
    call = {"function": {"name": "QueryPlanningTool", "arguments": '{"index_name": "s"}'}}
    said = {"choices": [{"message": {"content": "I plan.", "tool_calls": [call]}}]}
    assert _step(said, OPENAI) == ("I plan.", "s")
    use = {"toolUse": {"name": "QueryPlanningTool", "input": {"index_name": "s"}}}
    spoken = {"output": {"message": {"content": [{"text": "I plan."}, use]}}}
    assert _step(spoken, "bedrock/converse/claude") == ("I plan.", "s")


@pytest.mark.parametrize("said", [{}, {"choices": []}, {"choices": [{"message": {"content": "a"}}]}])
def test_other_words_are_no_steps(said: dict[str, Any]) -> None:
    assert _step(said, OPENAI) == ("", None)
    assert _step(said, "somebody") == ("", None)


@pytest.mark.parametrize(("version", "found"), [("3.4", ["s"]), ("3.5", ["other"])])
def test_the_index_that_was_chosen_is_searched_since_35(version: str, found: list[str]) -> None:
    cluster = cluster_of(version)
    ask(cluster, "PUT", "/other/_doc/9?refresh=true", {"t": "a whale"})
    run = SearchRun(
        cluster.state, ["s"], {"query": {"agentic": {"query_text": "x"}}}, search_pipeline(cluster.state, {})
    )
    _take(run, {"dsl_query": json.dumps(WHALES), "selected_index": "other"}, "a")
    assert list(run.names) == found
