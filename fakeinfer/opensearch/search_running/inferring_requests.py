"""`ml_inference` on requests: parts of the query go to a model, its output into the query or into a template of one.

Source: opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/processor/MLInferenceSearchRequestProcessor.java
(observed: opensearch 2.19.1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...errors import illegal_argument
from ...formats.jackson import Malformed
from ...formats.javatext import to_text
from ...formats.jsontext import dumps
from ...wire import Json
from ..processors.inferring import pooling_of
from ..remote import gson, jsonpath
from ..remote.templates import substituted
from . import errors
from .asking import ask, checked_maps, maps_of, output_of, value_at, written
from .extensions import extension
from .rendering import rendered
from .sources import read_source, refusal_of_text

if TYPE_CHECKING:
    from .running import SearchRun


def rewrite(run: SearchRun, options: Any) -> None:
    """Ask the model once for each map of inputs. The first of the queries that come of it is searched for."""
    if extension(run.source, "generative_qa_parameters") is not None:
        raise errors.question_is_no_map()
    query: Any = rendered(run.state, run.source)
    optional = (getattr(options, "optional_input_map", None), getattr(options, "optional_output_map", None))
    inputs, outputs = checked_maps(options.input_map, optional[0]), maps_of(options.output_map, optional[1])
    if not _is_complete(query, options):
        return
    results = []
    for names in inputs:
        parameters = {
            name: gson.parameter(value) for name, path in names.items() if (value := value_at(query, path)) is not None
        }
        results.append(ask(run, options, parameters))
    found = []
    for names, result in zip(outputs, results, strict=False):
        values = {}
        for name, field in names.items():
            pooled, base = pooling_of(run.state, field if isinstance(field, str) else None)
            values[name] = pooled(output_of(result, options, field if base is None else base))
        run.attributes.update(values)
        text = dumps(_rewritten(query, values)) if options.query_template is None else _filled(options, values)
        found.append(_read(run, text))
    if found:
        run.source = found[0]


def _is_complete(query: Json, options: Any) -> bool:
    """Whether the query has all that the maps name. What is optional need not be there."""
    paths = [path for names in options.input_map or () for path in names.values()]
    if options.query_template is None:
        targets = (name for names in options.output_map or () for name in names)
        paths += [name for name in targets if name.startswith(("query.", "$.query."))]
    for path in paths:
        if value_at(query, path) is None:
            if not options.ignore_missing:
                raise errors.field_of_query_missing(path, dumps(query))
            return False
    return True


def _rewritten(query: Json, values: dict[str, Json]) -> Json:
    for path, value in values.items():
        if path.startswith(("ext.", "$.ext.")):
            query = _prepared(query, path.removeprefix("$.").split("."))
        if not jsonpath.is_path(path):
            raise illegal_argument(f"the field path is not a valid json path: {path}")
        query = written(query, path, value)
    return query


def _prepared(value: Any, steps: list[str]) -> Json:
    """The same with objects at all steps, where nothing else stands."""
    if not steps or not isinstance(value, dict):
        return value
    name, *rest = steps
    return {**value, name: _prepared(value.get(name, {}), rest)}


def _filled(options: Any, values: dict[str, Json]) -> str:
    """The template with the model's output: objects as JSON, all else as Java prints it."""
    texts = {name: gson.text(value) if isinstance(value, dict) else to_text(value) for name, value in values.items()}
    return substituted(options.query_template, texts)


def _read(run: SearchRun, text: str) -> dict[str, Any]:
    """The new source, held against what a search may say."""
    try:
        return read_source(run.state, text, "Failed to parse object: expecting token of type [START_OBJECT] but found")
    except Malformed as refused:
        raise refusal_of_text(refused, text) from None
