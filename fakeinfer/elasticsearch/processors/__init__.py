"""What Elasticsearch does to pipelines its own way: keys, words, and which processors name endpoints and pipelines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ...errors import ApiError, number_format, parse_error
from ...formats.javanumbers import whole
from ...formats.javatext import to_text
from ...ingest.declaring import Dialect
from ...ingest.options import Bool, Config, Custom, Int, Map, Taken, Text
from ...ingest.references import entries_of, named_by, naming_options
from ...references import ReferenceRule
from ...versions import Span
from ...wire import Json
from ..ingest_errors import final_pipeline_moves

if TYPE_CHECKING:
    from ...cluster import State

_DEEPEST = 10
"""How deep the server looks for endpoints in a pipeline."""


def _cycle(id: str) -> ApiError:
    """A pipeline calls itself (observed: elasticsearch 8.19.0, 9.5.0)."""
    return ApiError(500, "graph_structure_exception", f"Cycle detected for pipeline: {id}")


def _access_pattern(config: Config, taken: Taken) -> str:
    pattern = Text("field_access_pattern", "classic").read(config, taken)
    if pattern not in ("classic", "flexible"):
        problem = f"doesn't support value of [{pattern}] for parameter [field_access_pattern]"
        raise parse_error(f"pipeline [{config.owner}] {problem}")
    return str(pattern)


def _simulated_number(state: State, name: str, value: Json) -> int | None:
    """A number, or its text, or null; `NumberFormatException` for another."""
    if value is None:
        return None
    text = to_text(value)
    number = whole(text, 64)
    if number is None:
        raise number_format(text)
    return number


MODULES = (
    "fakeinfer.ingest.processors.flow",
    "fakeinfer.ingest.processors.scripts",
    "fakeinfer.ingest.processors.texts",
    "fakeinfer.ingest.processors.parsing",
    "fakeinfer.ingest.processors.dissect",
    "fakeinfer.ingest.processors.dates",
    "fakeinfer.elasticsearch.processors.basic",
    "fakeinfer.elasticsearch.processors.parsing",
    "fakeinfer.elasticsearch.processors.patterns",
    "fakeinfer.elasticsearch.processors.hashing",
    "fakeinfer.elasticsearch.processors.networks",
    "fakeinfer.elasticsearch.processors.inference",
    "fakeinfer.elasticsearch.processors.user_agent",
    "fakeinfer.elasticsearch.processors.locating",
    "fakeinfer.elasticsearch.processors.routing",
    "fakeinfer.elasticsearch.processors.enriching",
    "fakeinfer.elasticsearch.processors.redacting",
    "fakeinfer.elasticsearch.processors.domains",
    "fakeinfer.elasticsearch.processors.unsupported",
)

DIALECT = Dialect(
    modules=MODULES,
    keys=(
        Text("description", None),
        Int("version", None),
        Map("_meta", None),
        Bool("deprecated", None, Span("8.14")),
        Custom("field_access_pattern", None, Span("9.2"), reading=_access_pattern),
    ),
    metadata_order=("property_name", "processor_type", "processor_tag"),
    null_config=lambda type: "processor config cannot be [null]",
    cycle=_cycle,
    final_pipeline_moves=final_pipeline_moves,
    java_package="org.elasticsearch",
    named_from=1,
    typed_metadata=True,
    strict_paths=Span("9.2"),
    simulated_version=-3,
    simulated_number=_simulated_number,
    older_dates=False,
    cldr=Span("8.16"),
    older_tracing=False,
)


def endpoints_of(record: Any) -> Iterable[str]:
    """The endpoints a stored pipeline names, as far as DELETE _inference looks for them.

    Not in the pipeline's own handlers, nor in those of a processor that names an endpoint itself. Source:
    elastic/elasticsearch:x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/ml/utils/InferenceProcessorInfoExtractor.java.
    """
    return _endpoints_in(record["config"].get("processors"), 0)


def _endpoints_in(entries: Any, depth: int) -> Iterable[str]:
    if depth > _DEEPEST:
        return
    naming = naming_options(MODULES, "endpoint")
    for type, config in entries_of(entries):
        if type in naming:
            for name in naming[type]:
                if isinstance(config.get(name), str):
                    yield config[name]
        elif type == "foreach":
            yield from _endpoints_in([config.get("processor")], depth + 1)
        else:
            yield from _endpoints_in(config.get("on_failure"), depth + 1)


def _pipelines_of(record: Any) -> Iterable[str]:
    return named_by(MODULES, "pipeline", record["config"])


REFERENCES = (
    ReferenceRule("endpoint", "pipelines", endpoints_of),
    ReferenceRule("pipeline", "pipelines", _pipelines_of),
)
