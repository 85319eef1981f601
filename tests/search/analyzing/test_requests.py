"""Texts into tokens, as a server does it: each line of `analyses.json` was answered by opensearch 2.19.1."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from fakeinfer.errors import ApiError
from fakeinfer.search.analyzing.requests import analyzed

CASES = json.loads((Path(__file__).parent / "analyses.json").read_text("utf-8"))
BY_LIBRARY = (
    "snowball", "dutch", "catalan", "danish", "finnish", "hungarian", "norwegian", "romanian", "russian", "swedish",
    "turkish", "armenian", "basque",
)  # fmt: skip


def needs_library(asked: dict[str, Any]) -> bool:
    return asked.get("analyzer") in BY_LIBRARY or "snowball" in asked.get("filter", ())


@pytest.mark.parametrize("case", CASES, ids=lambda case: json.dumps(case["asked"])[:70])
def test_texts_are_cut_as_a_server_cuts_them(case: dict[str, Any]) -> None:
    asked = dict(case["asked"])
    if needs_library(asked) and importlib.util.find_spec("snowballstemmer") is None:
        pytest.skip("needs snowballstemmer")
    if isinstance(asked["text"], str):
        asked["text"] = [asked["text"]]
    found = answered(asked)
    if isinstance(case["found"], list):
        names = ("token", "start_offset", "end_offset", "type", "position")
        found = [[*(one[name] for name in names), one.get("positionLength", 1)] for one in found["tokens"]]
    assert found == case["found"]


def answered(asked: dict[str, Any]) -> Any:
    """The answer, or why it is refused."""
    try:
        return analyzed(asked, None)
    except ApiError as refused:
        return {"status": refused.status, "type": refused.type, "reason": refused.reason}
