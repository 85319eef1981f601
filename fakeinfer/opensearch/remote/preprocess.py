"""Built-in functions that turn texts into parameters, by the names that connectors give them.

Sources: opensearch-project/ml-commons:common/src/main/java/org/opensearch/ml/common/connector/MLPreProcessFunction.java
and `.../connector/functions/preprocess/`. Painless scripts are run in `scripts.py`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ...errors import illegal_argument
from ...versions import Span, Version
from ...wire import Json
from . import gson
from .inputs import Input, Parameters, Similarity, TextDocs

PREFIX = "connector.pre_process."
DEFAULT = f"{PREFIX}default.embedding"
ONE_BY_ONE = f"{PREFIX}bedrock.embedding"
"""The one built-in function that is given one text at a time."""
_ONLY_TEXTS = "This pre_process_function can only support TextDocsInputDataSet which including a list of string with key 'text_docs'"
_ONLY_SIMILARITY = "This pre_process_function can only support TextSimilarityInputDataSet"


_ALWAYS = Span()


class PreProcess(NamedTuple):
    """One function: what it makes of an input, and the versions that have it."""

    make: Callable[[Input], dict[str, Json]]
    span: Span = _ALWAYS


def _docs(given: Input) -> Sequence[str | None]:
    if not isinstance(given, TextDocs):
        raise illegal_argument(_ONLY_TEXTS)
    return given.docs


def _some_docs(given: Input, problem: str, *, first_needed: bool = False) -> Sequence[str | None]:
    docs = _docs(given)
    if not docs or (first_needed and len(docs) == 1 and docs[0] is None):
        raise illegal_argument(problem)
    return docs


def _listed(name: str) -> Callable[[Input], dict[str, Json]]:
    return lambda given: {name: list(_docs(given))}


def _titan(given: Input) -> dict[str, Json]:
    docs = _docs(given)
    return {"inputText": docs[0]}


def _titan_multimodal(given: Input) -> dict[str, Json]:
    docs = _some_docs(given, "No input text or image provided", first_needed=True)
    return {"inputText": docs[0], **({"inputImage": docs[1]} if len(docs) > 1 else {})}


def _cohere_images(given: Input) -> dict[str, Json]:
    return {"images": list(_some_docs(given, "No image provided"))}


def _similarity(given: Input) -> Similarity:
    if not isinstance(given, Similarity):
        raise illegal_argument(_ONLY_SIMILARITY)
    return given


def _cohere_rerank(given: Input) -> dict[str, Json]:
    asked = _similarity(given)
    return {"query": asked.query, "documents": list(asked.docs), "top_n": len(asked.docs)}


def _bedrock_rerank(given: Input) -> dict[str, Json]:
    asked = _similarity(given)
    sources = [
        {"type": "INLINE", "inlineDocumentSource": {"type": "TEXT", "textDocument": {"text": doc}}}
        for doc in asked.docs
    ]
    queries = [{"textQuery": {"text": asked.query}, "type": "TEXT"}]
    return {"queries": queries, "sources": sources, "numberOfResults": len(asked.docs)}


def _nova(given: Input) -> dict[str, Json]:
    (first, *_) = _some_docs(given, "No input provided", first_needed=True)
    try:
        held = json.loads(first or "")
    except ValueError:
        held = None
    if isinstance(held, dict):
        kind = next((name for name in ("text", "image", "video", "audio") if name in held), None)
        if kind is not None:
            return {kind: str(held[kind])}
    return {"text": first}


def _first(name: str, problem: str) -> Callable[[Input], dict[str, Json]]:
    return lambda given: {name: _some_docs(given, problem)[0]}


FUNCTIONS = {
    "cohere.embedding": PreProcess(_listed("texts")),
    "openai.embedding": PreProcess(_listed("input")),
    "default.embedding": PreProcess(_listed("input"), Span("2.11")),
    "bedrock.embedding": PreProcess(_titan, Span("2.12")),
    "cohere.rerank": PreProcess(_cohere_rerank, Span("2.12")),
    "default.rerank": PreProcess(_cohere_rerank, Span("2.12")),
    "bedrock.multimodal_embedding": PreProcess(_titan_multimodal, Span("2.16")),
    "bedrock.rerank": PreProcess(_bedrock_rerank, Span("2.19")),
    "cohere.multimodal_embedding": PreProcess(_cohere_images, Span("2.19")),
    "bedrock.nova.embedding": PreProcess(_nova, Span("3.6")),
    "bedrock.nova.text_embedding": PreProcess(_titan, Span("3.6")),
    "bedrock.nova.image_embedding": PreProcess(_first("inputImage", "No input image provided"), Span("3.6")),
    "bedrock.nova.video_embedding": PreProcess(_first("inputVideo", "No input video provided"), Span("3.6")),
    "bedrock.nova.audio_embedding": PreProcess(_first("inputAudio", "No input audio provided"), Span("3.6")),
}  # fmt: skip


def named(name: str, version: Version) -> PreProcess | None:
    """The built-in function of that name, if this version has it."""
    found = FUNCTIONS.get(name.removeprefix(PREFIX)) if name.startswith(PREFIX) else None
    return found if found is not None and version in found.span else None


def run(function: PreProcess, given: Input) -> Parameters:
    """The parameters that an input becomes; what already is parameters stays."""
    if isinstance(given, Parameters):
        return given
    return Parameters({name: gson.parameter(value) for name, value in function.make(given).items()})
