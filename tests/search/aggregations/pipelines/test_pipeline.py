"""How aggregations over answers show a number."""

from __future__ import annotations

import math

from fakeinfer.search.aggregations.pipelines.pipeline import simple_value


def test_numbers_that_are_none_are_null() -> None:
    assert simple_value(math.nan, "0.0") == {"value": None}
    assert simple_value(math.inf, None) == {"value": None}
    assert simple_value(1.25, None) == {"value": 1.25}
    assert simple_value(-1.25, "#,##0.0") == {"value": -1.25, "value_as_string": "-1.2"}
