"""The forms in which queries are run."""

from __future__ import annotations

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.errors import ApiError
from fakeinfer.search.explaining.lucene_forms import Everything, Filtered, simplified
from fakeinfer.search.explaining.lucene_words import described
from fakeinfer.search.queries.compound import Bool
from fakeinfer.search.queries.leaves import Term
from fakeinfer.search.view import View, view_of
from fakeinfer.wire import Request

A, B, C = Term("k", "a"), Term("k", "b"), Term("k", "c")


@pytest.fixture
def view() -> View:
    """An index with one field."""
    cluster = Cluster("opensearch", "2.19")
    body = b'{"mappings": {"properties": {"k": {"type": "keyword"}, "n": {"type": "long"}}}}'
    cluster.handle(Request.build("PUT", "/s", {"Content-Type": "application/json"}, body))
    return view_of(cluster.state, "s")


@pytest.mark.parametrize(
    ("query", "form"),
    [
        (Bool(), Everything()),
        (Bool(must=(A,)), A),
        (Bool(must=(A,), boost=2.0), Term("k", "a", 2.0)),
        (Bool(must=(A,), filter=(Everything(),)), A),
        (Bool(filter=(A,)), Filtered(A, 0.0)),
        (Bool(must=(Everything(),), filter=(A,)), Filtered(A, 1.0)),
        (Bool(should=(A, Bool(should=(B, C)))), Bool(should=(A, B, C))),
        (Bool(must_not=(A,)), Bool(filter=(Everything(),), must_not=(A,))),
    ],
)
def test_bool_queries_become_what_they_say(view: View, query: Bool, form: object) -> None:
    assert simplified(query, view) == form


@pytest.mark.parametrize("query", [Bool(must=(A, Bool(must=(B, C)))), Bool(should=(A, Bool(should=(A, B))))])
def test_forms_that_are_not_known_are_refused(view: View, query: Bool) -> None:
    with pytest.raises(ApiError) as raised:
        simplified(query, view)
    assert raised.value.status == 501


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (Bool(must=(A,), must_not=(B,), should=(C,)), "+k:a -k:b k:c"),
        (Bool(should=(A, B), boost=2.0), "(k:a k:b)^2.0"),
        (Term("k", "a", 2.0), "(k:a)^2.0"),
        (Term("n", 1), "n:[1 TO 1]"),
        (Term("_id", "12"), "_id:([fe 12])"),
    ],
)
def test_queries_are_printed(view: View, query: Bool | Term, words: str) -> None:
    assert described(query, view) == words
