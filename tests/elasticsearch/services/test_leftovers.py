"""What is said of keys that nobody read."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.elasticsearch.services.leftovers import LEFTOVERS, Wording
from fakeinfer.errors import ApiError


@pytest.mark.parametrize(
    ("model", "begins"), [(True, "Model configuration contains"), (False, "Configuration contains")]
)
def test_older_servers_say_whose_configuration(model: bool, begins: str) -> None:
    wording = Wording("someone", model=model, rate_limit_collected=True)
    left: dict[str, Any] = {"a": 1}
    assert wording.leftovers(left, 1).reason == f"{begins} settings [{{a=1}}] unknown to the [someone] service"
    nested = wording.nested_leftovers(left, 1, "field", "their_settings").reason
    assert nested == f"{begins} unknown settings [{{a=1}}] while parsing field [field] for settings [their_settings]"


def test_collected_leftovers_are_problems() -> None:
    found: list[str] = []
    LEFTOVERS["collected"]("x", {"a": 1, "b": 2}, 2, found, Wording("someone", model=False, rate_limit_collected=True))
    assert found == ["[x] does not allow the setting [a]", "[x] does not allow the setting [b]"]


def test_leftovers_of_a_rate_limit_are_collected_or_thrown() -> None:
    found: list[str] = []
    LEFTOVERS["rate_limit"]("x", {"a": 1}, 1, found, Wording("someone", model=False, rate_limit_collected=True))
    assert found == ["Rate limit settings contain unknown entries [{a=1}]"]
    with pytest.raises(ApiError, match="unknown to the"):
        LEFTOVERS["rate_limit"]("x", {"a": 1}, 1, found, Wording("someone", model=False, rate_limit_collected=False))
