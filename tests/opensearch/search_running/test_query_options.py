"""Options of queries as they print."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.opensearch.search_running.query_options import OF_FIELDS, as_double, as_text, converted, options_form


@pytest.mark.parametrize(("value", "shown"), [("1.5", 1.5), (2, 2.0), (True, True), ("a", "a"), (None, None)])
def test_numbers_are_doubles(value: Any, shown: Any) -> None:
    assert as_double(value) is shown or as_double(value) == shown


def test_minimums_are_texts() -> None:
    assert (as_text(2), as_text("75%")) == ("2", "75%")


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [("flags", "OR|AND", 5), ("fields", ["b^2", "a"], ["a^1.0", "b^2.0"]), ("operator", "and", "AND"), ("slop", 1, 1)],
)
def test_values_are_converted_by_the_name_of_their_option(name: str, value: Any, shown: Any) -> None:
    assert converted(name, value) == shown


def test_a_short_form_is_the_first_option() -> None:
    assert options_form(OF_FIELDS["wildcard"], "a*") == {"wildcard": "a*", "boost": 1.0}
