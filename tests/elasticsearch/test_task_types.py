"""Task types by version."""

from __future__ import annotations

import pytest

from fakeinfer.elasticsearch.task_types import known_task_types
from fakeinfer.versions import Version


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("8.11", ["text_embedding", "sparse_embedding"]),
        ("8.14", ["text_embedding", "sparse_embedding", "rerank", "completion"]),
        ("9.0", ["text_embedding", "sparse_embedding", "rerank", "completion", "chat_completion"]),
        ("9.4", ["text_embedding", "sparse_embedding", "rerank", "completion", "chat_completion", "embedding"]),
    ],
)
def test_a_version_knows_its_task_types(line: str, names: list[str]) -> None:
    assert known_task_types(Version.parse(line)) == names
