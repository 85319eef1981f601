"""Declaring search processors, and reading search pipelines with them. Start at `SearchProcessor`.

Unlike an ingest pipeline, the first refusal is the answer, nothing wraps it, and only what concerns a property names the
processor. Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/search/pipeline/PipelineWithMetrics.java
"""

from __future__ import annotations

import importlib
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import ApiError, illegal_argument
from ...ingest import errors
from ...ingest.options import Bool, Config, Int, ListOf, Option, Text
from ...versions import ALWAYS, Span
from ...wire import Json
from ..pipelines import errors as refusals

if TYPE_CHECKING:
    from ...cluster import State
    from ...contract import Contract

LISTS = ("request_processors", "response_processors", "phase_results_processors")
"""The lists of a definition, in the order they are read."""

MODULES = (
    "fakeinfer.opensearch.search_processors.on_request",
    "fakeinfer.opensearch.search_processors.on_response",
    "fakeinfer.opensearch.search_processors.on_phase_results",
)

_METADATA_ORDER = ("processor_type", "processor_tag", "property_name")


class SearchProcessor(NamedTuple):
    """One processor: its name, the list it belongs to, its options in the order they are read."""

    name: str
    list: str
    options: tuple[Option, ...]
    source: str
    span: Span = ALWAYS


class SearchStep(NamedTuple):
    """One processor of a pipeline, read."""

    name: str
    tag: str | None
    ignore_failure: bool
    options: Any


class SearchPipeline(NamedTuple):
    """A search pipeline, read."""

    id: str
    on_request: tuple[SearchStep, ...]
    on_response: tuple[SearchStep, ...]
    on_phase_results: tuple[SearchStep, ...]


def processors(contract: Contract) -> dict[tuple[str, str], SearchProcessor]:
    """The processors of a version, by list and name."""
    known: dict[tuple[str, str], SearchProcessor] | None = contract.memo.get("search_processors")
    if known is None:
        known = contract.memo["search_processors"] = {
            (declared.list, declared.name): declared
            for module in MODULES
            for declared in importlib.import_module(module).PROCESSORS
            if contract.version in declared.span
        }
    return known


def read_search_pipeline(state: State, id: str, definition: dict[str, Json], *, stored: bool = False) -> SearchPipeline:
    """The pipeline a definition describes, or what the server says of it.

    `stored`: the server has read it before, so what was switched off since does not count.
    """
    config = Config(definition, id)
    Text("description", None).read(config, {})
    Int("version", None).read(config, {})
    request, response, phase = (_read_list(state, name, ListOf(name, []).read(config, {}), stored) for name in LISTS)
    if config.values:
        raise errors.pipeline_leftovers(id, config.leftovers())
    return SearchPipeline(id, request, response, phase)


def _read_list(state: State, name: str, entries: list[Json], stored: bool) -> tuple[SearchStep, ...]:
    steps = []
    for entry in entries:
        if not isinstance(entry, dict):
            raise errors.class_cast(entry)
        for type, definition in entry.items():
            steps.append(_read_step(state, name, type, definition, stored))
    return tuple(steps)


def _read_step(state: State, list: str, type: str, definition: Json, stored: bool) -> SearchStep:
    declared = processors(state.contract).get((list, type))
    if declared is None:
        raise illegal_argument(f"Invalid processor type {type}")
    if not isinstance(definition, dict):
        raise errors.class_cast(definition)
    config = Config(definition, type)
    tag = Text("tag", None).read(config, {})
    ignore_failure = Bool("ignore_failure", False).read(config, {})
    Text("description", None).read(config, {})
    taken: dict[str, Any] = {"state": state, "stored": stored}
    for option in declared.options:
        if state.contract.version in option.span:
            try:
                taken[option.name] = option.read(config, taken)
            except ApiError as refusal:
                raise _about(refusal, type, tag) from None
    if config.values:
        name = type if tag is None else f"{type}:{tag}"
        raise refusals.search_processor_leftovers(name, config.leftovers())
    del taken["state"], taken["stored"]
    return SearchStep(type, tag, ignore_failure, SimpleNamespace(**taken))


def _about(refusal: ApiError, type: str, tag: str | None) -> ApiError:
    """A refusal of a property, or of a script, with the processor it is about."""
    if "property_name" not in refusal.metadata and refusal.type != "script_exception":
        return refusal
    known = {"processor_type": type, "processor_tag": tag, **refusal.metadata}
    first = {name: known[name] for name in _METADATA_ORDER if known.get(name) is not None}
    refusal.metadata = {**first, **refusal.metadata}
    return refusal
