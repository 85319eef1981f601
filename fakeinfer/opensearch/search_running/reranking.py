"""`rerank`: hits scored anew, by a model or by a number in their source, and sorted by that.

Source: opensearch-project/neural-search:src/main/java/org/opensearch/neuralsearch/processor/rerank/ (observed: opensearch 2.19.1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...errors import ApiError
from ...formats.javatext import hash_order, to_text
from ...ingest.errors import class_cast
from ...search.engine import shortest
from ...wire import Json
from ..ml.errors import null_pointer
from ..prediction.predicting import predict_by_model
from ..processors.embedding import vectors_in
from . import changes, errors
from .extensions import extension, text_or_null
from .rendering import in_hash_order, rendered

if TYPE_CHECKING:
    from .running import SearchRun

_MOST_CHARACTERS = 1000
_MOST_STEPS = 20
_ABSENT = object()

Hit = dict[str, Any]


def rescore(run: SearchRun, options: Any) -> None:
    """Give every hit a new score; the best comes first."""
    by_model = options.type == "ml_opensearch"
    query = _query_text(run) if by_model else None
    contexts = _contexts(run, options.document_fields) if by_model else None
    total = run.answer["hits"].get("total")
    if total is None:
        called = '"org.opensearch.search.SearchHits.getTotalHits()"'
        raise null_pointer(f'Cannot read field "value" because the return value of {called} is null')
    if total["value"] == 0:
        return
    if by_model:
        hits, scores = run.hits, _by_model(run, options.settings["model_id"], query, contexts)
    else:
        hits, scores = _by_field(run, options.settings)
    if len(scores) != len(hits):
        raise errors.scores_do_not_fit_hits()
    if not hits:
        raise ApiError(500, "array_index_out_of_bounds_exception", "Index 0 out of bounds for length 0")
    rescored = [{**hit, "_score": shortest(score)} for hit, score in zip(hits, scores, strict=True)]
    rescored.sort(key=lambda hit: -float(hit["_score"]))
    run.replace_hits(rescored, max_score=rescored[0]["_score"])


# --- by a model -------------------------------------------------------------------------------------------------------


def _query_text(run: SearchRun) -> str | None:
    """What the hits are held against: a text of the request, or the one a path into the request leads to."""
    section = extension(run.source, "rerank")
    if section is None:
        raise errors.no_rerank_section()
    if not isinstance(section, dict) or "query_context" not in section:
        raise errors.no_query_context()
    context = section["query_context"]
    if not isinstance(context, dict):
        raise errors.query_context_is_no_map()
    if "query_text" in context:
        if "query_text_path" in context:
            raise errors.two_query_texts()
        return text_or_null(context["query_text"])
    if "query_text_path" not in context:
        raise errors.no_query_text()
    path = text_or_null(context["query_text_path"]) or ""
    if len(path) > _MOST_CHARACTERS:
        raise errors.query_text_path_too_long(_MOST_CHARACTERS, "characters")
    if len(path.split(".")) > _MOST_STEPS:
        raise errors.query_text_path_too_long(_MOST_STEPS, "nested fields")
    found = _at(rendered(run.state, run.source), path)
    if not isinstance(found, str):
        raise errors.query_text_path_is_no_text()
    return found


def _at(value: Json, path: str) -> Json:
    """What a dotted path leads to, None for nothing."""
    for step in path.split("."):
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value


def _contexts(run: SearchRun, fields: list[Json] | None) -> list[str] | None:
    """The text of each hit that goes to the model."""
    if fields is None:
        return None
    for field in fields:
        if not isinstance(field, str):
            raise class_cast(field, "java.lang.String")
    deep = changes.RERANKED_FIELDS_MAY_BE_DEEP in run.state.switched_on
    return ["".join(_field_text(hit, str(field), deep) for field in fields) for hit in run.hits]


def _field_text(hit: Hit, field: str, deep: bool) -> str:
    if field in hit.get("fields", {}):
        return to_text(hit["fields"][field][0])
    source = hit.get("_source", {})
    if not deep:
        return to_text(_at(source, field)) if field in source else ""
    value = _in_source(source, field)
    if value is _ABSENT:
        return ""
    return " ".join(map(to_text, value)) if isinstance(value, list) else to_text(value)


def _by_model(run: SearchRun, model_id: str, query: str | None, contexts: list[str] | None) -> list[float]:
    if contexts is None:
        raise errors.no_document_context()
    if query is None:
        raise null_pointer(None)
    if not contexts:
        raise errors.no_texts_to_rank()
    results = predict_by_model(run.state, model_id, text_docs=contexts, query_text=query)
    return [float(vector[0]) for vector in vectors_in(run.state, results)]


# --- by a field -------------------------------------------------------------------------------------------------------


def _by_field(run: SearchRun, settings: dict[str, Any]) -> tuple[list[Hit], list[float]]:
    """The hits, changed as the settings say, and the numbers in their sources."""
    field = str(settings["target_field"])
    for hit in run.hits:
        if "_source" not in hit:
            raise errors.hit_without_source(hit["_id"])
        value = _in_source(hit["_source"], field)
        if value is _ABSENT or value is None:
            raise errors.field_to_rerank_missing(hit["_id"])
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise errors.field_to_rerank_is_no_number(value)
    scores = [float(_in_source(hit["_source"], field)) for hit in run.hits]
    return [_changed(hit, field, settings) for hit in run.hits], scores


def _in_source(source: Any, path: str) -> Any:
    """What a dotted path leads to through objects, or _ABSENT."""
    for step in path.split("."):
        if not isinstance(source, dict) or step not in source:
            return _ABSENT
        source = source[step]
    return source


def _changed(hit: Hit, field: str, settings: dict[str, Any]) -> Hit:
    source = dict(hit["_source"])
    held = len(source)
    if settings["keep_previous_score"]:
        source[settings["previous_score_field"]] = "NaN" if hit["_score"] is None else hit["_score"]
        held = len(source)
    if settings["remove_target_field"]:
        source = _without(source, field.split("."))
    return {**hit, "_source": {name: in_hash_order(source[name]) for name in hash_order(source, held)}}


def _without(source: dict[str, Any], steps: list[str]) -> dict[str, Any]:
    """An object without a value in it, and without the objects that are empty then."""
    name, *rest = steps
    if not rest:
        return {key: value for key, value in source.items() if key != name}
    inner = _without(source[name], rest)
    kept = {key: value for key, value in source.items() if key != name}
    return {key: inner if key == name else value for key, value in source.items()} if inner else kept
