"""Sources that somebody writes for a search (observed: opensearch 2.19.1)."""

from __future__ import annotations

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.errors import ApiError
from fakeinfer.formats.jackson import Malformed
from fakeinfer.formats.jsontext import loads
from fakeinfer.opensearch.search_running.sources import read_source, refusal_of_text

STATE = Cluster("opensearch", "2.19").state


def test_sources_are_objects_as_they_are_written() -> None:
    assert read_source(STATE, '{"query": {"match_all": {}}, "size": 1}', "no") == {
        "query": {"match_all": {}},
        "size": 1,
    }


@pytest.mark.parametrize(
    ("text", "reason", "column"),
    [
        ("", "found [null]", 0),
        ("null", "found [VALUE_NULL]", 1),
        ("[]", "found [START_ARRAY]", 1),
        ('{"size": 1} {}', "Unexpected token [START_OBJECT] found after the main object.", 13),
        ('{"colour": 1}', "Unknown key for a VALUE_NUMBER in [colour].", 12),
    ],
)
def test_others_are_refused(text: str, reason: str, column: int) -> None:
    with pytest.raises(ApiError) as refused:
        read_source(STATE, text, "found")
    assert refused.value.reason == reason
    assert refused.value.metadata["col"] == column


@pytest.mark.parametrize(("text", "column"), [("Echo: a", 5), ("Echo", 5), ("Echo\n", 5), ("\n a b", 3)])
def test_texts_end_with_the_strange_word(text: str, column: int) -> None:
    with pytest.raises(Malformed) as refused:
        loads(text.encode())
    assert f"column: {column}]" in str(refusal_of_text(refused.value, text).reason)
