"""Scripts that a server knew, with words changed: whatever comes of them is said in the server's words, or that the fake has it not."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from fakeinfer.errors import ApiError
from fakeinfer.painless import compile

SCRIPTS = [case["script"] for case in json.loads(Path(__file__).with_name("observed.json").read_text("utf-8"))]
SCRIPTS = [script for script in SCRIPTS if "while" not in script and "for (" not in script]  # which may never end
WORDS = sorted({word for script in SCRIPTS for word in re.findall(r"'[^']*'|\w+|\S", script)})
DOCUMENT: dict[str, Any] = {"a": 5, "s": "hey", "l": [1, 2, 3], "n": None, "m": {"x": 1.5}, "big": 5000000000}


@st.composite
def changed(draw: st.DrawFn) -> str:
    words = re.findall(r"'[^']*'|\w+|\s+|\S", draw(st.sampled_from(SCRIPTS)))
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, max(0, len(words) - 1)))
        words[at : at + draw(st.integers(0, 1))] = draw(st.lists(st.sampled_from(WORDS), max_size=1))
    return "".join(words)


@settings(max_examples=300, deadline=None)
@given(changed())
def test_a_changed_script_runs_or_is_refused(source: str) -> None:
    ctx = json.loads(json.dumps(DOCUMENT))
    try:
        compile(source, returns="void").run({"ctx": ctx, "params": {}}, now=1)
    except ApiError as error:
        assert (error.type, error.status) == ("script_exception", 400) or error.status == 501  # noqa: PT017
