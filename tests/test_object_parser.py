"""Strict reading of JSON objects."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeinfer.errors import ApiError, illegal_argument
from fakeinfer.object_parser import (
    BOOLEAN,
    FLOAT,
    INT,
    LONG,
    OBJECT,
    TEXT,
    TEXTS,
    TIME,
    Field,
    ObjectParser,
    Source,
    objects,
    within,
)

PARSER = ObjectParser(
    "thing", {"name": TEXT, "names": TEXTS, "size": INT, "open": BOOLEAN, "more": OBJECT, "wait": TIME}
)


def parse(text: str, parser: ObjectParser = PARSER) -> Any:
    return parser.parse(json.loads(text), Source(text.encode()))


def refusal(text: str, parser: ObjectParser = PARSER) -> ApiError:
    with pytest.raises(ApiError) as refused:
        parse(text, parser)
    return refused.value


def test_declared_fields_become_clean_values() -> None:
    text = '{"name":"n","names":["a",1,1.5,false],"size":"7","open":"true","more":{"x":1},"wait":"2s"}'
    assert parse(text) == {
        "name": "n",
        "names": ["a", "1", "1.5", "false"],
        "size": 7,
        "open": True,
        "more": {"x": 1},
        "wait": 2000.0,
    }


def test_one_text_is_a_list_of_one_and_an_empty_text_is_false() -> None:
    assert parse('{"names":"a","open":""}') == {"names": ["a"], "open": False}


@pytest.mark.parametrize(("sent", "number"), [("1.9", 1), ("-3", -3), ('"2.7"', 2)])
def test_numbers_are_cut_to_whole_ones(sent: str, number: int) -> None:
    assert parse(f'{{"size":{sent}}}') == {"size": number}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[]", "[1:1] [thing] Expected START_OBJECT but was: START_ARRAY"),
        ('{\n  "nam": 1}', "[2:3] [thing] unknown field [nam] did you mean any of [name, names]?"),
        ('{"zzz":1}', "[1:2] [thing] unknown field [zzz]"),
        ('{"name":7}', "[1:9] [thing] name doesn't support values of type: VALUE_NUMBER"),
        ('{"more":[]}', "[1:9] [thing] more doesn't support values of type: START_ARRAY"),
        ('{"open":1}', "[1:9] [thing] open doesn't support values of type: VALUE_NUMBER"),
        ('{"size":3000000000}', "[1:9] [thing] failed to parse field [size]"),
    ],
)
def test_the_first_bad_field_answers_with_its_place(text: str, reason: str) -> None:
    error = refusal(text)
    assert (error.status, error.type, error.reason) == (400, "x_content_parse_exception", reason)


@pytest.mark.parametrize(
    ("text", "type", "reason"),
    [
        ('{"size":3000000000}', "input_coercion_exception", "Numeric value (3000000000) out of range of int (-2147483648 - 2147483647)"),
        ('{"size":"3e9"}', "illegal_argument_exception", "Value [3e9] is out of range for an integer"),
        ('{"size":"x"}', "number_format_exception", 'For input string: "x"'),
        ('{"open":"no"}', "illegal_argument_exception", "Failed to parse value [no] as only [true] or [false] are allowed."),
        ('{"names":["a",null]}', "illegal_state_exception", "Can't get text on a VALUE_NULL at 1:15"),
        ('{"names":[["a"]]}', "illegal_state_exception", "expected value but got [START_ARRAY]"),
        ('{"wait":"1.5s"}', "illegal_argument_exception", "failed to parse [1.5s], fractional time values are not supported"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_read_is_the_cause(text: str, type: str, reason: str) -> None:
    cause = refusal(text).caused_by
    assert cause is not None
    assert (cause.type, cause.reason) == (type, reason)


def test_what_is_required_is_missed_in_order() -> None:
    parser = ObjectParser("thing", {"a": TEXT, "b": TEXT, "c": TEXT}, required=("b", "a"))
    error = refusal('{"c":"x"}', parser)
    assert (error.type, error.reason) == ("illegal_argument_exception", "Required [b, a]")


def picky(sent: dict[str, Any]) -> Any:
    raise illegal_argument("not this")


INNER = ObjectParser("inner", {"a": TEXT, "b": TEXT}, required=("a",), build=picky)
OUTER = ObjectParser("outer", {"in": Field(("START_OBJECT",), INNER.read)})


def test_an_object_that_cannot_be_built_names_the_innermost_parse_error_as_the_root() -> None:
    error = refusal('{"in":{"a":"x"}}', OUTER)
    assert error.reason == "[1:15] [outer] failed to parse field [in]"
    assert error.caused_by is not None
    assert error.caused_by.reason == "Failed to build [inner] after last required field arrived"
    assert error.caused_by.caused_by is not None
    assert error.caused_by.caused_by.reason == "not this"
    assert error.root_cause == (error.caused_by,)


def test_with_every_field_there_building_fails_in_the_last_one() -> None:
    error = refusal('{"in":{"a":"x","b":"y"}}', OUTER)
    assert error.reason == "[1:20] [outer] failed to parse field [in]"
    assert error.caused_by is not None
    assert error.caused_by.reason == "[1:20] [inner] failed to parse field [b]"


def test_a_missing_field_of_an_inner_object_is_a_cause_but_no_root() -> None:
    error = refusal('{"in":{}}', OUTER)
    assert error.caused_by is not None
    assert error.caused_by.reason == "Required [a]"
    assert error.root_cause is None


NUMBERS = ObjectParser("numbers", {"long": LONG, "float": FLOAT})


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"long":9223372036854775807}', 2**63 - 1),
        ('{"long":"-9223372036854775808"}', -(2**63)),
        ('{"long":1.9}', 1),
        ('{"long":"1.9e1"}', 19),
        ('{"float":"1.5"}', 1.5),
        ('{"float":2}', 2.0),
    ],
)
def test_numbers_may_come_as_texts(text: str, value: float) -> None:
    assert list(parse(text, NUMBERS).values()) == [value]


@pytest.mark.parametrize(
    ("text", "type", "reason"),
    [
        ('{"long":9223372036854775808}', "input_coercion_exception", "Numeric value (9223372036854775808) out of range of long (-9223372036854775808 - 9223372036854775807)"),
        ('{"long":"9223372036854775808"}', "illegal_argument_exception", "Value [9223372036854775808] is out of range for a long"),
        ('{"long":"x"}', "illegal_argument_exception", 'For input string: "x"'),
        ('{"long":""}', "illegal_argument_exception", 'For input string: ""'),
        ('{"long":"1_0"}', "illegal_argument_exception", 'For input string: "1_0"'),
        ('{"long":"Infinity"}', "illegal_argument_exception", 'For input string: "Infinity"'),
        ('{"float":"x"}', "number_format_exception", 'For input string: "x"'),
        ('{"float":""}', "number_format_exception", "empty String"),
    ],
)  # fmt: skip
def test_a_text_that_is_no_such_number_is_the_cause(text: str, type: str, reason: str) -> None:
    cause = refusal(text, NUMBERS).caused_by
    assert cause is not None
    assert (cause.type, cause.reason) == (type, reason)


POINT = ObjectParser("point", {"x": LONG}, required=("x",), build=lambda sent: sent["x"])
SHAPE = ObjectParser("shape", {"points": objects(POINT), "middle": within(POINT)})


@pytest.mark.parametrize("text", ['{"points":[{"x":1}]}', '{"points":{"x":1}}', '{"points":["y",{"x":1}]}'])
def test_objects_come_alone_or_in_an_array_and_a_scalar_before_one_is_stepped_over(text: str) -> None:
    assert parse(text, SHAPE) == {"points": [1]}


def test_an_object_within_is_read_by_its_parser() -> None:
    assert parse('{"middle":{"x":2}}', SHAPE) == {"middle": 2}


@pytest.mark.parametrize(
    ("text", "at", "reason"),
    [
        ('{"points":["y"]}', "1:15", "[1:15] [point] Expected START_OBJECT but was: END_ARRAY"),
        ('{"points":["y",1]}', "1:16", "[1:16] [point] Expected START_OBJECT but was: VALUE_NUMBER"),
        ('{"points":[[]]}', "1:12", "expected value but got [START_ARRAY]"),
        ('{"points":[{}]}', "1:13", "Required [x]"),
    ],
)
def test_what_is_no_object_says_where(text: str, at: str, reason: str) -> None:
    error = refusal(text, SHAPE)
    assert error.reason == f"[{at}] [shape] failed to parse field [points]"
    assert error.caused_by is not None
    assert error.caused_by.reason == reason


CHOICE = ObjectParser("choice", {"a": TEXT, "b": TEXT, "c": TEXT}, exclusive=(("a", "b"),), one_of=("a", "b"))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"b":"","c":"","a":""}', "The following fields are not allowed together: [b, a] "),
        ('{"c":""}', "Required one of fields [a, b], but none were specified."),
    ],
)
def test_some_fields_exclude_each_other_and_of_some_one_is_needed(text: str, reason: str) -> None:
    error = refusal(text, CHOICE)
    assert (error.type, error.reason) == ("illegal_argument_exception", reason)
    assert parse('{"a":"x"}', CHOICE) == {"a": "x"}
