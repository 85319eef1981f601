"""Arguments of tools, put right before the tool runs."""

from __future__ import annotations

import json

import pytest

from fakeinfer.brains.chat import ToolCall
from fakeinfer.opensearch.agent_framework.tool_arguments import Malformed, put_right
from tests.opensearch.agent_framework.making import CONVERSE, LLM, bodies, execute, new_fake, new_unified_agent
from tests.opensearch.agent_framework.test_running import PREDICT
from tests.opensearch.asking import new_connector


@pytest.mark.parametrize(
    ("wish", "right"),
    [
        ('{"a": 1}', {"a": 1.0}),
        ("{a: 'b'}", {"a": "b"}),
        (r'{"a": "{\"b\": [1]}", "c": "[]", "d": "[x", "e": "{"}', {"a": {"b": [1.0]}, "c": [], "d": "[x", "e": "{"}),
        (r'"{\"a\": \"b\"}"', {"a": "b"}),
    ],
)
def test_json_in_texts_is_read(wish: str, right: object) -> None:
    assert json.loads(put_right(wish)) == right


@pytest.mark.parametrize("wish", ["", " ", "null", "[1]", "word", '"word"', '"'])
def test_what_is_no_object_is_refused(wish: str) -> None:
    with pytest.raises(Malformed):
        put_right(wish)


@pytest.mark.parametrize(
    ("version", "parameters", "given"),
    [
        ("3.7", {"input_schema": "{}"}, '{"n":1,"list":"[2]"}'),
        ("3.8", {"input_schema": "{}"}, '{"n":1.0,"list":[2.0]}'),
        ("3.8", {}, '{"n":1,"list":"[2]"}'),
    ],
)
def test_a_tool_with_a_schema_gets_them(version: str, parameters: dict[str, str], given: str) -> None:
    fake = new_fake(version)
    execution = {**PREDICT, "action_type": "execute", "request_body": '{"input": ${parameters.input}}'}
    connector = new_connector(fake.cluster, actions=[execution])
    tool = {"type": "ConnectorTool", "parameters": {"connector_id": connector, **parameters}}
    agent = new_unified_agent(fake, CONVERSE, tools=[tool])
    fake.endpoint(LLM).answers([ToolCall("ConnectorTool", {"n": 1, "list": "[2]"}), "done"])
    execute(fake, agent, input="q")
    assert bodies(fake)[1]["input"] == json.loads(given)
