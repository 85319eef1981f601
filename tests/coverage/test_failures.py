"""The page of failures: errors are traced to their constructors, from outside."""

from __future__ import annotations

from collections.abc import Callable

from fakeinfer import errors
from fakeinfer.coverage.failures import constructors, observed, page, reached
from fakeinfer.elasticsearch.inference import endpoint_errors
from fakeinfer.errors import ApiError
from fakeinfer.fixtures import Fixture

UNKNOWN = {
    "request": {"method": "GET", "path": "/_inference/absent"},
    "response": {"status": 404},
    "since": "9.2",
    "until": "9.3",
}
FIXTURE = Fixture("elasticsearch", "inference.get", "unknown", UNKNOWN)


def test_constructors_are_known_by_their_code() -> None:
    found = {failure.name: failure.when for _, failure in constructors()}
    assert "elasticsearch.inference.endpoint_errors.endpoint_not_found" in found
    assert "opensearch.ml.errors.not_text" in found
    assert not any(name.rpartition(".")[2].startswith("_") for name in found)
    assert all(found.values())


def test_an_error_is_traced_through_the_constructors_it_came_by() -> None:
    failures = dict(constructors())
    make: Callable[[], ApiError] = lambda: endpoint_errors.endpoint_not_found("a")  # noqa: E731
    before = ApiError.__init__
    with reached(failures) as seen:
        make()
    names = {failures[code].name: answers for code, answers in seen.items()}
    assert names["elasticsearch.inference.endpoint_errors.endpoint_not_found"] == {"404 resource_not_found_exception"}
    assert names["errors.resource_not_found"] == {"404 resource_not_found_exception"}
    assert ApiError.__init__ is before
    errors.illegal_argument("after it was closed")
    assert "errors.illegal_argument" not in names


def test_a_replay_fills_the_rows() -> None:
    rows = {failure.name: failure for failure in observed([FIXTURE])}
    assert rows["elasticsearch.inference.endpoint_errors.endpoint_not_found"].fixtures == {"inference.get/unknown"}
    assert rows["elasticsearch.inference.endpoint_errors.endpoint_exists"].fixtures == set()
    assert rows["errors.illegal_argument"].product == ""


def test_what_no_fixture_reaches_needs_a_reason_and_reasons_are_needed() -> None:
    text, problems = page([FIXTURE], {"errors.parse_error": "not here", "errors.resource_not_found": "never"})
    assert "| `errors.parse_error` | " in text
    assert "| not here |" in text
    assert "no fixture reaches errors.illegal_argument" in problems
    assert "no fixture reaches errors.parse_error" not in problems
    assert page([FIXTURE], {"errors.*": "many at once"})[0].count("| many at once |") > 5
    assert "errors.resource_not_found needs no reason: it is reached, or gone" in problems
