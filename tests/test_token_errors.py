"""What the JSON parser says of tokens that are not what it was asked for (observed: opensearch 2.19.1)."""

from __future__ import annotations

import pytest

from fakeinfer import token_errors
from fakeinfer.wire import Json


@pytest.mark.parametrize(
    ("value", "token", "column"),
    [
        (None, "VALUE_NULL", 14), (True, "VALUE_TRUE", 14), (False, "VALUE_FALSE", 15), ({"a": 1}, "START_OBJECT", 11),
        ([], "START_ARRAY", 11),
    ],
)  # fmt: skip
def test_no_number(value: Json, token: str, column: int) -> None:
    error = token_errors.not_numeric(value, 2, 10)
    assert (error.status, error.type) == (400, "json_parse_exception")
    assert str(error.reason).startswith(
        f"Current token ({token}) not numeric, can not use numeric value accessors\n at ["
    )
    assert str(error.reason).endswith(f"; line: 2, column: {column}]")


@pytest.mark.parametrize(
    ("value", "said", "token", "column"),
    [(1, "1", "VALUE_NUMBER_INT", 11), (1.5, "1.50", "VALUE_NUMBER_FLOAT", 14), (None, None, "VALUE_NULL", 14)],
)
def test_neither_true_nor_false(value: Json, said: str | None, token: str, column: int) -> None:
    reason = str(token_errors.not_boolean(value, 1, 10, said).reason)
    assert reason.startswith(f"Current token ({token}) not of boolean type\n")
    assert reason.endswith(f"column: {column}]")


def test_numbers_beyond_their_kind() -> None:
    error = token_errors.out_of_range("1e300", "long", 1, 5)
    assert (error.status, error.type) == (500, "input_coercion_exception")
    assert "(1e300) out of range of long (-9223372036854775808 - 9223372036854775807)\n" in str(error.reason)
    assert str(error.reason).endswith("column: 10]")
