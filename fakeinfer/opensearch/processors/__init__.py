"""What OpenSearch does to pipelines its own way: keys, words, and where pipelines name models and pipelines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ...errors import ApiError, illegal_argument
from ...ingest.declaring import Dialect
from ...ingest.errors import class_cast, illegal_state, required
from ...ingest.options import Int, Text
from ...ingest.references import named_by
from ...references import ReferenceRule, values_of_key
from ...versions import Span
from ...wire import Json
from .. import changes
from ..pipelines.errors import final_pipeline_moves

if TYPE_CHECKING:
    from ...cluster import State


def _cycle(id: str) -> ApiError:
    """A pipeline calls itself."""
    return illegal_state(f"Cycle detected for pipeline: {id}")


def _simulated_number(state: State, name: str, value: Json) -> int:
    """A whole number. Before integers were looked for, only what is too great for one was taken."""
    if value is None:
        raise required(name)
    integers_too = changes.SIMULATED_INTEGERS in state.switched_on
    whole = isinstance(value, int) and not isinstance(value, bool)
    if whole and (integers_too or not -(2**31) <= value < 2**31):
        return int(value)
    if integers_too:
        raise illegal_argument(f"Failed to parse parameter [{name}], only int or long is accepted")
    raise class_cast(value, "java.lang.Long")


MODULES = (
    "fakeinfer.ingest.processors.flow",
    "fakeinfer.ingest.processors.scripts",
    "fakeinfer.ingest.processors.texts",
    "fakeinfer.ingest.processors.parsing",
    "fakeinfer.ingest.processors.dissect",
    "fakeinfer.ingest.processors.dates",
    "fakeinfer.opensearch.processors.basic",
    "fakeinfer.opensearch.processors.parsing",
    "fakeinfer.opensearch.processors.patterns",
    "fakeinfer.opensearch.processors.hashing",
    "fakeinfer.opensearch.processors.models",
    "fakeinfer.opensearch.processors.chunking",
    "fakeinfer.opensearch.processors.user_agent",
    "fakeinfer.opensearch.processors.unsupported",
)

DIALECT = Dialect(
    modules=MODULES,
    keys=(Text("description", None), Int("version", None)),
    metadata_order=("processor_type", "processor_tag", "property_name"),
    null_config=lambda type: f"the config of processor [{type}] cannot be null",
    cycle=_cycle,
    final_pipeline_moves=final_pipeline_moves,
    java_package="org.opensearch",
    named_from=2,
    typed_metadata=False,
    strict_paths=None,
    simulated_version=None,
    simulated_number=_simulated_number,
    older_dates=True,
    cldr=Span("3.0"),
    older_tracing=True,
)


def _models_of(record: Any) -> Iterable[str]:
    """Any key `model_id` at any depth, which is how the server looks for models in use.

    Source: opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/action/models/DeleteModelTransportAction.java
    """
    return values_of_key(record["config"], "model_id")


def _pipelines_of(record: Any) -> Iterable[str]:
    return named_by(MODULES, "pipeline", record["config"])


REFERENCES = (
    ReferenceRule("model", "pipelines", _models_of),
    ReferenceRule("model", "search_pipelines", _models_of),
    ReferenceRule("pipeline", "pipelines", _pipelines_of),
)
