"""Pre- and post-process functions in Painless: what they are given, and what may come of them."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.errors import ApiError
from fakeinfer.opensearch.remote.inputs import Input, Parameters, Question, Similarity, TextDocs
from fakeinfer.opensearch.remote.scripts import AS_OBJECTS, AS_TEXTS, post_process, pre_process, tensors_of

DOCS = TextDocs(['a "q" \\ b\n', "two"])
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
    if (params.embeddings == null || params.embeddings.length == 0) {
        return null;
    }
    def shape = [params.embeddings[0].length];
    def json = "{" + "\\"name\\":\\"" + name + "\\"," + "\\"data_type\\":\\"" + dataType + "\\"," +
        "\\"shape\\":" + shape + "," + "\\"data\\":" + params.embeddings[0] + "}";
    return json;
"""
SEEN = 'return "{\\"parameters\\":{\\"seen\\":\\"" + params.toString() + "\\"}}";'


def test_a_script_of_the_blueprints_hands_on_the_first_text() -> None:
    assert pre_process(FIRST, DOCS, {}) == {"inputs": 'a "q" \\ b\n'}


@pytest.mark.parametrize(
    ("given", "parameters", "seen"),
    [
        (TextDocs(["a", "b"]), {}, "{algorithm=TEXT_EMBEDDING, text_docs=[a, b]}"),
        (Similarity("q", ["a"]), {}, "{algorithm=REMOTE, query_text=q, text_docs=[a]}"),
        (Question("q", "c"), {}, "{algorithm=REMOTE, question=q, context=c}"),
        (Parameters({"a": "[1]"}), {}, "{a=[1]}"),
        (Parameters({"a": '{"b":1}'}), {AS_OBJECTS: "true"}, "{a={b=1}}"),
    ],
)
def test_a_script_sees_its_input(given: Input, parameters: dict[str, str | None], seen: str) -> None:
    assert pre_process(SEEN, given, parameters) == {"seen": seen}


def test_inputs_may_come_as_texts() -> None:
    script = "return '{\"parameters\": {\"n\": ' + params.text_docs.length() + '}}'"
    assert pre_process(script, TextDocs(["a"]), {AS_TEXTS: "true"}) == {"n": "5.0"}


def test_parameters_are_texts_or_json() -> None:
    made = 'return \'{"parameters": {"a": 5, "b": [1,2], "c": {"d":1.5}, "e": true, "f": "x"}}\''
    assert pre_process(made, DOCS, {}) == {"a": "5.0", "b": "[1.0,2.0]", "c": '{"d":1.5}', "e": "true", "f": "x"}
    assert pre_process("return '{\"other\": 1}'", DOCS, {}) == {}


@pytest.mark.parametrize(
    ("script", "type", "reason"),
    [
        ("return null;", "illegal_argument_exception", "Preprocess function output is null"),
        ("def x = 1;", "illegal_argument_exception", "Preprocess function output is null"),
        ("return 'just text';", "json_syntax_exception", "Expected BEGIN_OBJECT but was STRING at line 1 column 1"),
        ("return '5';", "json_syntax_exception", "Expected BEGIN_OBJECT but was NUMBER at line 1 column 1"),
        ("return 'true';", "json_syntax_exception", "Expected BEGIN_OBJECT but was BOOLEAN at line 1 column 1"),
        ("return '[1]';", "json_syntax_exception", "Expected BEGIN_ARRAY but was NUMBER at line 1 column 3"),
        ("return '{\"a\":';", "json_syntax_exception", "End of input"),
        ("return 'null';", "null_pointer_exception", "processedInput"),
        ('return \'{"parameters": "x"}\';', "class_cast_exception", "class java.lang.String cannot be cast"),
        ("return '{\"parameters\": [1]}';", "class_cast_exception", "class java.util.ArrayList cannot be cast"),
        ("return 5;", "script_exception", "compile error"),
        ("return params.nope.foo;", "script_exception", "runtime error"),
        ("return ctx.a;", "script_exception", "compile error"),
    ],
)
def test_a_script_without_parameters_is_refused(script: str, type: str, reason: str) -> None:
    with pytest.raises(ApiError) as raised:
        pre_process(script, DOCS, {})
    assert raised.value.type == type
    assert reason in (raised.value.reason or "")


def made_of(script: str, value: Any) -> Any:
    made = post_process(script, value)
    return None if made is None else tensors_of(made, made)


def test_a_script_of_the_blueprints_makes_a_tensor() -> None:
    assert made_of(TENSOR, {"embeddings": [[0.1, 2]]}) == [
        {"name": "sentence_embedding", "data_type": "FLOAT32", "shape": [2], "data": [0.1, 2.0]}
    ]
    assert made_of(TENSOR, {"embeddings": []}) is None


def test_a_list_is_the_result_and_numbers_are_doubles() -> None:
    assert made_of("return params.toString()", [[1]])[0]["dataAsMap"] == {"response": "{result=[[1.0]]}"}


@pytest.mark.parametrize(
    ("made", "tensors"),
    [
        ("hello", [{"name": "response", "dataAsMap": {"response": "hello"}}]),
        ('{"a":1}', [{}]),
        ('{"name":"r","result":"hi"}', [{"name": "r", "result": "hi"}]),
        ('{"name":"r","dataAsMap":{"a":1.0,"b":2}}', [{"name": "r", "dataAsMap": {"a": 1.0, "b": 2}}]),
        ('[{"name":"r"},{"name":"s"}]', [{"name": "r"}, {"name": "s"}]),
        ('{"name":', [{"name": "response", "dataAsMap": {"response": '{"name":'}}]),
    ],
)
def test_what_a_script_says_becomes_tensors(made: str, tensors: list[Any]) -> None:
    assert made_of(f"return '{made}'", {}) == tensors


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        ("[1,2]", "Failed to parse object: expecting token of type [START_OBJECT] but found [VALUE_NUMBER]"),
        ('{"data_type":"NOPE"}', "No enum constant org.opensearch.ml.common.output.model.MLResultDataType.NOPE"),
        ('{"data":"x"}', "[1:9] Failed to parse list:  expecting START_ARRAY but got VALUE_STRING"),
    ],
)
def test_what_is_no_tensor_is_refused(made: str, reason: str) -> None:
    with pytest.raises(ApiError) as raised:
        made_of(f"return '{made}'", {})
    assert raised.value.reason == reason


def test_a_filter_over_a_tensor_finds_none() -> None:
    with pytest.raises(ApiError, match=r"class java.lang.Integer cannot be cast to class java.lang.String"):
        tensors_of(1, '{"a":1}')
    with pytest.raises(ApiError, match="Unrecognized token 'name'"):
        tensors_of("name", '{"a":"name"}')
