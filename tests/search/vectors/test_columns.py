"""The vectors of a field, read once and kept while their documents stay."""

from __future__ import annotations

import math

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.formats.javanumbers import java_double
from fakeinfer.search.vectors.columns import column_of, in_single, vector_in
from fakeinfer.search.view import view_of
from tests.opensearch.vector_search.vectors import put, vector_index


def test_vectors_are_found_at_their_paths() -> None:
    assert vector_in({"v": [1, 2]}, ("v",)) == (1.0, 2.0)
    assert vector_in({"o": {"v": [1]}}, ("o", "v")) == (1.0,)
    assert vector_in({"o.v": [1]}, ("o", "v")) == (1.0,)
    assert vector_in({"v": 3}, ("v",)) == (3.0,)
    assert vector_in({"v": None}, ("v",)) is None
    assert vector_in({"w": 1}, ("v",)) is None


def test_numbers_are_held_in_single_precision() -> None:
    assert in_single([0.1])[0] != 0.1
    assert in_single([1, "2", 10**400]) == (1.0, 2.0, math.inf)
    assert in_single(["1.5", 10**400, -(10**400), 1e300]) == (1.5, math.inf, -math.inf, math.inf)


@pytest.mark.parametrize("text", ["", "x", "1_0", "0x1", "inf", "nan", "1 2"])
def test_what_java_does_not_read_is_no_number(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        java_double(text)


def test_java_knows_numbers_that_are_none() -> None:
    assert math.isnan(java_double("NaN"))
    assert java_double("-Infinity") == -math.inf
    assert java_double(" 2.5f ") == 2.5


def test_vectors_of_documents_that_stay_are_not_read_again() -> None:
    fake = Cluster("opensearch")
    vector_index(fake, [[1, 2], [3, 4]])
    before = view_of(fake.state, "i")
    kept = column_of(before, before.fields.fields["v"]).vectors
    put(fake, "/i/_doc/1", {"v": [5, 6]})
    after = view_of(fake.state, "i")
    now = column_of(after, after.fields.fields["v"]).vectors
    assert now[0] is kept[0]
    assert now[1] == (5.0, 6.0)
