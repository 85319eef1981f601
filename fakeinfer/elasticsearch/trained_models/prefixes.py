"""Prefix strings: what a model reads before a text, by what the text is for.

Documents on their way in are prefixed one way, questions another, and what is asked by `_infer` not at all.

Sources, of elastic/elasticsearch: x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/ml/inference/TrainedModelPrefixStrings.java,
x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/services/elasticsearch/ElasticsearchInternalService.java
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from . import records

if TYPE_CHECKING:
    from ...cluster import State
    from .records import TrainedModel

USES = {"ingest": "ingest", "internal_ingest": "ingest", "search": "search", "internal_search": "search"}
"""Input type -> which prefix; others have none."""


def prefixed(model: TrainedModel, text: str, use: str | None) -> str:
    """The text as the model reads it."""
    strings = model.get("prefix_strings")
    return text if not strings or use is None else strings.get(use, "") + text


def all_prefixed(state: State, model_id: str, texts: Sequence[str], input_type: str | None) -> list[str]:
    """The same for the texts of an inference request."""
    use = USES.get(input_type or "")
    model = records.known_model(state, model_id) if use is not None else None
    return list(texts) if model is None else [prefixed(model, text, use) for text in texts]
