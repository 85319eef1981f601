"""Tools as agents hold them."""

from __future__ import annotations

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.errors import ApiError
from fakeinfer.opensearch.agent_framework import toolbox
from fakeinfer.opensearch.agents.tool_api import tools_of

STATE = Cluster("opensearch", "2.19").state


IDS = {"model_id": "m", "connector_id": "c", "agent_id": "a"}


@pytest.mark.parametrize("version", ["2.12", "2.19", "3.0", "3.3", "3.8"])
def test_every_tool_of_every_version_can_be_made(version: str) -> None:
    state = Cluster("opensearch", version).state
    for tool in tools_of(state.contract):
        made = toolbox.make(state, {"type": tool["type"], "parameters": IDS}, {})
        assert made.description == tool["description"]


def test_the_configuration_is_above_all_and_the_input_is_filled() -> None:
    spec = {"type": "SearchIndexTool", "parameters": {"a": "1", "input": "${parameters.a}${parameters.b}"}}
    tool = toolbox.make(STATE, {**spec, "config": {"b": "config"}}, {})
    assert toolbox.flow_parameters(tool, {"b": "call", "SearchIndexTool.a": "2"})["input"] == "2config"


def test_a_wish_is_read_as_json_with_numbers_as_doubles() -> None:
    tool = toolbox.make(STATE, {"type": "SearchIndexTool"}, {})
    wished = toolbox.wished_parameters(tool, '{"index": "docs", "size": 5}')
    assert (wished["index"], wished["size"], wished["input"]) == ("docs", "5.0", '{"index": "docs", "size": 5}')
    assert "index" not in toolbox.wished_parameters(tool, "docs")


@pytest.mark.parametrize(
    ("wish", "told"), [('["a"]', "STRING at line 1 column 3"), ("[ 5]", "NUMBER at line 1 column 3")]
)
def test_a_wish_that_is_a_list_is_refused(wish: str, told: str) -> None:
    with pytest.raises(ApiError, match=told):
        toolbox.objects_fields(wish)


def test_selected_tools_come_in_the_order_they_are_named_and_unknown_ones_are_left_out() -> None:
    agent = {"tools": [{"type": "A"}, {"type": "B", "name": "b"}]}
    selected = toolbox.specs_of(agent, {"selected_tools": '["b", "nobody", "A"]'})
    assert [toolbox.name_of(spec) for spec in selected or ()] == ["b", "A"]


def test_tools_of_a_plugin_that_is_not_there_are_not_found() -> None:
    state = Cluster("opensearch", "2.19", skills=False).state
    with pytest.raises(ApiError, match="Tool not found: VectorDBTool"):
        toolbox.make(state, {"type": "VectorDBTool"}, {})


NEWER = Cluster("opensearch", "3.8").state


def test_newer_tools_are_made_with_what_the_call_says() -> None:
    spec = {"type": "SearchIndexTool", "name": "s", "parameters": {"a": "1", "b": "1"}, "config": {"c": "config"}}
    tool = toolbox.make(NEWER, spec, {"a": "call", "s.b": "mine", "c": "call", "SearchIndexTool.d": "gone"})
    assert tool.made_with == {"a": "call", "b": "mine", "c": "config"}
    assert toolbox.flow_parameters(tool, {}) == tool.made_with


def test_an_object_in_the_input_is_read_as_parameters() -> None:
    given = {"input": '{"index": "${parameters.name}", "size": 5}', "name": "docs"}
    assert toolbox.input_read(given, {}) == {
        "input": '{"index": "docs", "size": 5}',
        "index": "docs",
        "size": "5.0",
        "name": "docs",
    }


@pytest.mark.parametrize("input", ["words", "[1]", "{", ""])
def test_an_input_that_is_no_object_stays(input: str) -> None:
    assert toolbox.input_read({"input": input}, {}) == {"input": input}


def test_a_tool_may_say_which_parameters_it_takes() -> None:
    attributes = {"required_parameters": '["input", "absent"]'}
    assert toolbox.input_read({"input": "words", "more": "x"}, attributes) == {"input": "words"}


@pytest.mark.parametrize(
    ("type", "given", "fits"),
    [
        ("SearchIndexTool", {"input": "x"}, True),
        ("SearchIndexTool", {"index": "x", "query": "{}"}, True),
        ("SearchIndexTool", {"index": "x"}, False),
        ("SearchAlertsTool", {}, True),
        ("PPLTool", {}, False),
    ],
)
def test_what_a_tool_needs(type: str, given: dict[str, str], fits: bool) -> None:
    assert toolbox.make(NEWER, {"type": type, "parameters": IDS}, {}).accepts(given) is fits
