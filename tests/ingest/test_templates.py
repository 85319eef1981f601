"""Mustache the way pipelines use it."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.errors import ApiError
from fakeinfer.ingest.document import IngestDocument
from fakeinfer.ingest.templates import Template, ValueTemplate


def document(**source: Any) -> IngestDocument:
    return IngestDocument(source, {"_id": "7"}, "2026-01-01T00:00:00Z")


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        ("plain", "plain"),
        ("{{a}}-{{ _id }}", "x-7"),
        ("{{o.k}} {{l.1}} {{l.size}} {{_source.a}}", "1.5 two 2 x"),
        ("{{nope}}|{{o.nope.deeper}}", "|"),
        ("{{q}} {{{q}}} {{&q}}", '\\" " "'),
        ("{{l}} {{o}}", "{0=one, 1=two} {k=1.5}"),
        ("{{#l}}<{{.}}>{{/l}}{{^l}}none{{/l}}", "<one><two>"),
        ("{{#o}}{{k}}{{/o}}{{^nope}}none{{/nope}}", "1.5none"),
        ("{{#toJson}}o{{/toJson}}{{#join}}l{{/join}}", '{"k":1.5}one,two'),
        ("{{#join delimiter='; '}}l{{/join delimiter='; '}}", "one; two"),
        ("{{#url}}a b/{{a}}{{/url}}", "a+b%2Fx"),
        ("{{! a comment }}{{_ingest.timestamp}}", "2026-01-01T00:00:00Z"),
    ],
)
def test_a_template_is_filled_in(text: str, rendered: str) -> None:
    filled = document(a="x", o={"k": 1.5}, l=["one", "two"], q='"')
    assert Template(text).render(filled) == rendered


@pytest.mark.parametrize(("text", "name"), [("{{#b}}", "b"), ("{{#a}}{{#b}}{{/a}}", "b"), ("{{/c}}", "c")])
def test_a_section_that_is_not_closed_does_not_compile(text: str, name: str) -> None:
    with pytest.raises(ApiError) as raised:
        Template(text)
    assert raised.value.reason == f"Failed to close '{name}' tag @[query-template:1]"


def test_texts_at_any_depth_of_a_value_are_templates() -> None:
    value = ValueTemplate({"{{a}}": ["{{a}}", 1, {"k": "{{a}}{{a}}"}], "n": None})
    assert value.render(document(a="x")) == {"x": ["x", 1, {"k": "xx"}], "n": None}


@pytest.mark.parametrize(
    ("media_type", "rendered"),
    [("application/json", '\\"&'), ("text/plain", '"&'), ("application/x-www-form-urlencoded", "%22%26")],
)
def test_variables_are_escaped_for_the_media_type(media_type: str, rendered: str) -> None:
    assert ValueTemplate("{{q}}", media_type).render(document(q='"&')) == rendered
