"""What is marked, and with what; refusals of what cannot be."""

from __future__ import annotations

from typing import Any

import pytest

from tests.search.asking import holding, reason, searched

FIELD: dict[str, Any] = {"fields": {"t": {}}}


def marked(highlight: dict[str, Any], text: str = "the red fox", word: str = "red") -> list[str]:
    answer = searched(holding([{"t": text}]), {"match": {"t": word}}, highlight=highlight)
    found: list[str] = answer["hits"]["hits"][0]["highlight"]["t"]
    return found


def test_options_of_a_field_come_before_those_of_all() -> None:
    tags = {"pre_tags": ["<"], "post_tags": [">"]}
    assert marked({**FIELD, **tags}) == ["the <red> fox"]
    assert marked({**tags, "fields": {"t": {"pre_tags": ["["], "post_tags": ["]"]}}}) == ["the [red] fox"]


def test_signs_of_html_are_escaped_but_those_that_mark() -> None:
    assert marked({**FIELD, "encoder": "html"}, 'a <b> & "red"') == ["a &lt;b&gt; &amp; &quot;<em>red</em>&quot;"]


def test_fields_come_in_the_order_of_the_mapping_unless_they_are_listed() -> None:
    cluster = holding([{"t": "red", "u": "red"}])
    query = {"multi_match": {"query": "red", "fields": ["t", "u"]}}
    listed = searched(cluster, query, highlight={"fields": [{"u": {}}, {"t": {}}]})
    assert list(listed["hits"]["hits"][0]["highlight"]) == ["u", "t"]


def test_a_query_of_its_own_says_what_is_marked() -> None:
    assert marked({**FIELD, "highlight_query": {"match": {"t": "fox"}}}) == ["the red <em>fox</em>"]


@pytest.mark.parametrize(
    "highlight",
    [{"foo": 1, **FIELD}, {"fields": {"t": {"foo": 1}}}, {"fields": {"t": {"type": "zork"}}}, {"fields": 5}],
)
def test_what_is_refused(highlight: dict[str, Any]) -> None:
    assert reason(holding([{"t": "red"}]), {"match": {"t": "red"}}, highlight=highlight)
