"""Whether a call has the fields that somebody asks for."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.matching import has_field, has_fields, sent_values
from tests.toy import Toys

BODY = {"colour": "red", "parts": {"arm": 2, "a.b": 1}, "names": ["a", {"b": 3}], "nothing": None}


@pytest.mark.parametrize(
    ("field", "wanted", "there"),
    [
        ("toy_id", "an na", True),
        ("toy_id", "anna", False),
        ("size", 3, True),
        ("size", "3", True),
        ("wait", False, True),
        ("wait", True, False),
        ("colour", "red", True),
        ("parts.arm", 2, True),
        ("parts.a.b", 1, True),
        ("names.0", "a", True),
        ("names.1.b", 3, True),
        ("names.2", None, True),
        ("nothing", None, True),
        ("elsewhere", None, True),
        ("elsewhere", 1, False),
    ],
)
def test_a_field_is_looked_up_in_path_query_and_body(field: str, wanted: Any, there: bool) -> None:
    entry = Toys().happened("PUT", "/_toy/doll/an%20na?size=3", BODY)
    assert has_field(entry, field, wanted) is there


def test_all_fields_have_to_fit() -> None:
    entry = Toys().happened("PUT", "/_toy/doll/anna?size=3", BODY)
    assert has_fields(entry, {})
    assert has_fields(entry, {"kind": "doll", "size": 3})
    assert not has_fields(entry, {"kind": "doll", "size": 4})


def test_a_parameter_that_was_refused_is_compared_as_text() -> None:
    entry = Toys().happened("PUT", "/_toy/doll/anna?size=many", BODY, 400)
    assert list(sent_values(entry, "size")) == ["many"]
