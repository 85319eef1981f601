"""Painless scripts of connectors: the documented ones are recognised by what they do, others are not run.

Recognised are pre-process scripts that hand on the first text, or all of them, under one name, and post-process scripts
that wrap one list of numbers as a sentence embedding, as the blueprints have them.
Source: opensearch-project/ml-commons:docs/remote_inference_blueprints/
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...wire import Json
from . import gson
from .postprocess import Tensor, tensor

_PARAMETER = re.compile(r'\\?"parameters\\?"\s*:\s*\{?.*?\\?"(\w+)\\?"\s*:', re.DOTALL)
_FIRST_DOC = re.compile(r"params\.text_docs\[0\]")
_ALL_DOCS = re.compile(r"for\s*\([^)]*:\s*params\.text_docs\s*\)|params\.text_docs\.(?:size|length)")
_ADDS_QUOTES = re.compile(r"""append\(\s*(?:"\\""|'"')\s*\)""")
_EMBEDDING_NAME = re.compile(r"sentence_embedding")
_LIST_IN = re.compile(r"(?:def|List|ArrayList)\s+(\w+)\s*=\s*params((?:\.\w+|\[\d+\])+)\s*;")
_STEPS = re.compile(r"\.(\w+)|\[(\d+)\]")


def pre_process(script: str, docs: Sequence[str | None]) -> dict[str, str] | None:
    """The parameters that a script makes of texts; None for one that is not recognised."""
    named = _PARAMETER.search(script)
    if named is None:
        return None
    quoted = _ADDS_QUOTES.search(script) is not None
    if _ALL_DOCS.search(script):
        return {named[1]: gson.text(list(docs))}
    if _FIRST_DOC.search(script):
        first = docs[0] if docs else None
        return {named[1]: first if quoted and first is not None else gson.parameter(first)}
    return None


def post_process(script: str, value: Json) -> list[Tensor] | None:
    """The tensors that a script makes of an answer; None for one that is not recognised, or does not find its list."""
    taken = _LIST_IN.search(script)
    if taken is None or not _EMBEDDING_NAME.search(script):
        return None
    found: Json = {"result": value} if isinstance(value, list) else value
    for name, index in _STEPS.findall(taken[2]):
        if index and isinstance(found, list) and int(index) < len(found):
            found = found[int(index)]
        elif name and isinstance(found, dict):
            found = found.get(name)
        else:
            return None
    if not isinstance(found, list) or not all(isinstance(number, int | float) for number in found):
        return None
    return [tensor("sentence_embedding", list(found))]
