"""JSONPath: what a path finds, and how one that finds nothing is told."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.errors import ApiError
from fakeinfer.opensearch.remote import jsonpath

STORE: Any = {"books": [{"title": "a", "price": 1}, {"title": "b"}], "name": "x", "odd key": {"y": 2}}


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("$", STORE),
        ("$.books[0].title", "a"),
        ("books[-1].title", "b"),
        ("$['odd key']['y']", 2),
        ("$.books[*].title", ["a", "b"]),
        ("$.books.*.price", [1]),
        ("$..title", ["a", "b"]),
        ("$..['y']", [2]),
        ("$.books[0:1].title", ["a"]),
        ("$.books[0,1].title", ["a", "b"]),
        ("$.books[0]['title','price']", {"title": "a", "price": 1}),
        ("$.*.y", [2]),
    ],
)
def test_what_paths_find(path: str, found: Any) -> None:
    assert jsonpath.read(STORE, path) == found


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("$.nope", "No results for path: $['nope']"),
        ("$.books[7]", "No results for path: $['books'][7]"),
        ("$.nope.more", "Missing property in path $['nope']"),
        (
            "$.name.more",
            "Expected to find an object with property ['more'] in path $['name'] but found 'java.lang.String'. This is "
            "not a json object according to the JsonProvider: 'com.jayway.jsonpath.spi.json.JsonSmartJsonProvider'.",
        ),
        ("$.name[0]", "Filter: [0] can only be applied to arrays. Current context is: x"),
        ("$.books[", "Could not parse token starting at position 7. Expected ?, ', 0-9, * "),
        ("$.", "Path must not end with a '.' or '..'"),
        (" ", "Path can not be null or empty"),
    ],
)
def test_what_paths_do_not_find(path: str, reason: str) -> None:
    with pytest.raises(ApiError) as refused:
        jsonpath.read(STORE, path)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("path", "places"),
    [("books.*", ["books.0", "books.1"]), ("name", ["name"]), ("new", ["new"]), ("a.b", []), ("books[1]", ["books.1"])],
)
def test_places_are_dotted_paths(path: str, places: list[str]) -> None:
    assert jsonpath.places(STORE, path) == places
