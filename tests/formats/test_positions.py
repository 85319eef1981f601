"""Where values stand in JSON texts."""

from __future__ import annotations

import pytest

from fakeinfer.formats.positions import position, token_name


@pytest.mark.parametrize(
    ("text", "path", "at"),
    [
        ('{"name":null}', ("name",), (1, 9)),
        ('{"name":"sbr","backend_roles":"a"}', ("backend_roles",), (1, 31)),
        ('{"größe":1,"b":[1,{"c":2}]}', ("b", 1, "c"), (1, 26)),
        ('{\n  "a" : {\n    "b" : 1\n  }\n}', ("a", "b"), (3, 11)),
        ("[1]", (), (1, 1)),
        ('{"a":1}', ("missing",), (1, 1)),
    ],
)
def test_a_value_is_found_at_its_line_and_byte_column(
    text: str, path: tuple[str | int, ...], at: tuple[int, int]
) -> None:
    assert position(text.encode(), path) == at


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (None, "VALUE_NULL"),
        (True, "VALUE_BOOLEAN"),
        (1, "VALUE_NUMBER"),
        ("", "VALUE_STRING"),
        ([], "START_ARRAY"),
        ({}, "START_OBJECT"),
    ],
)
def test_a_value_names_the_token_it_begins_with(value: object, name: str) -> None:
    assert token_name(value) == name
