"""What the model of a container is asked, word for word. Texts are in `prompts.json`, with the versions that say so.

`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/action/memorycontainer/memory/MemoryProcessingService.java`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...formats import jsontext
from ...versions import Span

if TYPE_CHECKING:
    from ...cluster import State

EXTRACT = "Analyze the following conversation and extract information"
DECIDE = "Analyze the following old memories and newly extracted facts, then make memory decisions"
SUMMARIZE = "Summarize the following conversation in no more than {words} words"


def text(state: State, name: str) -> str:
    """One of the prompts, as this version has it."""
    found = _texts()[name]
    if isinstance(found, str):
        return found
    version = state.contract.version
    said: str = next(one["text"] for one in found if version in Span(one.get("since"), one.get("until")))
    return said


def about(instruction: str, value: Any) -> str:
    """An instruction, and below it what it is about, as JSON."""
    return f"{instruction}:\n```json\n{jsontext.dumps(value)}\n```"


def message(role: str, said: str) -> dict[str, Any]:
    """A message that says one text."""
    return {"role": role, "content": [{"text": said, "type": "text"}]}


def decision(similar: Sequence[Mapping[str, Any]], facts: Sequence[str]) -> dict[str, Any]:
    """What there is to decide about: memories that are there, with their scores, and new facts."""
    return {"old_memory": list(similar), "retrieved_facts": list(facts)}


@lru_cache(maxsize=1)
def _texts() -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))["prompts"]
    return found
