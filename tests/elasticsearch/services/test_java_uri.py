"""What Java's `URI` takes; expectations are what OpenJDK 17 answers."""

from __future__ import annotations

import pytest

from fakeinfer.elasticsearch.services.java_uri import why_not


@pytest.mark.parametrize(
    "text",
    ["", "x", "a:b", "http://x", "http:///", "http://h:80/p", "http://[::1]/x", "http://user@h/p", "http://x/ü", "mailto:ab",
     "http://a:80:80/x", "http://?x", "http:?x", "file:///x", "#"],
)  # fmt: skip
def test_a_uri_is_taken(text: str) -> None:
    assert why_not(text) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("^^^", "Illegal character in path"),
        ("http://a b/x", "Illegal character in authority"),
        ("1http://x", "Illegal character in scheme name"),
        (":x", "Expected scheme name"),
        ("http:", "Expected scheme-specific part"),
        ("http:#f", "Expected scheme-specific part"),
        ("http://", "Expected authority"),
        ("http://x/y?a b", "Illegal character in query"),
        ("http://x/y#a b", "Illegal character in fragment"),
        ("mailto:a b", "Illegal character in opaque part"),
        ("http://x/%zz", "Malformed escape pair"),
        ("http://[x]/", "Malformed IPv6 address"),
        ("http://a]b/", "Illegal character in hostname"),
    ],
)
def test_the_reason_is_java_s(text: str, reason: str) -> None:
    assert why_not(text) == reason
