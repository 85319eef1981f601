"""The envelope of `_execute`."""

from __future__ import annotations

import pytest

from fakeinfer.errors import illegal_argument, not_implemented
from fakeinfer.opensearch.agent_framework import failures


@pytest.mark.parametrize(
    ("type", "name"),
    [
        ("status_exception", "OpenSearchStatusException"),
        ("m_l_validation_exception", "MLValidationException"),
        ("i_o_exception", "IOException"),
        ("index_not_found_exception", "IndexNotFoundException"),
    ],
)
def test_types_are_java_classes(type: str, name: str) -> None:
    assert failures.java_class(type) == name


def test_the_innermost_cause_is_told() -> None:
    error = illegal_argument("outer", caused_by=failures.agent_not_found("x"))
    told = failures.in_envelope(error).body()
    assert told == {
        "status": 404,
        "error": {
            "type": "OpenSearchStatusException",
            "reason": "System Error",
            "details": "Failed to find agent with the provided agent id: x",
        },
    }


def test_what_only_the_fake_says_stays_as_it_is() -> None:
    error = not_implemented("something")
    assert failures.in_envelope(error) is error
