"""Bodies in YAML and CBOR, and what says so when their packages are missing."""

from __future__ import annotations

import sys

import pytest

from fakeinfer import media
from fakeinfer.errors import ApiError
from fakeinfer.formats.jackson import NOTHING, Malformed
from fakeinfer.formats.jsontext import source_echo
from fakeinfer.media import Output
from fakeinfer.wire import Rendered, Table


def parsed(text: str) -> object:
    return media.parse(text.encode(), "yaml", source_echo)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 1\nb: [x, 2.5, true, null, ~]\n", {"a": 1, "b": ["x", 2.5, True, None, None]}),
        ("a: yes\nb: 2024-01-01\nc: 12:30:00\n", {"a": "yes", "b": "2024-01-01", "c": "12:30:00"}),
        ("1: a\ntrue: b\n", {"1": "a", "true": "b"}),
        ('---\na: "1"\n---\nb: 2\n', {"a": "1"}),
    ],
)
def test_yaml_is_read_with_the_words_that_jackson_knows(text: str, value: object) -> None:
    assert parsed(text) == value


def test_an_empty_document_holds_nothing() -> None:
    assert parsed("") is NOTHING


@pytest.mark.parametrize("text", ["a: [", "{a: ]", "a: 1\na: 2", "[a]: 1", "\x00", "a: !!python/object:os.system x"])
def test_yaml_that_is_none_is_malformed(text: str) -> None:
    with pytest.raises(Malformed):
        parsed(text)


@pytest.mark.parametrize("data", [b"\xff", b"\xa1", b"\xc0\x61", b"\xa1\x01"])
def test_cbor_that_is_no_json_is_malformed(data: bytes) -> None:
    pytest.importorskip("cbor2")
    with pytest.raises(Malformed):
        media.parse(data, "cbor", source_echo)


@pytest.mark.parametrize(("format", "package", "extra"), [("yaml", "yaml", "yaml"), ("cbor", "cbor2", "cbor")])
def test_a_missing_package_is_named_with_its_extra(
    monkeypatch: pytest.MonkeyPatch, format: str, package: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ApiError, match=rf"pip install fakeinfer\[{extra}\]") as refused:
        media.parse(b"{}", format, source_echo)
    assert refused.value.status == 501


def test_rendered_text_passes_as_it_is_unless_something_is_asked_of_it() -> None:
    ready = Rendered('{"a": [0.1],"b":2}')
    assert media.encode(ready, Output()) == b'{"a": [0.1],"b":2}'
    assert media.encode(ready, Output(filter_path="b")) == b'{"b":2}'
    assert media.encode(ready, Output(pretty=True)) == b'{\n  "a" : [\n    0.1\n  ],\n  "b" : 2\n}\n'
    assert media.encode(ready, Output("yaml")) == b"---\na:\n- 0.1\nb: 2\n"


def test_a_table_in_a_format_is_its_rows() -> None:
    assert media.encode(Table("text\n", [{"a": "1"}]), Output()) == b'[{"a":"1"}]'


def test_what_no_text_can_hold_is_replaced() -> None:
    assert media.encode({"a": "\ud800"}, Output()) == b'{"a":"?"}'
