"""The page under `/_fakeinfer/ui`: it is whole in itself and asks for nothing that is not there."""

from __future__ import annotations

import re

import pytest

from fakeinfer.admin import ACTIONS
from fakeinfer.cluster import Cluster
from fakeinfer.wire import Request


@pytest.fixture(scope="module")
def page() -> str:
    answer = Cluster("elasticsearch").handle(Request.build("GET", "/_fakeinfer/ui", {}, b""))
    assert (answer.status, answer.header("content-type")) == (200, "text/html; charset=utf-8")
    assert "default-src 'none'" in (answer.header("content-security-policy") or "")
    return answer.body.decode()


def test_the_page_needs_nothing_from_elsewhere(page: str) -> None:
    assert not re.search(r"https?://|\bsrc=|<link|@import|\burl\(", page)


def test_the_page_shows_what_it_is_told_as_text(page: str) -> None:
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b", page)


def test_the_page_asks_for_what_is_there(page: str) -> None:
    views = re.findall(r'data-view="(\w+)"', page)
    assert views
    for name in (*views, *re.findall(r'ask\("(\w+)"\)', page)):
        assert "GET" in ACTIONS[name]
