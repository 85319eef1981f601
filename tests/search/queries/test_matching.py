"""How many optional clauses are enough."""

from __future__ import annotations

import pytest

from fakeinfer.search.queries.matching import shown_minimum


@pytest.mark.parametrize(
    ("minimum", "clauses", "enough"),
    [(2, 3, 2), (5, 3, 5), ("-1", 4, 3), ("75%", 4, 3), ("-25%", 4, 3), ("2<75%", 2, 2), ("2<75%", 4, 3), (None, 4, 1)],
)
def test_minimum_should_match(minimum: int | str | None, clauses: int, enough: int) -> None:
    assert shown_minimum(minimum, clauses) == enough
