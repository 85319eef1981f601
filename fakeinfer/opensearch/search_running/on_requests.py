"""Processors of the request at work: filter_query, oversample, neural_query_enricher and the way to the others.

Source: opensearch-project/OpenSearch:modules/search-pipeline-common/src/main/java/org/opensearch/search/pipeline/common/.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ...formats.javatext import INT_MAX
from ...search.values import number_of
from ...wire import Json
from . import errors

if TYPE_CHECKING:
    from .running import Processor, SearchRun

DEFAULT_SIZE = 10
ORIGINAL_SIZE = "original_size"
"""The attribute under which the size that was asked for is remembered."""


def filter_query(run: SearchRun, options: Any) -> None:
    """Have the search find only what another query finds, too."""
    asked = run.source.get("query")
    query = {"filter": [options.query]} if asked is None else {"must": [asked], "filter": [options.query]}
    run.source = {**run.source, "query": {"bool": query}}


def oversample(run: SearchRun, options: Any) -> None:
    """Ask for more hits than were asked for, and remember how many that was."""
    size = int(number_of(run.source.get("size", DEFAULT_SIZE)) or 0)
    run.attributes[prefixed(options.context_prefix, ORIGINAL_SIZE)] = size
    run.source = {**run.source, "size": rounded_up(size * options.sample_factor)}


def rounded_up(number: float) -> int:
    """Java's `(int) Math.ceil(number)`: what is beyond an int is the largest one."""
    if math.isnan(number):
        return 0
    return math.ceil(min(number, INT_MAX))


def prefixed(prefix: str | None, name: str) -> str:
    """The name of an attribute in a pipeline's context."""
    return name if prefix is None else f"{prefix}.{name}"


def neural_query_enricher(run: SearchRun, options: Any) -> None:
    """Give queries that name no model the one of their field, or the default.

    Source: opensearch-project/neural-search:src/main/java/org/opensearch/neuralsearch/query/visitor/NeuralSearchQueryVisitor.java
    """
    query = run.source.get("query")
    if query is not None:
        models = (options.neural_field_default_id or {}, options.default_model_id)
        run.source = {**run.source, "query": _enriched(query, models)}


_NEURAL = ("neural", "neural_sparse")
_UNSEEN = ("function_score", "knn")
"""Queries that keep those inside of them to themselves (observed: opensearch 2.19.1)."""
_Models = tuple[dict[str, Json], str | None]
"""Models of fields, and the one for all others."""


def _enriched(value: Json, models: _Models) -> Json:
    """A query with models in the clauses that may have one; the server does not look into all queries."""
    if isinstance(value, list):
        return [_enriched(one, models) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        name: {field: _with_model(field, clause, models) for field, clause in inner.items()}
        if name in _NEURAL and isinstance(inner, dict)
        else inner
        if name in _UNSEEN
        else _enriched(inner, models)
        for name, inner in value.items()
    }


def _with_model(field: str, clause: Json, models: _Models) -> Json:
    if not isinstance(clause, dict) or clause.get("model_id") is not None:
        return clause
    of_fields, default = models
    model = of_fields.get(field)
    model = default if model is None else model
    if model is None:
        raise errors.no_model_for_query()
    return {**clause, "model_id": model}


def neural_sparse_two_phase_processor(run: SearchRun, options: Any) -> None:
    """Scores with the heavy tokens first and the others later are the same as in one go, on this scale."""
    from .two_phases import check_window

    check_window(run, options)


def question_rewrite(run: SearchRun, options: Any) -> None:
    """Leave the request as it is: the server's processor is a placeholder."""
    from .generating import check_feature

    check_feature(run)


def script(run: SearchRun, options: Any) -> None:
    """Have a script edit the source."""
    from .scripted import run_script

    run_script(run, options)


def ml_inference(run: SearchRun, options: Any) -> None:
    """Have a model rewrite the query."""
    from .inferring_requests import rewrite

    rewrite(run, options)


def agentic_query_translator(run: SearchRun, options: Any) -> None:
    """Have an agent write the query."""
    from .agentic import translate

    translate(run, options)


PROCESSORS: dict[str, Processor] = {
    function.__name__: function
    for function in (
        filter_query,
        oversample,
        script,
        neural_query_enricher,
        neural_sparse_two_phase_processor,
        ml_inference,
        question_rewrite,
        agentic_query_translator,
    )
}
