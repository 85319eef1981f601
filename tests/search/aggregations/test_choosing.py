"""Which values make buckets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeinfer.search.aggregations.choosing import Chosen, chooser

VALUES = {
    "keyword": st.text(max_size=5),
    "whole": st.integers(-(2**63), 2**63 - 1),
    "decimal": st.floats(allow_nan=False, allow_infinity=False),
}


@pytest.mark.parametrize("family", VALUES)
@given(st.data(), st.integers(2, 7))
def test_every_value_is_in_one_part(family: str, data: st.DataObject, parts: int) -> None:
    value = data.draw(VALUES[family])
    assert sum(Chosen(None, part, parts).chooser(family)(value) for part in range(parts)) == 1


def test_included_but_not_excluded() -> None:
    wanted = chooser(Chosen("[ab]"), Chosen(["a"]), "keyword")
    assert [letter for letter in "abc" if wanted(letter)] == ["b"]
