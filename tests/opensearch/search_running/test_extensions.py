"""Sections of `ext`."""

from __future__ import annotations

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.errors import ApiError
from fakeinfer.opensearch.search_running.extensions import check_extensions, extension


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("generative_qa_parameters", "2.10"),
        ("rerank", "2.12"),
        ("ml_inference", "2.18"),
        ("agent_steps_summary", "3.3"),
    ],
)
def test_sections_are_known_since_a_plugin_registered_them(name: str, version: str) -> None:
    body = {"ext": {name: {"llm_question": "a"}}}
    before = {"2.10": "2.9", "2.12": "2.11", "2.18": "2.17", "3.3": "3.2"}[version]
    check_extensions(Cluster("opensearch", version).state, body)
    with pytest.raises(ApiError, match=rf"unknown field \[{name}\]"):
        check_extensions(Cluster("opensearch", before).state, body)


@pytest.mark.parametrize("body", [None, [], {}, {"ext": {}}])
def test_without_sections_there_is_nothing_to_refuse(body: None) -> None:
    check_extensions(Cluster("opensearch").state, body)


def test_a_section_may_be_absent() -> None:
    assert extension({}, "rerank") is None
    assert extension({"ext": {"rerank": {"a": 1}}}, "rerank") == {"a": 1}
