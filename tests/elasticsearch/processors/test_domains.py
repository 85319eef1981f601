"""Domains are taken apart by the list of public suffixes, and without the list that is said."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.elasticsearch.processors import domains
from fakeinfer.wire import Request


def simulated(domain: str | None, **options: Any) -> Any:
    body = {
        "pipeline": {"processors": [{"registered_domain": {"field": "d", **options}}]},
        "docs": [{"_source": {} if domain is None else {"d": domain}}],
    }
    request = Request.build(
        "POST", "/_ingest/pipeline/_simulate", {"Content-Type": "application/json"}, json.dumps(body).encode()
    )
    answer = json.loads(Cluster("elasticsearch").handle(request).content)
    if "docs" not in answer:
        return answer["error"]["reason"]
    (document,) = answer["docs"]
    if "error" in document:
        return document["error"]["reason"]
    return {name: value for name, value in document["doc"]["_source"].items() if name != "d"}


@pytest.mark.parametrize(
    ("domain", "parts"),
    [
        ("www.example.ac.uk", ("example.ac.uk", "ac.uk", "www")),
        ("example.com", ("example.com", "com", None)),
        ("Example.COM", ("example.com", "com", None)),
        ("a.b.github.io", ("b.github.io", "github.io", "a")),
        ("com", (None, "com", None)),
    ],
)
def test_a_domain_has_parts(domain: str, parts: tuple[str | None, ...]) -> None:
    pytest.importorskip("publicsuffixlist")
    told = dict(zip(("registered_domain", "top_level_domain", "subdomain"), parts, strict=True))
    assert simulated(domain) == {"domain": domain, **{name: part for name, part in told.items() if part is not None}}


def test_what_has_no_known_suffix_is_left_alone() -> None:
    pytest.importorskip("publicsuffixlist")
    assert simulated("localhost") == simulated("foo.unknowntld") == simulated(None) == {}
    assert simulated("localhost", ignore_missing=False) == "unable to set domain information for document"
    assert "not present" in simulated(None, ignore_missing=False)
    assert simulated("a.de", target_field="u")["u"]["registered_domain"] == "a.de"


def test_without_the_list_the_processor_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(domains, "find_spec", lambda name: None)
    assert "pip install fakeinfer[registered_domain]" in simulated("a.de")
