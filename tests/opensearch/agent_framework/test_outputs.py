"""Values of tools, as each reader of them is told."""

from __future__ import annotations

from fakeinfer.opensearch.agent_framework.outputs import Outputs, as_observation, as_parameter, as_tensors, of_tool

TENSOR = {"name": "response", "dataAsMap": {"a": "<b>", "n": None}}


def test_texts_are_told_as_they_are_and_other_values_as_json() -> None:
    assert as_tensors("x") == [{"name": "response", "result": "x"}]
    assert of_tool("t", {"a": "<"}) == [{"name": "t", "result": '{"a":"\\u003c"}'}]


def test_tensors_of_agents_stand_for_themselves() -> None:
    outputs = Outputs([[TENSOR], [{"name": "second"}]])
    assert as_tensors(outputs) == [TENSOR, {"name": "second"}]
    assert of_tool("t", outputs) == [TENSOR]
    assert as_observation(outputs) == '{"a":"\\u003cb\\u003e"}'
    assert as_parameter(outputs).startswith('{"inference_results":[{"output":[')


def test_a_list_of_tensors_is_told_as_a_whole() -> None:
    assert of_tool("t", Outputs([[{"name": "response"}]], bare=True)) == [
        {"name": "t", "result": '[{"mlModelTensors":[{"name":"response"}]}]'}
    ]
