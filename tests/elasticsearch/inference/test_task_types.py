"""Task types by version."""

from __future__ import annotations

import pytest

from fakeinfer.elasticsearch.inference.task_types import ANY, TASK_TYPES
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
    version = Version.parse(line)
    assert [name for name, span in TASK_TYPES.items() if name != ANY and version in span] == names
