"""Tensors in the texts that post-process scripts made. Observed: opensearch 2.19.1."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from fakeinfer.errors import ApiError
from fakeinfer.opensearch.remote.made_tensors import read_tensors
from fakeinfer.wire import Json

OBSERVED: list[dict[str, Any]] = json.loads(Path(__file__).with_name("made_tensors.json").read_text("utf-8"))


@pytest.mark.parametrize("observed", OBSERVED, ids=[case["made"] for case in OBSERVED])
def test_the_same_tensors_and_failures(observed: dict[str, Any]) -> None:
    if "tensors" in observed:
        assert printed(read_tensors(observed["made"])) == printed(observed["tensors"])
        return
    with pytest.raises(ApiError) as raised:
        read_tensors(observed["made"])
    error = raised.value
    place = [error.metadata[name] for name in ("line", "col") if name in error.metadata]
    assert [error.type, error.reason, *place] == observed["fails"]


def printed(tensors: Json) -> str:
    """With the keys in their order; what is infinite is a text on the wire."""
    return json.dumps(tensors).replace(": [Infinity]", ': ["Infinity"]')
