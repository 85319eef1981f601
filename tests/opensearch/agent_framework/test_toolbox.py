"""Tools as agents hold them."""

from __future__ import annotations

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.errors import ApiError
from fakeinfer.opensearch.agent_framework import toolbox
from fakeinfer.opensearch.agent_framework.core_tools import KINDS
from fakeinfer.opensearch.tools import tools_of

STATE = Cluster("opensearch", "2.19").state


def test_every_tool_of_every_version_can_be_made() -> None:
    for version in ("2.12", "2.19", "3.0", "3.8"):
        state = Cluster("opensearch", version).state
        for tool in tools_of(state.contract):
            assert toolbox.make(state, {"type": tool["type"]}, {}).kind is KINDS[tool["type"]]


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


def test_tools_of_other_plugins_are_named() -> None:
    with pytest.raises(ApiError, match="VectorDBTool") as refused:
        toolbox.make(STATE, {"type": "VectorDBTool"}, {})
    assert refused.value.status == 501
