"""The loop of conversational agents: how long it goes on in which version."""

from __future__ import annotations

import json

import pytest

from fakeinfer.testing.fake import FakeOpenSearch
from tests.opensearch.agent_framework.test_running import new_agent, new_llm, run

WISH = json.dumps({"thought": "hmm", "action": "SearchIndexTool", "action_input": '{"index": "x"}'})


@pytest.mark.parametrize(("version", "asked"), [("2.19", 3), ("3.0", 5), ("3.4", 5), ("3.5", 6)])
def test_the_model_is_asked_only_so_often(version: str, asked: int) -> None:
    """Three rounds until 2.19, ten steps since; a last time for a summary since 3.5."""
    fake = FakeOpenSearch(version=version)
    agent = new_agent(
        fake.cluster,
        type="conversational",
        llm={"model_id": new_llm(fake.cluster), "parameters": {"prompt": "${parameters.question}"}},
        memory={"type": "conversation_index"},
        tools=[{"type": "SearchIndexTool"}],
    )
    fake.endpoint("llm").answers([WISH] * asked)
    run(fake.cluster, agent, question="why")
    assert len(fake.journal[-1].upstream) == asked
