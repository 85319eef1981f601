"""Strict reading of JSON objects."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeinfer.elasticsearch.object_parser import BOOLEAN, INT, OBJECT, TEXT, TEXTS, TIME, Field, ObjectParser, Source
from fakeinfer.errors import ApiError, illegal_argument

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
