"""What was sent to services, as the journal shows it."""

from __future__ import annotations

from fakeinfer.secrets import Mask
from fakeinfer.upstream_calls import UpstreamCall


def call(**changed: object) -> UpstreamCall:
    values = {
        "method": "POST",
        "url": "https://x/y?key=abc123",
        "headers": {"Authorization": "Bearer ***"},
        "body": '{"a": "sk-secret-1"}',
        "status": 200,
        "answer": {"echo": "sk-secret-1", "n": 1},
        "secrets": ("sk-secret-1",),
    }
    return UpstreamCall(**{**values, **changed})  # type: ignore[arg-type]


def test_secrets_are_hidden_wherever_they_are_quoted() -> None:
    shown = call().shown(Mask())
    assert shown["body"] == {"a": "***"}
    assert shown["answer"] == {"echo": "***", "n": 1}
    assert "abc123" not in shown["url"]
    assert "secret" not in repr(call())


def test_bodies_are_shown_as_what_they_are() -> None:
    assert call(body=None).shown(Mask())["body"] is None
    assert call(body="plain sk-secret-1").shown(Mask())["body"] == "plain ***"
    assert call(answer='{"broken": [').shown(Mask())["answer"] == '{"broken": ['


def test_long_answers_count_for_more() -> None:
    assert call(answer=[0.5] * 100).size > call(answer="x").size + 3000
