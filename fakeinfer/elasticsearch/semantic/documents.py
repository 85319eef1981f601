"""Documents with `semantic_text` fields: their texts are cut into chunks and embedded before the document is stored.

From 8.18 on the source stays as it was sent and the embeddings are kept beside it as `_inference_fields`; before that, and
with `index.mapping.semantic_text.use_legacy_format`, the field's value becomes an object that holds both.

Source: elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/action/filter/ShardBulkInferenceActionFilter.java
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from ... import indices
from ...document_requests.dialect import Prepared
from ...documents import Document, Source
from ...errors import ApiError
from ...wire import Json
from .. import changes
from ..documents.visible_source import INFERENCE_FIELDS
from ..inference.chunking import chunk
from ..inference.chunking_settings import DEFAULT
from ..inference.endpoints import known_endpoint
from ..inference.performing import dimensions_of, element_type_of, infer
from ..licensing import licences
from ..services.own_brains import own_brains
from ..services.service import services
from . import errors
from .fields import ABSENT, SemanticField, semantic_fields, texts_of, value_at, with_value
from .semantic_text import TASK_TYPES, compatible, keeps_legacy_format, model_of

if TYPE_CHECKING:
    from ...cluster import State

WORDS_OF_OLD = {"strategy": "word", "max_chunk_size": 250, "overlap": 100}
"""How texts were cut before chunking could be set."""
INPUT_TYPE = "internal_ingest"


class Chunk(NamedTuple):
    """One embedded part of a text; offsets count through all texts of the value, with one character between two."""

    start: int
    end: int
    text: str
    embeddings: Json


def check_script(state: State, index: str, in_bulk: bool) -> None:
    """Refuse to change a document with semantic fields by a script, where its embeddings would be those of another text.

    Source: the same, and elastic/elasticsearch:server/src/main/java/org/elasticsearch/action/update/TransportUpdateAction.java
    """
    record = indices.find(state, index)
    if not semantic_fields(state, index, record["mappings"]):
        return
    if in_bulk:
        raise errors.script_in_bulk()
    if keeps_legacy_format(state, record["settings"]):
        raise errors.scripted_update()


def prepare(state: State, index: str, source: Source, before: Document | None) -> Prepared | None:
    """Embed what a document says in semantic fields; None when the index has no such field.

    `before` is the document that an update changes: what it does not change keeps its embeddings.
    """
    record = indices.find(state, index)
    fields = semantic_fields(state, index, record["mappings"])
    if not fields:
        return None
    learned: dict[str, Json] = {}
    if keeps_legacy_format(state, record["settings"]):
        for field in fields:
            source = _with_embeddings(state, field, source, before, learned)
        return Prepared(source, {}, _teacher(state, index, learned))
    sent, source = _taken_out(source)
    kept = before.hidden.get(INFERENCE_FIELDS, {}) if before is not None else {}
    hidden: dict[str, Json] = {}
    for field in fields:
        if field.path in sent:
            checked = _checked(field, sent[field.path])
            learned[field.path] = checked["model_settings"]
            hidden[field.path] = {"inference": checked}
        elif (entry := _inferred(state, field, source, before, kept.get(field.path), learned)) is not None:
            hidden[field.path] = {"inference": entry}
    return Prepared(source, {INFERENCE_FIELDS: hidden} if hidden else {}, _teacher(state, index, learned))


def _inferred(
    state: State,
    field: SemanticField,
    source: Source,
    before: Document | None,
    kept: Mapping[str, Any] | None,
    learned: dict[str, Json],
) -> dict[str, Json] | None:
    """The embeddings of a field, by the field that each text comes from."""
    found: dict[str, Json] = {}
    old = kept["inference"] if kept is not None else None
    for name in field.sources:
        value = value_at(source, name)
        if value is ABSENT or value is None:
            continue
        if old is not None and before is not None and value_at(before.source, name) == value:
            if name in old["chunks"]:
                found[name] = old["chunks"][name]
            continue
        chunks = _embedded(state, field, texts_of(name, value))
        if chunks:
            found[name] = [
                {"start_offset": one.start, "end_offset": one.end, "embeddings": one.embeddings} for one in chunks
            ]
            _learn(state, field, learned)
    if not found:
        return None
    settings = learned.get(field.path) or field.definition.get("model_settings") or (old or {}).get("model_settings")
    return _entry(field, settings, found)


def _entry(field: SemanticField, model_settings: Json, chunks: Json) -> dict[str, Json]:
    entry: dict[str, Json] = {"inference_id": field.definition["inference_id"], "model_settings": model_settings}
    if "chunking_settings" in field.definition:
        entry["chunking_settings"] = field.definition["chunking_settings"]
    return {**entry, "chunks": chunks}


def _with_embeddings(
    state: State, field: SemanticField, source: Source, before: Document | None, learned: dict[str, Json]
) -> Source:
    """The source with a field's text replaced by an object of text and embeddings (the old format)."""
    value = value_at(source, field.path)
    if value is ABSENT or (isinstance(value, dict) and "inference" in value):
        return source
    if value is None:
        if before is not None:
            raise errors.source_unspecified(field.path, field.path)
        return source
    chunks = _embedded(state, field, texts_of(field.path, value))
    if not chunks:
        return source
    _learn(state, field, learned)
    listed = [{"text": one.text, "embeddings": one.embeddings} for one in chunks]
    return with_value(source, field.path, {"text": value, "inference": _entry(field, learned[field.path], listed)})


