"""An object as a pull parser sees it."""

from __future__ import annotations

from fakeinfer.search.locate import Place
from fakeinfer.search.vectors.tokens import Tokens


def kinds(body: object) -> list[str]:
    tokens = Tokens("q", body, Place(body))
    found: list[str] = []
    while (token := tokens.current) is not None and len(found) < 20:
        found.append(f"{token.kind}:{token.name}")
        tokens.next()
    return found


def test_keys_values_and_brackets_come_in_order() -> None:
    assert kinds({"a": [1, "x"]})[:7] == [
        "START_OBJECT:q",
        "FIELD_NAME:a",
        "START_ARRAY:a",
        "VALUE_NUMBER:None",
        "VALUE_STRING:None",
        "END_ARRAY:a",
        "END_OBJECT:q",
    ]


def test_the_objects_around_end_behind_it() -> None:
    assert kinds({}) == ["START_OBJECT:q", "END_OBJECT:q", "END_OBJECT:None", "END_OBJECT:None"]


def test_an_object_can_be_skipped() -> None:
    tokens = Tokens("q", {"a": {"b": {"c": 1}}, "d": 2}, Place(None))
    tokens.next()
    tokens.next()
    tokens.skip()
    after = tokens.next()
    assert after is not None
    assert after.name == "d"
