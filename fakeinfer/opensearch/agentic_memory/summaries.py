"""What a model makes of a conversation in a few words, to name its session by.

`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/action/memorycontainer/memory/MemoryProcessingService.java`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..remote import gson
from . import asking, errors, prompts

if TYPE_CHECKING:
    from ...cluster import State

USUAL_WORDS = "10"


def of(state: State, configuration: Mapping[str, Any], messages: Sequence[Any]) -> str:
    """The summary; of the model's mistakes only those are told that the caller can mend."""
    if not messages:
        return ""
    own = (configuration.get("parameters") or {}).get("session") or {}
    if not isinstance(own, dict):
        raise errors.internal()
    given = {name: gson.parameter(value) for name, value in own.items()}
    words = given.setdefault("max_summary_size", USUAL_WORDS)
    asked = {
        "system_prompt": prompts.text(state, "session"),
        **given,
        "user_prompt": prompts.about(prompts.SUMMARIZE.format(words=words), list(messages)),
    }
    tensors = asking.ask(state, configuration["llm_id"], asked)
    if not tensors:
        raise errors.internal()
    summary = asking.said(state, tensors[0], asking.result_path(configuration))
    if summary is None:
        raise errors.internal()
    return summary
