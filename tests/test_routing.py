"""The path trie: literal before variable, decoding after matching, trailing slashes ignored."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeinfer.operation_index import Entry
from fakeinfer.operations import GET, POST, Call, Route, declared_in, operation
from fakeinfer.routing import Trie
from fakeinfer.versions import ALWAYS

SEGMENTS = st.text("ab_.%+", min_size=1, max_size=3)
TEMPLATES = st.lists(st.lists(SEGMENTS | st.just("{v}"), min_size=1, max_size=4), min_size=1, max_size=8, unique_by=str)


@operation("toy.op", GET("/"), source="nobody/nothing:nowhere")
def toy(call: Call) -> None:
    """Does nothing."""


ENTRY = Entry("toy.op", __name__, ALWAYS, ())


def trie_of(*routes: Route) -> Trie:
    trie = Trie()
    for route in routes:
        trie.add(ENTRY, route)
    return trie


def template_found(trie: Trie, path: str, method: str = "GET") -> str | None:
    match = trie.find(path)
    target = match.node.targets.get(method) if match else None
    return target.route.path if target else None


def reference(templates: list[list[str]], segments: list[str]) -> list[str] | None:
    """The template that wins: at the first segment where two differ, the literal one."""
    fitting = [
        template
        for template in templates
        if len(template) == len(segments) and all(t in ("{v}", s) for t, s in zip(template, segments, strict=True))
    ]
    return min(fitting, key=lambda template: [part == "{v}" for part in template], default=None)


@given(TEMPLATES, st.lists(SEGMENTS, min_size=1, max_size=4))
def test_the_template_with_the_earliest_literal_wins(templates: list[list[str]], segments: list[str]) -> None:
    trie = trie_of(*(GET("/" + "/".join(template)) for template in templates))
    wanted = reference(templates, segments)
    assert template_found(trie, "/" + "/".join(segments)) == (None if wanted is None else "/" + "/".join(wanted))


@given(TEMPLATES, st.lists(SEGMENTS, min_size=1, max_size=4), st.integers(1, 3))
def test_trailing_slashes_change_nothing(templates: list[list[str]], segments: list[str], slashes: int) -> None:
    trie = trie_of(*(GET("/" + "/".join(template)) for template in templates))
    path = "/" + "/".join(segments)
    assert template_found(trie, path) == template_found(trie, path + "/" * slashes)


@given(st.text(max_size=20))
def test_any_path_is_found_or_not(path: str) -> None:
    trie = trie_of(GET("/"), GET("/a"), GET("/a/{v}"))
    match = trie.find(path)
    assert match is None or path.startswith("/")


def test_variables_are_the_raw_segments_named_by_the_targets_own_template() -> None:
    trie = trie_of(GET("/i/{index}/{id}"), POST("/i/{name}/_do"))
    match = trie.find("/i/a%2Fb/c+d")
    assert match is not None
    assert match.variables(match.node.targets["GET"]) == {"index": "a%2Fb", "id": "c+d"}


def test_a_literal_with_another_method_hides_the_variable_at_its_end() -> None:
    trie = trie_of(GET("/models/{id}"), POST("/models/_register"))
    assert template_found(trie, "/models/_register") is None
    assert template_found(trie, "/models/_register", "POST") == "/models/_register"


def test_a_literal_that_leads_nowhere_gives_way_to_the_variable() -> None:
    trie = trie_of(GET("/a/b"), GET("/{v}/c"))
    assert template_found(trie, "/a/c") == "/{v}/c"


@pytest.mark.parametrize("path", ["//a", "/a//b", "a", "", "*"])
def test_doubled_slashes_and_other_things_are_no_path(path: str) -> None:
    assert trie_of(GET("/a"), GET("/{x}/{y}"), GET("/{x}/{y}/{z}")).find(path) is None


def test_the_same_route_twice_is_a_bug() -> None:
    with pytest.raises(ValueError, match="both claim it"):
        trie_of(GET("/a/{x}"), GET("/a/{y}"))


def test_declared_operations_are_those_of_the_module() -> None:
    import tests.test_routing as here

    assert [found.id for found in declared_in(here)] == ["toy.op"]