def _embedded(state: State, field: SemanticField, texts: list[str]) -> list[Chunk]:
    """The chunks of several texts, embedded; none for blanks, for which no endpoint is asked."""
    if not any(text.strip() for text in texts):
        return []
    inference_id = field.definition["inference_id"]
    endpoint = known_endpoint(state, inference_id)
    if endpoint is None:
        raise errors.endpoint_missing(inference_id, field.path)
    if endpoint["service"] not in services(state.contract):
        raise errors.service_missing(endpoint["service"], field.path)
    licences.check_service(state, endpoint["service"])
    try:
        settings = _chunking(state, field, endpoint)
        spans: list[tuple[int, int, str]] = []
        offset = 0
        for text in texts:
            spans += [(offset + start, offset + end, text[start:end]) for start, end in chunk(text, settings)]
            offset += len(text) + 1
        if endpoint["task_type"] not in TASK_TYPES:
            raise errors.not_an_embedding(endpoint["task_type"])
        result = infer(state, endpoint, [text for _, _, text in spans], input_type=INPUT_TYPE)
    except ApiError as refused:
        raise errors.inference_failed(state, inference_id, field.path, refused) from None
    return [Chunk(*span, embeddings) for span, embeddings in zip(spans, result.embeddings, strict=True)]


def _chunking(state: State, field: SemanticField, endpoint: Mapping[str, Any]) -> Mapping[str, Any]:
    """How the field's texts are cut: as it says itself, or its endpoint, or as usual."""
    asked: Mapping[str, Any] | None = field.definition.get("chunking_settings")
    own = own_brains(services(state.contract).get(endpoint["service"]))
    if own is not None:
        return own.chunking(asked)
    if asked is not None:
        return asked
    stored: Mapping[str, Any] | None = endpoint.get("chunking_settings")
    return stored or _default(state)


def _default(state: State) -> Mapping[str, Any]:
    return DEFAULT if changes.CHUNKING_SETTINGS in state.switched_on else WORDS_OF_OLD


