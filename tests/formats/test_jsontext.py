"""JSON text: the fast way and the slow way agree, and printing is Jackson's."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeinfer.formats import jsontext
from fakeinfer.formats.jackson import NOTHING, Malformed, Reader

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(st.text("{}[]\",:\\0123 eE+-.truefalsn\n/*'\u00e9", max_size=30))
def test_the_fast_way_accepts_only_what_the_slow_one_reads_alike(text: str) -> None:
    data = text.encode()
    fast, slow = outcome(jsontext.loads, data), outcome(lambda d: Reader(d, jsontext.source_echo(d)).value(), data)
    assert repr(fast) == repr(slow)


def outcome(read: Callable[[bytes], object], data: bytes) -> object:
    try:
        return read(data)
    except Malformed as refused:
        return refused.message


def test_a_bad_text_is_repeated_up_to_500_bytes_with_control_characters_escaped() -> None:
    assert jsontext.source_echo(b'{"a":\t"\xff"') == '(byte[])"{"a":\\u0009"\ufffd""'
    assert jsontext.source_echo(b"x" * 510) == f'(byte[])"{"x" * 500}"[truncated 10 bytes]'


def test_blanks_hold_nothing() -> None:
    assert jsontext.loads(b" \n") is NOTHING


def test_what_follows_the_first_value_can_be_looked_at() -> None:
    assert jsontext.loads(b"{} x") == {}
    assert jsontext.second_value(b"{} [1]") == ("START_ARRAY", 1, 4)
    assert jsontext.second_value(b"{}\n 12 ") == ("VALUE_NUMBER", 2, 2)
    assert jsontext.second_value(b"{} // x") is None
    with pytest.raises(Malformed, match="Unrecognized token 'x'"):
        jsontext.second_value(b"{} x")


def test_brackets_within_texts_do_not_count_as_depth() -> None:
    flat = json.dumps({"a": "[" * 2000, "b": ["]"] * 1001})
    assert jsontext.loads(flat.encode()) == json.loads(flat)
    with pytest.raises(Malformed, match="nesting depth"):
        jsontext.loads(b'["' + b"]" * 600 + b'",' + b"[" * 1000 + b"]" * 1001)


def test_pretty_is_jacksons() -> None:
    printed = jsontext.dumps({"a": [], "b": {}, "c": [{"d": 1}]}, pretty=True)
    assert printed == '{\n  "a" : [ ],\n  "b" : { },\n  "c" : [\n    {\n      "d" : 1\n    }\n  ]\n}\n'


@pytest.mark.parametrize(
    ("number", "text"),
    [(1.0, "1.0"), (1e-5, "1.0E-5"), (0.0001, "1.0E-4"), (0.001, "0.001"), (1e7, "1.0E7"), (12345678.5, "1.23456785E7"),
     (-0.0, "-0.0"), (1e22, "1.0E22"), (float("inf"), '"Infinity"'), (float("nan"), '"NaN"')],
)  # fmt: skip
def test_doubles_print_as_in_java(number: float, text: str) -> None:
    assert jsontext.dumps([number]) == f"[{text}]"
    assert jsontext.dumps([number], pretty=True) == f"[\n  {text}\n]\n"


def test_numbers_within_texts_are_left_alone() -> None:
    assert jsontext.dumps(["1e-05 and 0.0001", 1e-5]) == '["1e-05 and 0.0001",1.0E-5]'


def test_depth_does_not_matter_in_printing() -> None:
    deep: object = 1
    for _ in range(5000):
        deep = [deep]
    assert jsontext.dumps(deep) == "[" * 5000 + "1" + "]" * 5000
    assert jsontext.dumps(deep, pretty=True).count("\n") == 10001


@given(VALUES)
def test_compact_and_pretty_say_the_same(value: object) -> None:
    assert json.loads(jsontext.dumps(value)) == json.loads(jsontext.dumps(value, pretty=True))


def test_zeros_after_the_point_of_larger_numbers_stay() -> None:
    assert (
        jsontext.dumps([10.000000178813934, 20.0001, 0.0001, -0.00012]) == "[10.000000178813934,20.0001,1.0E-4,-1.2E-4]"
    )
