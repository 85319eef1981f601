"""Conditions: what they can say, how they break, what is answered with 501."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.errors import ApiError
from fakeinfer.ingest.conditions import Condition
from fakeinfer.ingest.document import IngestDocument

STATE = Cluster("opensearch").state
SOURCE: dict[str, Any] = {
    "a": "x", "n": 5, "f": 1.5, "t": True, "z": None, "o": {"k": 1, "a-b": "y"}, "l": ["p", 2], "empty": "",
}  # fmt: skip


def holds(source: str, params: Any = None) -> bool:
    document = IngestDocument(SOURCE, {"_index": "i"}, "")
    return Condition(source, params).compiled().holds(document, STATE)


@pytest.mark.parametrize(
    "source",
    [
        "true",
        "ctx.a == 'x'",
        "ctx.a == \"x\" && ctx._index == 'i'",
        "ctx.z == null && ctx.a != null",
        "ctx?.ml?.inference == null || ctx.ml.inference['my_vector'] == null",
        "ctx.n >= 5 && ctx.n > 4 && ctx.n <= 5 && ctx.n < 5.5",
        "ctx.nope?.deeper == null",
        "!ctx.containsKey('nope') && ctx.containsKey('a')",
        "ctx.l.contains('p') && ctx.l.contains(2) && !ctx.l.contains('q')",
        "ctx.a?.contains('x')",
        "ctx.a instanceof String && ctx.n instanceof Integer && ctx.l instanceof List && ctx.o instanceof Map",
        "!(ctx.n instanceof String)",
        "ctx.a.length() == 1 && ctx.l.size() == 2 && ctx.empty.isEmpty()",
        "ctx.a.startsWith('x') && ctx.a.endsWith('x') && ctx.a.equals('x')",
        "ctx.a.toUpperCase() == 'X' && ctx.a.equalsIgnoreCase('X')",
        "ctx.a =~ /x/ && !(ctx.a ==~ /xx/) && ctx.a ==~ /X/i",
        "ctx['a'] == 'x' && ctx.o['a-b'] == 'y' && ctx.l[0] == 'p' && ctx.l.1 == 2",
        "ctx.n + 1 == 6 && ctx.n * 2 - 1 == 9 && ctx.n / 2 == 2 && ctx.n % 2 == 1 && -ctx.n == -5",
        "ctx.a + ctx.n == 'x5'",
        "(ctx.t ? ctx.n : 0) == 5",
        "(ctx.z ?: 'd') == 'd'",
        "['x', 'y'].contains(ctx.a)",
        "ctx.n == 5L && ctx.f == 1.5d",
        "return ctx.t;",
        "ctx.n > params.limit",
    ],
)
def test_a_condition_holds(source: str) -> None:
    assert holds(source, {"limit": 4})


@pytest.mark.parametrize("source", ["false", "ctx.n > 5", "ctx.a == 5", "ctx.t == 1", "ctx.z != null"])
def test_a_condition_does_not_hold(source: str) -> None:
    assert not holds(source)


@pytest.mark.parametrize(
    ("source", "at", "type", "reason"),
    [
        ("ctx.z.length() > 0", 5, "null_pointer_exception", 'Cannot invoke "Object.getClass()" because "callArgs[0]" is null'),
        ("ctx.z.k == 1", 5, "null_pointer_exception", 'Cannot invoke "Object.getClass()" because "callArgs[0]" is null'),
        ("ctx.z > 1", 3, "null_pointer_exception", 'Cannot invoke "Object.getClass()" because "left" is null'),
        ("ctx.a > 1", 3, "class_cast_exception", "Cannot apply [>] operation to types [java.lang.String] and [java.lang.Integer]."),
        ("ctx.n / 0 == 1", 3, "arithmetic_exception", "/ by zero"),
        ("ctx.n.size() > 0", 5, "illegal_argument_exception", "dynamic method [java.lang.Integer, size/0] not found"),
    ],
)  # fmt: skip
def test_a_condition_that_breaks_says_where(source: str, at: int, type: str, reason: str) -> None:
    with pytest.raises(ApiError) as raised:
        holds(source)
    error = raised.value
    assert (error.type, error.reason, error.metadata["position"]["offset"]) == ("script_exception", "runtime error", at)
    assert error.caused_by is not None
    assert (error.caused_by.type, error.caused_by.reason) == (type, reason)


def test_a_condition_is_true_or_false() -> None:
    with pytest.raises(ApiError) as raised:
        holds("ctx.a")
    assert raised.value.caused_by is not None
    assert raised.value.caused_by.reason == "cannot cast def [java.lang.String] to boolean"


@pytest.mark.parametrize(
    "source",
    [
        "def x = 1; return x > 0",
        "ctx.l.stream().anyMatch(e -> e == 2)",
        "for (x in ctx.l) { if (x == 2) { return true } } return false",
        "(String) ctx.a == 'x'",
        "if (ctx.n == 5) { true } else { false }",
    ],
)
def test_a_condition_may_be_a_whole_script(source: str) -> None:
    assert holds(source)


@pytest.mark.parametrize(
    "source", ["ctx.a = 1; true", "ctx.l.add(3); true", "ctx.o.k = 2; true", "ctx.remove('a'); true"]
)
def test_a_condition_changes_no_document(source: str) -> None:
    document = IngestDocument(SOURCE, {"_index": "i"}, "")
    with pytest.raises(ApiError) as raised:
        Condition(source).compiled().holds(document, STATE)
    assert raised.value.caused_by is not None
    assert raised.value.caused_by.type == "unsupported_operation_exception"
    assert document.source == SOURCE


def test_a_condition_that_ends_early_is_the_servers_compile_error() -> None:
    with pytest.raises(ApiError) as raised:
        holds("ctx.a == ")
    assert (raised.value.type, raised.value.reason) == ("script_exception", "compile error")
