"""What the doors share."""

from __future__ import annotations

from pathlib import Path

import pytest

from fakeinfer.doors.common import headers_of, imported, payload, quoted, target_of
from fakeinfer.doors.protocol import head, origin_form
from fakeinfer.wire import Response


def test_the_body_of_head_stays_behind() -> None:
    assert payload("HEAD", Response(200, body=b"x")) == ()
    assert payload("HEAD", Response(200, chunks=(b"x",))) == ()
    assert payload("GET", Response(200, body=b"x")) == (b"x",)
    assert payload("GET", Response(200, chunks=(b"x", b"y"))) == (b"x", b"y")


@pytest.mark.parametrize(
    ("response", "headers"),
    [
        (Response(200, [("a", "b")], b"xy"), [("a", "b"), ("content-length", "2")]),
        (Response(200, [], b""), [("content-length", "0")]),
        (Response(200, [("Content-Length", "7")], b""), [("Content-Length", "7")]),
        (Response(200, [], chunks=(b"x",)), []),
    ],
)
def test_a_body_in_one_piece_has_a_length(response: Response, headers: list[tuple[str, str]]) -> None:
    before = list(response.headers)
    assert headers_of(response) == headers
    assert response.headers == before


def test_a_target_is_relative_to_where_the_application_is_mounted() -> None:
    assert target_of("/x", "q=1") == "/x?q=1"
    assert target_of("/fake/x", "", "/fake") == "/x"
    assert target_of("/fake", "q", "/fake") == "/?q"
    assert target_of("/x", "", "/fake") == "/x"


def test_a_decoded_path_is_escaped_again() -> None:
    assert quoted("/a b/é/100%/x*,y") == "/a%20b/%C3%A9/100%25/x*,y"
    assert quoted(b"/\xff".decode("utf-8", "surrogateescape")) == "/%FF"


def test_a_package_that_is_missing_is_named_with_its_purpose() -> None:
    with pytest.raises(ModuleNotFoundError, match="this needs a package that is not installed: pip install 'extra'"):
        imported("nobody_has_this", "extra", "this")


def test_a_package_that_lacks_another_is_not_called_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "needs_another.py").write_text("import another_that_nobody_has")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModuleNotFoundError, match="another_that_nobody_has") as caught:
        imported("needs_another", "needs-another", "this")
    assert "pip install" not in str(caught.value)


@pytest.mark.parametrize(
    ("target", "path"),
    [("http://host:1/a%2Fb?q", "/a%2Fb?q"), ("http://host", "/"), ("*", "*"), ("host:443", "host:443")],
)
def test_a_target_in_absolute_form_has_a_path(target: str, path: str) -> None:
    assert origin_form(target) == path


def test_a_status_without_words_is_still_a_status_line() -> None:
    assert head(Response(299)) == b"HTTP/1.1 299 \r\ncontent-length: 0\r\n\r\n"
