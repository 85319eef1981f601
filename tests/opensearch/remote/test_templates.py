"""Placeholders: values, defaults, values with placeholders, and what stays."""

from __future__ import annotations

import pytest

from fakeinfer.errors import ApiError
from fakeinfer.opensearch.remote.templates import filled

VALUES = {
    "a": "1",
    "b": "<${parameters.a}>",
    "null": None,
    "self": "${parameters.other}",
    "other": "${parameters.self}",
}


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("no placeholder", "no placeholder"),
        ("${parameters.a}-${parameters.b}", "1-<1>"),
        ("${parameters.nope:-x y}${parameters.nope:-}", "x y"),
        ("${parameters.a:-x}", "1"),
        ("${parameters.null}", "${parameters.null}"),
        ("${parameters.null:-x}", "x"),
        ("${parameters.nope}", "${parameters.nope}"),
        ("$${parameters.a}", "${parameters.a}"),
        ("${credential.a}", "${credential.a}"),
        ("${parameters.a", "${parameters.a"),
    ],
)
def test_templates_are_filled(template: str, text: str) -> None:
    assert filled(template, "parameters", VALUES) == text


def test_a_value_that_names_itself_is_refused() -> None:
    with pytest.raises(
        ApiError, match=r"Infinite loop in property interpolation of \$\{parameters.self\}: self->other"
    ):
        filled("${parameters.self}", "parameters", VALUES)
