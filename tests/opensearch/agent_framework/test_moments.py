"""The time as models are told it."""

from __future__ import annotations

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.errors import ApiError
from fakeinfer.opensearch.agent_framework.moments import told

USUAL = "2026-01-01T00:00:00Z"


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (None, USUAL),
        ("", USUAL),
        ("yyyy-MM-dd", "2026-01-01"),
        ("EEEE, d MMMM yy", "Thursday, 1 January 26"),
        ("EEE h:mm a", "Thu 12:00 AM"),
        ("'it''s' HH 'o''clock' X", "it's 00 o'clock Z"),
        ("nonsense 'unclosed", USUAL),
        ("yyyy b", USUAL),
        ("D SSS", "1 000"),
    ],
)
def test_a_pattern_that_is_none_counts_as_the_usual_one(pattern: str | None, words: str) -> None:
    assert told(Cluster("opensearch", "3.8").state, pattern) == f"Current date and time: {words}"


def test_a_letter_nobody_knows_here_is_named() -> None:
    with pytest.raises(ApiError, match="the letter Q in datetime_format"):
        told(Cluster("opensearch", "3.8").state, "yyyy Q")