def _learn(state: State, field: SemanticField, learned: dict[str, Json]) -> None:
    """What the endpoint tells about its model; 400 when the mapping knows another."""
    endpoint = known_endpoint(state, field.definition["inference_id"])
    settings = model_of(state, field.definition["inference_id"])
    assert endpoint is not None
    assert settings is not None
    if settings["task_type"] == "text_embedding":
        settings = {**settings, "dimensions": dimensions_of(endpoint), "element_type": element_type_of(endpoint)}
        order = ("service", "task_type", "dimensions", "similarity", "element_type")
        settings = {name: settings[name] for name in order}
    if changes.MODEL_SETTINGS_NAME_THE_SERVICE not in state.switched_on:
        settings = {name: value for name, value in settings.items() if name != "service"}
    known = field.definition.get("model_settings")
    if known is not None and not compatible(known, settings):
        raise errors.other_model(field.path)
    learned[field.path] = known or settings


# --- embeddings that come with a document -----------------------------------------------------------------------------


def _taken_out(source: Source) -> tuple[dict[str, Json], Source]:
    """`_inference_fields` of a source, by field, and the source without them."""
    if not any(name.startswith(INFERENCE_FIELDS) for name in source):
        return {}, source
    sent = source.get(INFERENCE_FIELDS)
    if sent is not None and not isinstance(sent, dict):
        raise errors.not_inference_fields()
    found: dict[str, Json] = dict(sent or {})
    for name, value in source.items():
        if name.startswith(f"{INFERENCE_FIELDS}."):
            found[name.removeprefix(f"{INFERENCE_FIELDS}.")] = value
    return found, {name: value for name, value in source.items() if not name.startswith(INFERENCE_FIELDS)}


def _checked(field: SemanticField, sent: Json) -> dict[str, Json]:
    """Embeddings that came with a document, when they fit the field."""
    entry = sent.get("inference") if isinstance(sent, dict) else None
    if not isinstance(entry, dict) or not isinstance(entry.get("chunks", {}), dict):
        raise errors.not_inference_fields()
    if entry.get("inference_id") != field.definition["inference_id"]:
        raise errors.other_endpoint(field.path, str(entry.get("inference_id")), field.definition["inference_id"])
    chunks, settings = entry.get("chunks", {}), entry.get("model_settings")
    if not isinstance(settings, dict | None) or not all(isinstance(listed, list) for listed in chunks.values()):
        raise errors.not_inference_fields()
    if chunks and settings is None:
        raise errors.no_model_settings(field.path)
    for one in (one for listed in chunks.values() for one in listed):
        if not isinstance(one, dict) or not {"start_offset", "end_offset", "embeddings"} <= one.keys():
            raise errors.not_inference_fields()
    known = field.definition.get("model_settings")
    if known is not None and settings is not None and not compatible(known, settings):
        raise errors.other_model(field.path)
    return {**_entry(field, settings, chunks)}


# --- what the mapping learns ------------------------------------------------------------------------------------------


def _teacher(state: State, index: str, learned: Mapping[str, Json]) -> Callable[[], None] | None:
    """Puts model settings into the mapping, once the document is stored."""

    def teach() -> None:
        mappings = indices.find(state, index)["mappings"]
        properties = mappings["properties"]
        for path, settings in learned.items():
            properties = _taught(properties, path, settings)
        if properties is not mappings["properties"]:
            indices.put_mappings(state, index, {**mappings, "properties": properties})

    return teach if any(settings is not None for settings in learned.values()) else None


def _taught(properties: dict[str, Any], path: str, settings: Json) -> dict[str, Any]:
    """A mapping's fields with a field's model settings in their place; the same object when they are there."""
    first, dot, rest = path.partition(".")
    definition = properties[first]
    if dot:
        below = "properties" if "properties" in definition else "fields"
        after = _taught(definition[below], rest, settings)
        return properties if after is definition[below] else {**properties, first: {**definition, below: after}}
    if settings is None or "model_settings" in definition:
        return properties
    taught: dict[str, Any] = {}
    for name, value in definition.items():
        taught[name] = value
        if name == ("search_inference_id" if "search_inference_id" in definition else "inference_id"):
            taught["model_settings"] = settings
    return {**properties, first: taught}
