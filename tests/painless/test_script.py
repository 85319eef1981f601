"""Scripts do to a document what a real server did, and fail where and as it failed."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.errors import ApiError
from fakeinfer.painless import Host, Thrown, compile, frozen
from fakeinfer.wire import Request

DOCUMENT: dict[str, Any] = {"a": 5, "s": "hey", "l": [1, 2, 3], "n": None, "m": {"x": 1.5}, "big": 5000000000}
OBSERVED: list[dict[str, Any]] = json.loads(Path(__file__).with_name("observed.json").read_text("utf-8"))
"""Scripts of `script` processors over that document (observed: opensearch 2.19.1)."""


@lru_cache(maxsize=1)
def server() -> Cluster:
    """One for all: simulating leaves nothing behind."""
    return Cluster("opensearch", "2.19.1")


def simulated(source: str) -> Any:
    """What simulating a pipeline with that script answers about the document: its source, or the error."""
    body = {"pipeline": {"processors": [{"script": {"source": source}}]}, "docs": [{"_source": DOCUMENT}]}
    request = Request.build(
        "POST", "/_ingest/pipeline/_simulate", {"Content-Type": "application/json"}, json.dumps(body).encode()
    )
    answer = json.loads(server().handle(request).content)
    if "docs" not in answer:
        return answer["error"]
    (document,) = answer["docs"]
    return document["doc"]["_source"] if "doc" in document else document["error"]


@pytest.mark.parametrize("case", OBSERVED, ids=lambda case: case["script"][:60])
def test_a_script_does_what_a_server_did(case: dict[str, Any]) -> None:
    told = simulated(case["script"])
    if "leaves" in case:
        kept = {name: value for name, value in DOCUMENT.items() if name not in case.get("removes", ())}
        assert told == {**kept, **case["leaves"]}
    elif "refused" in case:
        assert [told["type"], told["reason"]] == case["refused"]
    else:
        position = [told["position"][name] for name in ("offset", "start", "end")]
        assert (told["reason"], told["script_stack"], position) == (case["fails"], case["stack"], case["position"])
        assert [told["caused_by"]["type"], told["caused_by"]["reason"]] == case["cause"]


def value_of(source: str, **variables: Any) -> Any:
    return compile(source, tuple(variables)).run(variables)


def test_the_last_expression_is_the_value() -> None:
    assert value_of("def x = 2; x * 3") == 6
    assert value_of("if (a > 1) { 'many' } else { 'one' }", a=2) == "many"


def test_a_script_sees_only_what_it_is_given() -> None:
    with pytest.raises(ApiError) as raised:
        value_of("ctx.a", params={})
    assert raised.value.caused_by is not None
    assert raised.value.caused_by.reason == "cannot resolve symbol [ctx.a]"


def test_functions_of_the_surroundings_are_called() -> None:
    script = compile("add(1, 2) * 2", (), functions={"add": lambda one, two: one + two})
    assert script.run({}) == 6


class Values(Host):
    """What `doc['field']` might be."""

    def member(self, name: str) -> Any:
        return 7 if name == "value" else super().member(name)

    def call(self, name: str, arguments: list[Any]) -> Any:
        return 1 if name == "size" else super().call(name, arguments)


def test_objects_of_the_surroundings_have_members_and_methods() -> None:
    assert value_of("doc['f'].size() == 0 ? 0 : doc['f'].value", doc={"f": Values()}) == 7
    with pytest.raises(ApiError) as raised:
        value_of("doc['f'].nope()", doc={"f": Values()})
    assert raised.value.caused_by is not None
    assert "nope/0] not found" in (raised.value.caused_by.reason or "")


def test_a_loop_without_end_is_ended() -> None:
    with pytest.raises(ApiError) as raised:
        value_of("int i = 0; while (i >= 0) { i = 1 } return i")
    assert raised.value.caused_by is not None
    assert raised.value.caused_by.type == "painless_error"


@pytest.mark.parametrize(
    "source",
    [
        "int f() { int t = 0; for (int i = 0; i < 500000; i++) { t++ } return t } "
        "int s = 0; for (int j = 0; j < 9; j++) { s += f() } return s",
        "String s = 'aaaaaaaaaaaaaaaa'; for (int i = 0; i < 40; i++) { s += s } return s",
        "List l = [1]; for (int i = 0; i < 40; i++) { l.addAll(l) } return l.size()",
        "StringBuilder b = new StringBuilder('aaaaaaaa'); for (int i = 0; i < 40; i++) { b.append(b) } return b.length()",
        "new BitSet()",
        "DateTimeFormatter.ofPattern('zzzz')",
        "'a'.codePointBefore(1)",
        "((((((" * 400 + "1" + "))))))" * 400,
    ],
)
def test_what_the_fake_does_not_do_is_named(source: str) -> None:
    with pytest.raises(ApiError) as raised:
        value_of(source)
    assert raised.value.status == 501


def test_what_may_only_be_read_is_not_changed() -> None:
    params = frozen({"a": [1]}, "hands off")
    for source in ("params.a.add(2)", "params.b = 1", "params.a[0] = 5", "params.remove('a')", "params.a.sort(null)"):
        with pytest.raises(ApiError) as raised:
            value_of(f"{source}; return 1", params=params)
        assert raised.value.caused_by is not None
        assert (raised.value.caused_by.type, raised.value.caused_by.reason) == (
            "unsupported_operation_exception",
            "hands off",
        )
    assert params == {"a": [1]}


def test_the_value_is_of_the_type_that_is_wanted() -> None:
    assert compile("if (a == 1) { return true }", ("a",), returns="boolean").run({"a": 2}) is False
    with pytest.raises(ApiError) as raised:
        compile("'x'", (), returns="boolean")
    assert raised.value.reason == "compile error"


def test_a_script_may_be_too_long() -> None:
    with pytest.raises(ApiError, match="exceeded max allowed inline script size"):
        compile("1;" * 40_000)


def test_the_time_of_day_is_given_or_refused() -> None:
    script = compile("System.currentTimeMillis()")
    assert script.run({}, now=5) == 5
    with pytest.raises(ApiError) as raised:
        script.run({})
    assert raised.value.status == 501


def test_exceptions_are_named_as_on_the_wire() -> None:
    assert Thrown("java.lang.NumberFormatException").type == "number_format_exception"
