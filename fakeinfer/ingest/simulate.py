"""`_simulate`: documents go through a pipeline and nothing is stored; in verbose form, step by step.

Sources: elastic/elasticsearch:server/src/main/java/org/elasticsearch/action/ingest/SimulatePipelineRequest.java and
elastic/elasticsearch:server/src/main/java/org/elasticsearch/ingest/TrackingResultProcessor.java, which OpenSearch shares.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from ..errors import ApiError
from ..formats.javatext import to_text
from ..wire import Json
from . import errors
from .declaring import Catalog, catalog_of
from .document import IngestDocument
from .options import Config, ListOf, Map, Text, TextOrInt
from .running import Dropped, Failure, Rerouted, Run, Unhandled
from .stored import read_pipeline, stored_pipeline

if TYPE_CHECKING:
    from ..cluster import State
    from .building import Pipeline, Step

INLINE = "_simulate_pipeline"
"""The id of a pipeline that came with the request."""


def simulate(state: State, id: str | None, body: dict[str, Json], *, verbose: bool) -> Json:
    """The answer of `_simulate`, for a stored pipeline or one in the body."""
    config = Config(body, "")
    if id is None:
        pipeline = read_pipeline(state, INLINE, Map("pipeline").read(config, {}))
    else:
        stored = stored_pipeline(state, id)
        if stored is None:
            raise errors.pipeline_to_simulate_absent(id)
        pipeline = stored
    documents = read_documents(state, ListOf("docs").read(config, {}))
    show = _traced if verbose else _result
    try:
        return {"docs": [show(state, pipeline, document) for document in documents]}
    except Unhandled as unhandled:
        raise unhandled.error from None


# --- the documents of a request ---------------------------------------------------------------------------------------


def read_documents(state: State, given: list[Json]) -> list[IngestDocument]:
    """The documents of `docs`, with the metadata a document has that says nothing of its own."""
    if not given:
        raise errors.no_documents()
    catalog = catalog_of(state.contract)
    timestamp = state.clock.iso()
    return [_document(state, item, catalog, timestamp) for item in given]


def _document(state: State, item: Json, catalog: Catalog, timestamp: str) -> IngestDocument:
    if not isinstance(item, dict):
        raise errors.document_not_an_object()
    config = Config(item, "")
    source = Map("_source").read(config, {})

    def number(name: str, default: int | None) -> int | None:
        if name not in config.values:
            return default
        value = catalog.dialect.simulated_number(state, name, config.take(name))
        return default if value is None else value

    metadata: dict[str, Any] = {
        "_index": TextOrInt("_index", "_index").read(config, {}),
        "_id": TextOrInt("_id", "_id").read(config, {}),
        "_routing": TextOrInt("_routing", None).read(config, {}),
        "_version": number("_version", catalog.dialect.simulated_version),
        "_version_type": Text("_version_type", None).read(config, {}),
        "_if_seq_no": number("_if_seq_no", None),
        "_if_primary_term": number("_if_primary_term", None),
    }
    return catalog.document(source, metadata, timestamp)


# --- what came of one -------------------------------------------------------------------------------------------------


def _result(state: State, pipeline: Pipeline, document: IngestDocument) -> Json:
    """The document, null for a dropped one, or its error."""
    try:
        Run(state, document).pipeline(pipeline)
    except Dropped:
        return None
    except Rerouted:
        return {"doc": shown(document)}
    except Failure as failure:
        return {"error": described(failure.error)}
    except ApiError as error:
        return {"error": described(error)}
    return {"doc": shown(document)}


def shown(document: IngestDocument) -> dict[str, Json]:
    """A document as simulating prints it: metadata as texts, then the source, then `_ingest`."""
    metadata = {name: to_text(value) for name, value in document.metadata.items()}
    return {**metadata, "_source": document.source, "_ingest": dict(document.ingest)}


def described(error: ApiError) -> Json:
    """An error with its root cause and without a status."""
    described: Json = error.body()["error"]
    return described


def _traced(state: State, pipeline: Pipeline, document: IngestDocument) -> Json:
    """What every processor did; how the run ended is in the last entries."""
    run = TracedRun(state, document)
    with suppress(Dropped, Rerouted, Failure, ApiError):
        run.pipeline(pipeline)
    return {"processor_results": run.results}


class TracedRun(Run):
    """A run that notes what each processor did. Processors inside a processor (`foreach`) are not noted."""

    def __init__(self, state: State, document: IngestDocument) -> None:
        super().__init__(state, document)
        self.results: list[Json] = []
        self.quiet = False

    def inner(self, step: Step) -> None:
        before, self.quiet = self.quiet, True
        try:
            super().inner(step)
        finally:
            self.quiet = before

    def wanted(self, step: Step) -> bool:
        try:
            holds = super().wanted(step)
        except Failure as failure:
            if self.catalog.dialect.older_tracing and not self.quiet:
                raise Unhandled(failure.error) from None
            raise
        if not holds and not self.quiet:
            self._note(step, "skipped", holds=False)
        return holds

    def perform(self, step: Step) -> None:
        if self.quiet:
            super().perform(step)
        elif step.type.name == "pipeline":
            self._call(step)
        else:
            self._perform(step)

    def _perform(self, step: Step) -> None:
        try:
            step.type.run(self, step.options)
        except Dropped:
            self._note(step, "dropped")
            raise
        except Rerouted:
            self._note(step, "success", doc=self._doc())
            raise
        except ApiError as error:
            raise self._failed(step, error) from None
        self._note(step, "success", doc=self._doc())

    def _call(self, step: Step) -> None:
        """A called pipeline is one entry, then the entries of its processors. A cycle in it is found out beforehand."""
        name = step.options.name.render(self.document)
        called = self.pipeline_named(name)
        if called is None:
            absent = errors.pipeline_of_step_absent_simulated(name)
            if getattr(step.options, "ignore_missing_pipeline", False):
                self._note(step, "error_ignored", ignored_error={"error": described(absent)}, doc=self._doc())
                return
            if self.catalog.dialect.older_tracing:
                raise Unhandled(absent)
            raise self._failed(step, absent)
        cycle = self._cycle_in(called)
        if cycle is not None:
            raise self._failed(step, cycle)
        self._note(step, "success")
        try:
            self.pipeline(called)
        except ApiError as cycle_that_is_ignored_inside:
            raise self.failed(cycle_that_is_ignored_inside, step.type.name, step) from None

    def _cycle_in(self, called: Pipeline) -> ApiError | None:
        """The refusal of a cycle that calling the pipeline would run into, tried out on a copy."""
        if not any(step.type.name == "pipeline" for step in called.steps):
            calls_itself = called.id in self.stack and not self.catalog.dialect.older_tracing
            return self.catalog.dialect.cycle(called.id) if calls_itself else None
        trial = Run(self.state, self.document.copied())
        if not self.catalog.dialect.older_tracing:
            trial.stack = list(self.stack)
        try:
            trial.pipeline(called)
        except (Failure, ApiError) as failure:
            error = failure.error if isinstance(failure, Failure) else failure
            cycle = self.catalog.dialect.cycle(called.id)
            words = str(cycle.reason).removesuffix(called.id)
            return error if error.type == cycle.type and str(error.reason).startswith(words) else None
        except (Dropped, Unhandled):
            pass
        return None

    def _failed(self, step: Step, error: ApiError) -> Failure:
        failure = self.failed(error, step.type.name, step)
        if step.ignore_failure:
            self._note(step, "error_ignored", ignored_error={"error": described(error)}, doc=self._doc())
        else:
            self._note(step, "error", error=described(error))
        return failure

    def _doc(self) -> Json:
        return shown(self.document.copied())

    def _note(self, step: Step, status: str, *, holds: bool = True, **more: Json) -> None:
        entry: dict[str, Json] = {"processor_type": step.type.name, "status": status}
        if step.description is not None:
            entry["description"] = step.description
        if step.tag is not None:
            entry["tag"] = step.tag
        if step.condition is not None:
            entry["if"] = {"condition": step.condition.source, "result": holds}
        self.results.append({**entry, **more})
