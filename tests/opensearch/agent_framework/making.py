"""Agents of several makes, and what comes of running them."""

from __future__ import annotations

import json
from typing import Any

from fakeinfer.testing.fake import FakeOpenSearch
from fakeinfer.wire import Response
from tests.opensearch.agent_framework.test_function_calling import ACTION
from tests.opensearch.agent_framework.test_running import new_agent
from tests.opensearch.asking import KEY, ML, ask, new_connector, ok

ON = {
    KEY + name: True
    for name in ("stream_enabled", "ag_ui_enabled", "unified_agent_api_enabled", "remote_agentic_memory_enabled")
}
OPENAI, CONVERSE, GEMINI = "openai/v1/chat/completions", "bedrock/converse", "gemini/v1beta/generatecontent"
CREDENTIAL = {
    OPENAI: {"openai_api_key": "k"},
    CONVERSE: {"access_key": "a", "secret_key": "s"},
    GEMINI: {"gemini_api_key": "k"},
}


def new_fake(version: str) -> FakeOpenSearch:
    """A fake with everything that streams switched on, as far as this version knows it."""
    known = {name: value for name, value in ON.items() if version >= "3.5" or name.endswith("stream_enabled")}
    return FakeOpenSearch(version=version, settings=known)


def new_function_agent(fake: FakeOpenSearch, **agent: Any) -> str:
    """A conversational agent whose model, named llm, takes functions as OpenAI's do."""
    connector = new_connector(fake.cluster, actions=[ACTION])
    body = {"name": "llm", "function_name": "remote", "connector_id": connector}
    model = ok(fake.cluster, "POST", f"{ML}/models/_register", body)["model_id"]
    agent = {"memory": {"type": "conversation_index"}, "tools": [{"type": "ListIndexTool", "name": "lister"}], **agent}
    parameters = {"_llm_interface": OPENAI, **agent.pop("parameters", {})}
    made = {"type": "conversational", "llm": {"model_id": model}, "parameters": parameters, **agent}
    return new_agent(fake.cluster, **{name: value for name, value in made.items() if value is not None})


def new_unified_agent(fake: FakeOpenSearch, provider: str, **agent: Any) -> str:
    """An agent with a model of its own, which goes by LLM."""
    model = {"model_id": "x", "model_provider": provider, "credential": CREDENTIAL[provider]}
    own = {name: agent.pop(name) for name in ("model_parameters",) if name in agent}
    return new_agent(fake.cluster, **{"type": "conversational", "tools": [], "model": {**model, **own}, **agent})


LLM = "Auto-generated model for x"


def execute(fake: FakeOpenSearch, agent: str, **body: Any) -> Any:
    """What an agent answers to a body."""
    return ok(fake.cluster, "POST", f"{ML}/agents/{agent}/_execute", body)


def stream(fake: FakeOpenSearch, agent: str, **body: Any) -> list[Any]:
    """The frames of a stream."""
    response = ask(fake.cluster, "POST", f"{ML}/agents/{agent}/_execute/stream", body)
    assert response.status == 200, response.content
    return frames(response)


def frames(response: Response) -> list[Any]:
    """The data of each event."""
    lines = b"".join(response.chunks or ()).decode().splitlines()
    return [json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: ")]


def contents(told: list[Any]) -> list[str]:
    """What each frame says."""
    return [frame["inference_results"][0]["output"][2]["dataAsMap"]["content"] for frame in told]


def bodies(fake: FakeOpenSearch) -> list[dict[str, Any]]:
    """What models were asked in the last exchange."""
    return [call["body"] for call in fake.journal[-1].upstream]


def agui(**given: Any) -> dict[str, Any]:
    """A body in the form of AG-UI."""
    asked = [{"role": "user", "content": "why"}]
    whole = {"threadId": "t", "runId": "r", "state": {}, "messages": asked, "tools": [], "context": []}
    return {**whole, "forwardedProps": {}, **given}
