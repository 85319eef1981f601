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
        ("{{#url}}\ud800{{/url}}", "%3F"),
        ("{{#toJson}}a{{/toJson}}{{#toJson}}nope{{/toJson}}{{#join}}a{{/join}}{{#join}}nope{{/join}}", "xanope"),
        ("{{#empty}}full{{/empty}}{{^empty}}none{{/empty}}", "none"),
        ("[\n  {{#o}}\n  {{k}}\n  {{/o}}\n]", "[\n  1.5\n]"),
        ("{{! a comment }}{{_ingest.timestamp}}", "2026-01-01T00:00:00Z"),
    ],
)
def test_a_template_is_filled_in(text: str, rendered: str) -> None:
    filled = document(a="x", o={"k": 1.5}, l=["one", "two"], q='"', empty="")
    assert Template(text).render(filled) == rendered


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{{#b}}", "Failed to close 'b' tag @[query-template:1]"),
        ("a\n{{#b}}\n\n", "Failed to close 'b' tag @[query-template:2]"),
        ("{{#a}}{{#b}}{{/a}}", "Mismatched start/end tags: b != a in query-template:1 @[query-template:1]"),
        ("\n{{/c}}", "Mismatched start/end tags: null != c in query-template:2 @[query-template:2]"),
        ("{{a", "Improperly closed variable @[query-template:1]"),
    ],
)
def test_a_text_whose_tags_do_not_fit_does_not_compile(text: str, reason: str) -> None:
    with pytest.raises(ApiError) as raised:
        Template(text)
    assert raised.value.reason == reason


def test_a_null_is_not_joined() -> None:
    with pytest.raises(ApiError) as raised:
        Template("{{#join}}l{{/join}}").render(document(l=["a", None]))
    assert raised.value.reason == "Function failure @[query-template:1]"


@pytest.mark.parametrize("text", ["{{=<% %>=}}", "{{>other}}"])
def test_what_is_not_imitated_is_refused(text: str) -> None:
    with pytest.raises(ApiError) as raised:
        Template(text)
    assert raised.value.status == 501


def test_texts_at_any_depth_of_a_value_are_templates() -> None:
    value = ValueTemplate({"{{a}}": ["{{a}}", 1, {"k": "{{a}}{{a}}"}], "n": None})
    assert value.render(document(a="x")) == {"x": ["x", 1, {"k": "xx"}], "n": None}


@pytest.mark.parametrize(
    ("media_type", "rendered"),
    [("application/json", '\\"&'), ("text/plain", '"&'), ("application/x-www-form-urlencoded", "%22%26")],
)
def test_variables_are_escaped_for_the_media_type(media_type: str, rendered: str) -> None:
    assert ValueTemplate("{{q}}", media_type).render(document(q='"&')) == rendered
