"""Painless of the blueprints is recognised by what it does."""

from __future__ import annotations

import pytest

from fakeinfer.opensearch.remote.scripts import post_process, pre_process

FIRST = """
    StringBuilder builder = new StringBuilder();
    builder.append("\\"");
    String first = params.text_docs[0];
    builder.append(first);
    builder.append("\\"");
    def parameters = "{" + "\\"inputs\\":" + builder + "}";
    return "{" + "\\"parameters\\":" + parameters + "}";
"""
TENSOR = """
    def name = "sentence_embedding";
    def dataType = "FLOAT32";
    def shape = [params.embeddings[0].length];
    def embeddings = params.embeddings[0];
    return "{" + "\\"name\\":\\"" + name + "\\"," + "\\"data\\":" + embeddings + "}";
"""


def test_the_first_text_is_handed_on() -> None:
    script = 'return \'{"parameters": {"prompt": "\' + params.text_docs[0] + \'"}}\';'
    assert pre_process(script, ["one", "two"]) == {"prompt": "one"}


@pytest.mark.parametrize("script", ["return null;", "return params.text_docs[0];"])
def test_scripts_that_name_no_parameter_are_not_recognised(script: str) -> None:
    assert pre_process(script, ["one"]) is None


def test_a_list_is_wrapped_as_an_embedding() -> None:
    assert post_process(TENSOR, {"embeddings": [[0.1, 0.2]]}) == [
        {"name": "sentence_embedding", "data_type": "FLOAT32", "shape": [2], "data": [0.1, 0.2]}
    ]


@pytest.mark.parametrize(
    ("script", "value"),
    [(TENSOR, {"embeddings": []}), (TENSOR, {"other": 1}), (TENSOR, {"embeddings": ["x"]}), ("return 1;", {"a": [1]})],
)
def test_what_is_no_embedding_is_left_alone(script: str, value: dict[str, object]) -> None:
    assert post_process(script, value) is None
