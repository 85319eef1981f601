"""Embedding the texts of semantic fields when documents are indexed, after their pipelines ran.

Source: opensearch-project/neural-search:src/main/java/org/opensearch/neuralsearch/processor/semantic/SemanticFieldProcessor.java
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import TYPE_CHECKING, Any, NamedTuple

from ...document_requests.dialect import Prepared
from ...errors import illegal_argument
from ...formats.javatext import hash_order, java_class
from ...mapping.fields import Field
from ..processors import chunking, embedding
from ..processors.sources import unflattened
from .mapping import info_name, is_chunked
from .models import Model, fetched, is_dense, type_in_documents

if TYPE_CHECKING:
    from ...cluster import State
    from ...documents import Document, Source

SHARE_KEPT = 0.1
"""Tokens that weigh less than this share of the heaviest one are left out."""


class Text(NamedTuple):
    """A text in a document, and the object that it stands in."""

    field: Field
    value: str
    holder: dict[str, Any]

    @property
    def model_id(self) -> str:
        """The model that embeds it."""
        return str(self.field.options["model_id"])

    def info(self) -> dict[str, Any]:
        """The field beside it, which is there from now on."""
        name = info_name(self.field.steps[-1], self.field.options)
        held = self.holder.get(name)
        if not isinstance(held, dict):
            held = self.holder[name] = {}
        return held


def prepare(state: State, fields: Sequence[Field], source: Source, before: Document | None) -> Prepared:
    """A document with embeddings of the texts in semantic fields."""
    source = unflattened(deepcopy(source))
    texts = [text for field in fields for text in _texts(field, source, field.steps)]
    if before is not None:
        texts = [text for text in texts if not _is_kept(text, before)]
    if texts:
        _embed(state, texts)
    return Prepared(source)


def _texts(field: Field, node: Any, steps: Sequence[str]) -> Iterator[Text]:
    if isinstance(node, list):
        for item in node:
            yield from _texts(field, item, steps)
    elif isinstance(node, dict):
        value = node.get(steps[0])
        if len(steps) > 1:
            yield from _texts(field, value, steps[1:])
        elif isinstance(value, str):
            yield Text(field, value, node)
        elif value is not None:
            raise illegal_argument(
                f"Expect the semantic field at path: {field.path} to be a string but found: class {java_class(value)}."
            )


def _is_kept(text: Text, before: Document) -> bool:
    """Whether what was embedded before is taken over."""
    if not text.field.options.get("skip_existing_embedding"):
        return False
    twins = [twin for twin in _texts(text.field, before.source, text.field.steps) if twin.value == text.value]
    for twin in twins:
        info = twin.info()
        if info.get("model", {}).get("id") == text.model_id:
            text.holder[info_name(text.field.steps[-1], text.field.options)] = deepcopy(info)
            return True
    return False


def _embed(state: State, texts: Sequence[Text]) -> None:
    models = fetched(state, dict.fromkeys(text.model_id for text in texts))
    wanted: dict[str, dict[str, None]] = {}
    places: list[tuple[Text, list[str]]] = []
    for text in texts:
        model = models[text.model_id]
        text.info()["model"] = {"name": model.record["name"], "id": model.id, "type": type_in_documents(model)}
        pieces = _pieces(text)
        places.append((text, pieces))
        wanted.setdefault(text.model_id, {}).update(dict.fromkeys(pieces))
    answers = {id: _answers(state, models[id], hash_order(pieces)) for id, pieces in wanted.items() if pieces}
    for text, pieces in places:
        found = [_pruned(text, models[text.model_id], answers[text.model_id][piece]) for piece in pieces]
        if is_chunked(text.field.options):
            text.info()["chunks"] = [
                {"text": piece, "embedding": one} for piece, one in zip(pieces, found, strict=True)
            ]
        else:
            text.info()["embedding"] = found[0]


def _pieces(text: Text) -> list[str]:
    """What a text is cut into."""
    options = text.field.options
    if not is_chunked(options):
        return [text.value]
    chunkers = options["chunking"] if isinstance(options["chunking"], list) else []
    pieces = [text.value]
    for one in chunkers or [{"algorithm": "fixed_token_length"}]:
        pieces = chunking.chunks_of(pieces, chunking.chunker(one["algorithm"], one.get("parameters") or {}))
    return pieces


def _answers(state: State, model: Model, pieces: Sequence[str]) -> dict[str, Any]:
    ask = embedding.vectors if is_dense(model) else embedding.weights
    return dict(zip(pieces, ask(state, model.id, pieces), strict=False))


def _pruned(text: Text, model: Model, answer: Any) -> Any:
    if is_dense(model):
        return answer
    config = text.field.options.get("sparse_encoding_config") or {}
    kind = config.get("prune_type", "max_ratio")
    return embedding.pruned(answer, kind, config.get("prune_ratio", SHARE_KEPT))
