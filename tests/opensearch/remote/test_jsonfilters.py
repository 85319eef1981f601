"""Filters and functions of JSONPath find what a real server found."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.errors import ApiError
from fakeinfer.opensearch.remote import jsonpath

ANSWER: dict[str, Any] = {
    "v": {
        "data": [
            {"n": "a", "s": 1, "t": ["x", "y"]},
            {"n": "b", "s": 5.5, "t": [], "z": None},
            {"n": "c", "s": "5", "b": True},
            {"q": 1},
        ],
        "nums": [3, 1, 2],
        "mixed": [1, "a", None],
        "o": {"k": 1, "l": 2},
        "e": [],
        "s": "text",
        "words": ["p", "q"],
        "f": 2.5,
    }
}
"""What the paths were read from (observed: opensearch 2.19.1)."""


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("$.v.data[?(@.s == 1)]", [{"n": "a", "s": 1, "t": ["x", "y"]}]),
        ("$.v.data[?(@.s == 1)].n", ["a"]),
        ("$.v.data[?(@.n == 'b')].s", [5.5]),
        ("$.v.data[?(@.s > 1)].n", ["b"]),
        ("$.v.data[?(@.s >= 5.5)].n", ["b"]),
        ("$.v.data[?(@.s < '6')].n", ["c"]),
        ("$.v.data[?(@.n < 'b')].n", ["a"]),
        ("$.v.data[?(@.s == 5)].n", ["c"]),
        ("$.v.data[?(@.s == '1')].n", ["a"]),
        ("$.v.data[?(@.z)].n", ["b"]),
        ("$.v.data[?(!@.n)]", [{"q": 1}]),
        ("$.v.data[?(@.z == null)].n", ["b"]),
        ("$.v.data[?(@.b == true)].n", ["c"]),
        ("$.v.data[?(@.n == 'a' || @.n == 'c')].n", ["a", "c"]),
        ("$.v.data[?(@.n == 'a' && @.s == 1)].n", ["a"]),
        ("$.v.data[?(@.n in ['a','c'])].n", ["a", "c"]),
        ("$.v.data[?(@.n nin ['a','c'])].n", ["b"]),
        ("$.v.data[?(@.t contains 'x')].n", ["a"]),
        ("$.v.data[?(@.n contains 'a')].n", ["a"]),
        ("$.v.data[?(@.t size 2)].n", ["a"]),
        ("$.v.data[?(@.t empty true)].n", ["b"]),
        ("$.v.data[?(@.t empty false)].n", ["a"]),
        ("$.v.data[?(@.t subsetof ['x','y','z'])].n", ["a", "b"]),
        ("$.v.data[?(@.t anyof ['x'])].n", ["a"]),
        ("$.v.data[?(@.t noneof ['x'])].n", ["b"]),
        ("$.v.data[?(@.n != 'a')].n", ["b", "c"]),
        ("$.v.data[?(@.s != 1)].n", ["b", "c"]),
        ("$.v.data[?(@.n == $.v.words[0])]", []),
        ("$.v.nums[?(@ > 1)]", [3, 2]),
        ("$.v.o[?(@.k == 1)]", [{"k": 1, "l": 2}]),
        ("$.v.o[?(@ == 1)]", []),
        ("$.v.nums[?(@ in [1,2])]", [1, 2]),
        ("$.v.data[?(@.n === 'a')].n", ["a"]),
        ("$.v.data[?(@.s === '1')].n", []),
        ("$.v.data[?(@['n'] == 'a')].n", ["a"]),
        ("$.v.data[?((@.n == 'a'))].n", ["a"]),
        ("$.v.data[?(@.t[0] == 'x')].n", ["a"]),
        ("$.v.data[?(@.t.length() == 2)].n", ["a"]),
        ("$.v.data[?(@.n)].n", ["a", "b", "c"]),
        ("$.v.data[?(@.q || @.b)]", [{"n": "c", "s": "5", "b": True}, {"q": 1}]),
        ("$..[?(@.n == 'a')].s", [1]),
        ("$.v.data[?(@.n == 'zz')]", []),
        ("$.v.data[?(@.n)][0]", []),
        ("$.v.data.length()", 4),
        ("$.v.nums.length()", 3),
        ("$.v.nums.size()", 3),
        ("$.v.o.length()", 2),
        ("$.v.s.length()", None),
        ("$.v.nums.sum()", 6.0),
        ("$.v.nums.min()", 1.0),
        ("$.v.nums.max()", 3.0),
        ("$.v.nums.avg()", 2.0),
        ("$.v.nums.stddev()", 0.8164965809277263),
        ("$.v.o.keys()", ["k", "l"]),
        ("$.v.nums.first()", 3),
        ("$.v.nums.last()", 2),
        ("$.v.nums.index(1)", 1),
        ("$.v.nums.index(-1)", 2),
        ("$.v.words.concat('z')", "pq"),
        ("$.v.words.concat()", "pq"),
        ("$.v.s.concat('a','b')", ""),
        ("$.v.nums.append(7)", [3, 1, 2, 7]),
        ("$.v.e.length()", 0),
        ("$.v.mixed.sum()", 1.0),
        ("$.v.f.length()", None),
        ("$.v.data[*].length()", [3, 4, 3, 1]),
        ("$.v.data[*].n.length()", [None, None, None]),
        ("$.v.data[?(@.n)].length()", [3, 4, 3]),
        ("$.length()", 1),
        ("$.v.nums.sum($.v.f)", 8.5),
        ("$.sum($.v.nums)", 6.0),
        ("$.v.data[0].t.length()", 2),
    ],
)
def test_a_path_finds_what_a_server_found(path: str, found: Any) -> None:
    assert jsonpath.read(ANSWER, path) == found


@pytest.mark.parametrize(
    ("path", "type", "reason"),
    [
        (
            "$.v.s[?(@ == 1)]",
            "invalid_path_exception",
            "Filter: [?] can not be applied to primitives. Current context is: text",
        ),
        (
            "$.v.data[?(]",
            "invalid_path_exception",
            "Could not parse token starting at position 8. Expected ?, ', 0-9, *",
        ),
        (
            "$.v.data[?(@.n == )]",
            "invalid_path_exception",
            "Failed to parse filter: [?(@.n == )], error on position: 10, char: )",
        ),
        ("$.v.data[?(@.n ~ 'a')]", "invalid_path_exception", "Expected character: )"),
        (
            "$.v.data[?(@.n == a)]",
            "invalid_path_exception",
            "Failed to parse filter: [?(@.n == a)], error on position: 10, char: a",
        ),
        ("$.v.data[?()]", "invalid_path_exception", "Failed to parse filter: [?()], error on position: 3, char: )"),
        ("$.v.data[?]", "invalid_path_exception", "Not enough predicates supplied for filter [?] at position 8"),
        ("$.v.nums.index(9)", "index_out_of_bounds_exception", "Index 9 out of bounds for length 3"),
        ("$.v.e.sum()", "json_path_exception", "Aggregation function attempted to calculate value using empty array"),
        ("$.v.e.first()", "index_out_of_bounds_exception", "Index 0 out of bounds for length 0"),
        ("$.v.nope.length()", "path_not_found_exception", "Missing property in path $['v']['nope']"),
        (
            "$.v.nums[*].sum()",
            "json_path_exception",
            "Aggregation function attempted to calculate value using empty array",
        ),
        ("$.v.nums.foo()", "invalid_path_exception", "Function with name: foo does not exist."),
        ("$.v.s.sum()", "json_path_exception", "Aggregation function attempted to calculate value using empty array"),
        (
            "$.v.data[?(@.s)].s.sum()",
            "json_path_exception",
            "Aggregation function attempted to calculate value using empty array",
        ),
        ("$.v.data[::2]", "invalid_path_exception", "Failed to parse SliceOperation: ::2"),
    ],
)
def test_a_path_is_refused_as_a_server_refused_it(path: str, type: str, reason: str) -> None:
    with pytest.raises(ApiError) as raised:
        jsonpath.read(ANSWER, path)
    assert (raised.value.type, (raised.value.reason or "").strip()) == (type, reason)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("$.v.data[?(@.n =~ /[AB]/i)].n", ["a", "b"]),
        ("$.v.data[?(@.n =~ /b/)].n", ["b"]),
        ('$.v.data[?(@.n == "b")].n', ["b"]),
        ("$.v.data[?(@.t all ['x'])].n", ["a"]),
        ("$.v.nums[?(@ !== '1')]", [3, 1, 2]),
    ],
)
def test_what_connectors_cannot_ask_for_is_read_too(path: str, found: Any) -> None:
    assert jsonpath.read(ANSWER, path) == found


def test_functions_behind_two_dots_are_not_implemented() -> None:
    with pytest.raises(ApiError) as raised:
        jsonpath.read(ANSWER, "$..n.length()")
    assert raised.value.status == 501
