"""Expectations in front of the fake: pytest-httpserver's API, and what is different when a fake stands behind."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest
import werkzeug
from pytest_httpserver import RequestMatcher

from fakeinfer import FakeElasticsearch, FakeOpenSearch
from fakeinfer.wire import Request, Response


@pytest.fixture
def fake() -> Iterator[FakeOpenSearch]:
    with FakeOpenSearch("2.19") as fake:
        yield fake


def ask(fake: FakeOpenSearch, method: str, target: str, body: bytes = b"", **headers: str) -> Response:
    return fake.cluster.handle(Request.build(method, target, headers, body))


def test_what_an_expectation_matches_it_answers_and_all_else_goes_on_to_the_fake(fake: FakeOpenSearch) -> None:
    fake.expect_request("/one", method="GET").respond_with_json({"one": "off"}, status=418)
    stubbed = ask(fake, "GET", "/one")
    assert (stubbed.status, stubbed.body) == (418, b'{\n    "one": "off"\n}')
    assert stubbed.header("content-type") == "application/json"
    assert ask(fake, "POST", "/one").status != 418
    assert ask(fake, "GET", "/").status == 200
    assert [entry.by for entry in fake.journal] == ["stub", "fake", "fake"]
    fake.check_assertions()


@pytest.mark.parametrize(
    ("expected", "hit", "missed"),
    [
        ({"uri": "/a b/ä"}, "/a%20b/%C3%A4", "/a%2520b"),
        ({"uri": re.compile("/x/.*")}, "/x/1", "/y/1"),
        ({"uri": "/q", "query_string": {"a": "1", "b": ""}}, "/q?a=1&b", "/q?a=2"),
        ({"uri": "/q", "query_string": "a=1"}, "/q?a=1", "/q?a=1&b"),
    ],
)
def test_paths_and_queries_match_as_in_pytest_httpserver(
    fake: FakeOpenSearch, expected: dict[str, object], hit: str, missed: str
) -> None:
    uri = expected.pop("uri")
    fake.expect_request(uri, **expected).respond_with_data("stubbed")
    assert ask(fake, "GET", hit).body == b"stubbed"
    assert ask(fake, "GET", missed).body != b"stubbed"


def test_bodies_and_headers_match(fake: FakeOpenSearch) -> None:
    fake.expect_request("/j", json={"a": 1}, headers={"X-Tag": "t"}).respond_with_data("stubbed")
    assert ask(fake, "PUT", "/j", b'{"a": 1}', **{"x-tag": "t"}).body == b"stubbed"
    assert ask(fake, "PUT", "/j", b'{"a": 2}', **{"x-tag": "t"}).body != b"stubbed"
    assert ask(fake, "PUT", "/j", b'{"a": 1}').body != b"stubbed"


def test_a_oneshot_expectation_answers_once(fake: FakeOpenSearch) -> None:
    fake.expect_oneshot_request("/").respond_with_data("stubbed")
    assert [ask(fake, "GET", "/").body == b"stubbed" for _ in range(2)] == [True, False]


def test_ordered_expectations_wait_while_the_fake_answers_others(fake: FakeOpenSearch) -> None:
    fake.expect_ordered_request("/1").respond_with_data("first")
    fake.expect_ordered_request("/2").respond_with_data("second")
    assert ask(fake, "GET", "/").status == 200
    assert ask(fake, "GET", "/1").body == b"first"
    assert ask(fake, "GET", "/nowhere/at/all").status == 400
    assert ask(fake, "GET", "/2").body == b"second"
    fake.check_assertions()


def test_a_request_out_of_order_fails(fake: FakeOpenSearch) -> None:
    fake.expect_ordered_request("/1").respond_with_data("first")
    fake.expect_ordered_request("/2").respond_with_data("second")
    assert ask(fake, "GET", "/2").status == 500
    with pytest.raises(AssertionError, match="No handler found for request"):
        fake.check_assertions()
    assert ask(fake, "GET", "/1").status == 500
    with pytest.raises(AssertionError, match="permanently failed"):
        fake.check_assertions()


def test_an_assertion_in_a_handler_is_raised_when_checked(fake: FakeOpenSearch) -> None:
    def handler(request: werkzeug.Request) -> werkzeug.Response:
        raise AssertionError("not like this")

    fake.expect_request("/x").respond_with_handler(handler)
    assert ask(fake, "GET", "/x").status == 500
    with pytest.raises(AssertionError, match="not like this"):
        fake.check_assertions()
    fake.check_handler_errors()


def test_an_error_in_a_handler_is_raised_when_checked(fake: FakeOpenSearch) -> None:
    def handler(request: werkzeug.Request) -> werkzeug.Response:
        raise KeyError("oops")

    fake.expect_request("/x").respond_with_handler(handler)
    assert ask(fake, "GET", "/x").status == 500
    fake.check_assertions()
    with pytest.raises(KeyError, match="oops"):
        fake.check_handler_errors()
    assert not fake.cluster.bugs


def test_a_handler_may_abort_and_may_ask_the_fake(fake: FakeOpenSearch) -> None:
    def handler(request: werkzeug.Request) -> werkzeug.Response:
        if "no" in request.args:
            werkzeug.exceptions.abort(404)
        return werkzeug.Response(fake.client().info()["version"]["number"])

    fake.expect_request("/x").respond_with_handler(handler)
    assert ask(fake, "GET", "/x?no").status == 404
    assert ask(fake, "GET", "/x").body == b"2.19.1"
    with pytest.raises(werkzeug.exceptions.NotFound):
        fake.check_handler_errors()


def test_an_expectation_without_an_answer_says_so(fake: FakeOpenSearch) -> None:
    fake.expect_request("/x")
    assert ask(fake, "GET", "/x").status == 500
    with pytest.raises(AssertionError, match=r"no response defined: GET /x: tell the expectation what to answer"):
        fake.check_assertions()


def test_streamed_answers_leave_in_their_pieces(fake: FakeOpenSearch) -> None:
    fake.expect_request("/s").respond_with_response(werkzeug.Response(iter(["a", "b"]), mimetype="text/event-stream"))
    assert ask(fake, "GET", "/s").chunks == (b"a", b"b")


def test_answers_have_the_products_headers_so_that_clients_take_them() -> None:
    with FakeElasticsearch() as fake:
        fake.expect_request("/").respond_with_json({"mine": True}, headers={"X-Opaque-Id": "own"})
        info = fake.client(headers={"x-opaque-id": "sent"}).info()
        assert info.body == {"mine": True}
        assert info.meta.headers["x-elastic-product"] == "Elasticsearch"
        assert info.meta.headers["x-opaque-id"] == "own"


def test_waiting_ends_when_all_were_met(fake: FakeOpenSearch) -> None:
    fake.expect_oneshot_request("/1").respond_with_data("")
    fake.expect_ordered_request("/2").respond_with_data("")

    def later() -> None:
        for path in ("/1", "/unexpected", "/2"):
            ask(fake, "GET", path)

    thread = threading.Timer(0.02, later)
    with fake.wait(timeout=5) as waiting:
        thread.start()
    thread.join()
    assert waiting.result
    assert [entry.path for entry in fake.journal] == ["/1", "/unexpected", "/2"]


def test_waiting_in_vain_fails(fake: FakeOpenSearch) -> None:
    fake.expect_oneshot_request("/1").respond_with_data("")
    with pytest.raises(AssertionError, match="Wait timeout"), fake.wait(timeout=0.01):
        pass


def test_expectations_hold_over_a_socket_too(fake: FakeOpenSearch) -> None:
    import requests

    fake.expect_request("/one").respond_with_json({"one": "off"})
    assert requests.get(f"{fake.url}/one", timeout=5).json() == {"one": "off"}
    assert requests.get(f"{fake.url}/", timeout=5).json()["version"]["number"] == "2.19.1"


def test_requests_that_expectations_answered_can_be_counted(fake: FakeOpenSearch) -> None:
    fake.expect_request("/one").respond_with_data("")
    ask(fake, "GET", "/one")
    ask(fake, "GET", "/two")
    fake.cluster.stubs.assert_request_made(RequestMatcher("/one"), count=1)
    fake.cluster.stubs.assert_request_made(RequestMatcher("/two"), count=0)


def test_a_reset_forgets_expectations(fake: FakeOpenSearch) -> None:
    fake.expect_request("/").respond_with_data("stubbed")
    fake.reset()
    assert ask(fake, "GET", "/").body != b"stubbed"


def test_there_is_no_second_server(fake: FakeOpenSearch) -> None:
    fake.expect_request("/")
    with pytest.raises(RuntimeError, match="own doors"):
        fake.cluster.stubs.start()


def test_without_the_package_it_says_what_to_install() -> None:
    code = """
import sys
sys.modules["pytest_httpserver"] = None
from fakeinfer import FakeElasticsearch
try:
    FakeElasticsearch().expect_request("/x")
except ImportError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "fakeinfer[pytest]" in done.stdout
