"""Guardrails of a model: regular expressions, stop words that an index holds as queries, or another model's judgement.

Sources: opensearch-project/ml-commons:common/src/main/java/org/opensearch/ml/common/model/LocalRegexGuardrail.java and
`ModelGuardrail.java`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...errors import ApiError
from . import gson

if TYPE_CHECKING:
    from ...cluster import State


def passes(state: State, model: Mapping[str, Any], side: str, text: str, question: str | None) -> bool:
    """Whether the guardrail of a side, "input" or "output", lets a text through; `question` is what a model is asked about."""
    guardrails = model.get("guardrails") or {}
    rail = guardrails.get(f"{side}_guardrail")
    if not rail:
        return True
    if str(guardrails.get("type", "local_regex")).lower() == "model":
        return _is_accepted(state, rail, question)
    if any(_matches(pattern, text) for pattern in rail.get("regex") or ()):
        return False
    words = {
        str(each["index_name"]): each["source_fields"]
        for each in rail.get("stop_words") or ()
        if each.get("index_name") is not None and each.get("source_fields") is not None
    }
    return all(_holds_no_stop_word(state, index, fields, text) for index, fields in words.items())


def _matches(pattern: str, text: str) -> bool:
    """Whether the whole text fits; Java takes `(?i)` anywhere, Python only at the beginning."""
    flags = re.IGNORECASE if "(?i)" in pattern else 0
    try:
        return re.fullmatch(pattern.replace("(?i)", ""), text, flags) is not None
    except re.error:
        return False


def _is_accepted(state: State, rail: Mapping[str, Any], question: str | None) -> bool:
    """What the guardrail's model says fits the expression; a model that fails lets everything through."""
    from ..prediction.predicting import predict_by_model

    if not question:
        return True
    parameters = {"question": question}
    if rail.get("response_filter"):
        parameters["response_filter"] = rail["response_filter"]
    try:
        (first, *_) = predict_by_model(state, str(rail["model_id"]), parameters=parameters)
    except ApiError as error:
        if error.status == 501:
            raise
        return True
    said = gson.text(first["output"][0].get("dataAsMap", {}).get("response"))
    return _matches(str(rail.get("response_validation_regex", ".*")), said)


def _holds_no_stop_word(state: State, index: str, fields: Sequence[str], text: str) -> bool:
    """Stop words are queries in the field `query`, held against the text; an index that cannot be searched lets all through."""
    from ... import indices
    from ..documents.percolating import is_found

    if not indices.exists(state, index):
        return True
    try:
        return not is_found(state, index, "query", {str(field): text for field in fields})
    except ApiError as error:
        if error.status == 501:
            raise
        return True
