"""What is shown of hits, as the server prints it (observed: opensearch 2.19.1)."""

from __future__ import annotations

from typing import Any

from fakeinfer.opensearch.search_running.hit_forms import collapse_form, highlight_form, hits_form

INNER = {
    "name": "i",
    "ignore_unmapped": False,
    "from": 0,
    "size": 3,
    "version": False,
    "seq_no_primary_term": False,
    "explain": False,
    "track_scores": False,
}


def test_top_hits() -> None:
    printed: Any = hits_form({"sort": ["n"], "_source": "a", "size": "2"})
    assert printed["sort"] == [{"n": {"order": "asc"}}]
    assert printed["_source"] == {"includes": ["a"], "excludes": []}
    assert (printed["from"], printed["size"]) == (0, 2)


def test_inner_hits_of_groups() -> None:
    assert collapse_form({"field": "n"}) == {"field": "n"}
    assert collapse_form({"field": "n", "inner_hits": [{"name": "i"}]}) == {"field": "n", "inner_hits": INNER}
    two = [{"name": "i"}, {"name": "j"}]
    assert collapse_form({"field": "n", "inner_hits": two}) == {
        "field": "n",
        "inner_hits": [INNER, {**INNER, "name": "j"}],
    }


def test_highlights() -> None:
    given = {"fields": {"t": {"highlight_query": {"match_all": {}}}}, "pre_tags": "<a>", "order": "score"}
    assert highlight_form(given) == {
        "pre_tags": ["<a>"],
        "order": "score",
        "fields": {"t": {"highlight_query": {"match_all": {"boost": 1.0}}}},
    }


def test_styles_are_tags() -> None:
    printed: Any = highlight_form({"tags_schema": "styled", "fields": [{"t": {}}]})
    assert printed["pre_tags"][9] == '<em class="hlt10">'
    assert printed["post_tags"] == ["</em>"]
    assert "tags_schema" not in printed
