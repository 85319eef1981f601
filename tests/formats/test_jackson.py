"""The slow reader says what Jackson says, where Jackson says it, and survives anything."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeinfer.formats.jackson import NOTHING, Malformed, Reader

TOKENS = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


def read(text: str | bytes) -> object:
    data = text if isinstance(text, bytes) else text.encode()
    return Reader(data, "S").value()


@pytest.mark.parametrize(
    ("text", "kind", "column", "message"),
    [
        ("{'a':1}", "parse", 2, "Unexpected character (''' (code 39)): was expecting double-quote to start field name"),
        ("nonsense", "parse", 9, f"Unrecognized token 'nonsense': was expecting {TOKENS}"),
        ('{"name": xyz}', "parse", 14, f"Unrecognized token 'xyz': was expecting {TOKENS}"),
        ('{"a":tru}', "parse", 10, f"Unrecognized token 'tru': was expecting {TOKENS}"),
        ('{"proces', "end", 9, "Unexpected end-of-input in field name"),
        ('{"processors":', "end", 15, "Unexpected end-of-input within/between Object entries"),
        ('{"a":1,', "parse", 8, "Unexpected end-of-input within/between Object entries"),
        ('{"a":"b', "end", 8, "Unexpected end-of-input in VALUE_STRING"),
        ('{"a":1,"a":2}', "parse", 11, "Duplicate field 'a'"),
        ('{"a":[],}', "parse", 9, "Unexpected character ('}' (code 125)): was expecting double-quote to start field name"),
        ('{"a" 1}', "parse", 6, "Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value"),
        ("[1 2]", "parse", 4, "Unexpected character ('2' (code 50)): was expecting comma to separate Array entries"),
        ('{"a":}', "parse", 6, "Unexpected character ('}' (code 125)): expected a value"),
        ('{"a":NaN}', "parse", 9, "Non-standard token 'NaN': enable `JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS` to allow"),
        ("[01]", "parse", 3, "Invalid numeric value: Leading zeroes not allowed"),
        ("[1.]", "parse", 4, "Unexpected character (']' (code 93)) in numeric value: Decimal point not followed by a digit"),
        ('["\\x"]', "parse", 5, "Unrecognized character escape 'x' (code 120)"),
        ("/*", "end", 3, "Unexpected end-of-input in a comment"),
    ],
)  # fmt: skip
def test_a_refusal_has_the_servers_words_and_position(text: str, kind: str, column: int, message: str) -> None:
    with pytest.raises(Malformed) as refused:
        read(text)
    assert (refused.value.kind, refused.value.line, refused.value.column) == (kind, 1, column)
    assert refused.value.message == f"{message}\n at [Source: S; line: 1, column: {column}]"


def test_an_object_that_never_closes_is_named_with_its_beginning() -> None:
    with pytest.raises(Malformed, match=r"expected close marker for Object \(start marker at \[Source: S; line: 2, co"):
        read('\n {"a":1')


@pytest.mark.parametrize(
    ("data", "column", "message"),
    [
        (b'{"a":"x\ty"}', 8, "Illegal unquoted character ((CTRL-CHAR, code 9)): has to be escaped using backslash"),
        (b'{"a":"\xff"}', 8, "Invalid UTF-8 start byte 0xff"),
        (b'{"a":"\xc3("}', 9, "Invalid UTF-8 middle byte 0x28"),
        (b"\x00", 1, "Illegal character ((CTRL-CHAR, code 0)): only regular white space"),
    ],
)
def test_bytes_that_belong_in_no_text_are_refused(data: bytes, column: int, message: str) -> None:
    with pytest.raises(Malformed) as refused:
        read(data)
    assert refused.value.message.startswith(message)
    assert refused.value.column == column


def test_lines_are_counted_and_columns_begin_anew() -> None:
    with pytest.raises(Malformed) as refused:
        read('{\n  "a": 1\n  x')
    assert (refused.value.line, refused.value.column) == (3, 3)


def test_comments_a_byte_order_mark_and_what_follows_are_accepted() -> None:
    assert read(b'\xef\xbb\xbf{/* x */"a":1 // y\n}') == {"a": 1}
    assert read("{} x") == {}
    assert read("  // nothing\n ") is NOTHING


def test_halves_of_a_character_become_it_and_a_lonely_one_stays() -> None:
    assert read('"\\ud83d\\ude00"') == "\U0001f600"
    assert read('"\\ud800"') == "\ud800"


def test_a_thousand_levels_are_read_and_one_more_is_refused() -> None:
    assert read("[" * 1000 + "]" * 1000) is not None
    with pytest.raises(
        Malformed, match=r"Document nesting depth \(1001\) exceeds the maximum allowed \(1000"
    ) as refused:
        read("[" * 1001)
    assert (refused.value.kind, refused.value.line) == ("limit", 0)


def test_a_number_of_more_than_a_thousand_digits_is_refused() -> None:
    with pytest.raises(Malformed, match=r"Number value length \(1001\) exceeds the maximum allowed \(1000"):
        read("[" + "1" * 1001 + "]")


@given(JSON)
def test_it_reads_what_the_standard_library_writes(value: object) -> None:
    assert (
        read(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")) == value
        if _is_text(value)
        else True
    )
    assert read(json.dumps(value)) == json.loads(json.dumps(value))


def _is_text(value: object) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


@given(st.binary(max_size=40) | st.text("{}[]\",:\\/*u0123 eE+-.tfn\n'", max_size=30).map(str.encode))
def test_any_bytes_are_read_or_refused_and_never_break_it(data: bytes) -> None:
    with contextlib.suppress(Malformed):
        assert read(data) is NOTHING or json.dumps(read(data))
