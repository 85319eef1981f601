"""Lists among parameters."""

from __future__ import annotations

import pytest

from fakeinfer.errors import ApiError
from fakeinfer.opensearch.agent_framework import lists


def test_a_list_may_be_sloppy() -> None:
    assert lists.read(" [a, 'b', \"c\"] ", "x", "y()") == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("-1.5e3", "NUMBER at line 1 column 7"),
        ("  x", "STRING at line 1 column 3"),
        ("'x'", "STRING at line 1 column 2"),
        ("False", "BOOLEAN at line 1 column 6"),
    ],
)
def test_what_is_there_instead_is_told_with_its_place(text: str, told: str) -> None:
    with pytest.raises(ApiError, match=f"Expected BEGIN_ARRAY but was {told} path"):
        lists.read(text, "x", "y()")


def test_broken_lists_are_refused() -> None:
    with pytest.raises(ApiError) as refused:
        lists.read("[}", "x", "y()")
    assert refused.value.type == "malformed_json_exception"
