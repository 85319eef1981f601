"""Placeholders in the templates of the `custom` service, and who provides for them."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.elasticsearch.services.reading import Configuration
from fakeinfer.elasticsearch.services.templates import refuse_open_templates
from fakeinfer.errors import ApiError


def refusal(task_type: str = "completion", **changes: Any) -> str | None:
    """What is said of a configuration with secret `key`, and parameters `text` and `number`."""
    settings = {"url": "http://h", "request": "{}", **changes}
    configuration = Configuration(
        settings, {"parameters": {"text": "t", "number": 1}}, {"secret_parameters": {"key": "k"}}
    )
    try:
        refuse_open_templates(task_type, configuration)
    except ApiError as error:
        return f"{error.type}: {error.reason}"
    return None


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"request": "${input} ${key} ${text} ${number}"},
        {"request": "${top_n:-5}"},
        {"url": "http://${text}/${key}"},
        {"headers": {"a": "Bearer ${key}"}, "query_parameters": [["a", "${text}"]]},
    ],
)
def test_what_is_provided_is_no_problem(changes: dict[str, Any]) -> None:
    assert refusal(**changes) is None


@pytest.mark.parametrize(
    ("task_type", "name"),
    [("text_embedding", "input_type"), ("sparse_embedding", "input_type"), ("rerank", "query"), ("rerank", "input")],
)
def test_a_request_brings_what_its_task_has(task_type: str, name: str) -> None:
    assert refusal(task_type, request=f"${{{name}}}") is None


@pytest.mark.parametrize(
    ("task_type", "changes", "field"),
    [
        ("completion", {"request": "${query}"}, "request"),
        ("rerank", {"request": "${top_n}"}, "request"),
        ("completion", {"url": "http://${input}"}, "url"),
        ("completion", {"url": "http://${number}"}, "url"),
        ("completion", {"headers": {"a": "${x}"}}, "header.a"),
        ("completion", {"query_parameters": [["a", "${x}"]]}, "query parameters: [a]"),
    ],
)
def test_what_nobody_provides_is_named_with_its_place(task_type: str, changes: dict[str, Any], field: str) -> None:
    said = refusal(task_type, **changes)
    assert said is not None
    assert said.startswith("validation_exception: Validation Failed: 1: Failed to validate model configuration: ")
    assert f"in field [{field}] after replacement call" in said


def test_the_url_must_be_one_when_it_is_filled() -> None:
    said = refusal(url="^^^")
    assert said is not None
    assert "Failed to build URI, error: Illegal character in path" in said
