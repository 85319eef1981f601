"""Expressions and their captures, where the fixtures do not look."""

from __future__ import annotations

import pytest

from fakeinfer.errors import ApiError
from fakeinfer.ingest.grok.bank import builtin
from fakeinfer.ingest.grok.expression import Grok


def captured(expression: str, text: str, *, all_matches: bool = False) -> object:
    return Grok(builtin(), expression).captures(text, all_matches=all_matches)


def test_every_pattern_that_is_built_in_compiles() -> None:
    bank = builtin()
    assert all(Grok(bank, f"%{{{name}}}") for name in bank)


def test_several_values_of_one_name_are_a_list_on_demand() -> None:
    assert captured("%{INT:n:int} %{INT:n:int} %{WORD:w}", "1 2 x", all_matches=True) == {"n": [1, 2], "w": "x"}
    assert captured("%{INT:n:int} %{INT:n:int} %{WORD:w}", "1 2 x") == {"n": 1, "w": "x"}


def test_a_float_has_32_bits() -> None:
    assert captured("%{NUMBER:n:float}", "0.1") == {"n": 0.1}
    assert captured("%{NUMBER:n:float}", "16777217") == {"n": 16777216.0}
    assert captured("%{NUMBER:n:double}", "16777217") == {"n": 16777217.0}


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(ApiError) as raised:
        captured("%{WORD:n:int}", "x")
    assert raised.value.type == "number_format_exception"
