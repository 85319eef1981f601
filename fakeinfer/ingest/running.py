"""Running pipelines over one document. Entry point for whoever stores documents: `run_pipelines`.

What a failing processor does to its list, and what handlers are told, follows
elastic/elasticsearch:server/src/main/java/org/elasticsearch/ingest/CompoundProcessor.java, which OpenSearch shares.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import ApiError
from ..wire import Json
from . import counts, errors
from .declaring import Catalog, catalog_of
from .document import IngestDocument
from .stored import stored_pipeline

if TYPE_CHECKING:
    from ..cluster import State
    from .building import Pipeline, Step

NOT_IMPLEMENTED = 501
"""Our own refusal; no `ignore_failure` and no handler may hide it."""


class Dropped(Exception):
    """The `drop` processor: the document goes no further."""


class Terminated(Exception):
    """The `terminate` processor: this pipeline is done with the document."""


class Rerouted(Exception):
    """The `reroute` processor: the document goes to another index, and through no more of these pipelines."""


class Unhandled(Exception):
    """A failure that the server throws past every handler, up to the whole request."""

    def __init__(self, error: ApiError) -> None:
        super().__init__(error.reason)
        self.error = error


class Failure(Exception):
    """A processor failed: the refusal, and which processor of which pipeline."""

    def __init__(self, error: ApiError, type: str, tag: str | None, pipelines: tuple[str, ...]) -> None:
        super().__init__(error.reason)
        self.error = error
        self.type = type
        self.tag = tag
        self.pipelines = pipelines


@dataclass(frozen=True, slots=True)
class RanDocument:
    """What pipelines made of a document; `index` and `id` may have been changed."""

    index: str | None
    id: str | None
    routing: str | None
    source: dict[str, Json]
    executed: tuple[str, ...]
    """The pipelines that ran, without those they called."""
    dropped: bool = False


class Run:
    """One document going through pipelines."""

    def __init__(self, state: State, document: IngestDocument, substitutes: dict[str, Pipeline] | None = None) -> None:
        self.state = state
        self.document = document
        self.catalog: Catalog = catalog_of(state.contract)
        self.stack: list[str] = []
        """The pipelines that are running, outermost first."""
        self.substitutes = substitutes or {}

    def pipeline_named(self, id: str) -> Pipeline | None:
        """A pipeline to call, None when there is none."""
        return self.substitutes.get(id) or stored_pipeline(self.state, id)

    def pipeline(self, pipeline: Pipeline) -> None:
        """Run a pipeline; one that is running already is a cycle."""
        if pipeline.id in self.stack:
            raise self.catalog.dialect.cycle(pipeline.id)
        document = self.document
        before, flexible = document.ingest.get("pipeline"), document.flexible
        self.stack.append(pipeline.id)
        document.ingest["pipeline"] = pipeline.id
        document.flexible = pipeline.flexible
        failed, counted = False, counts.is_counted(self.state, pipeline.id)
        try:
            self.steps(pipeline.steps, pipeline.handlers, pipeline.id if counted else None)
        except Terminated:
            pass
        except (Failure, Unhandled):
            failed = True
            raise
        finally:
            if counted:
                counts.count(self.state, pipeline.id, failed=failed)
            self.stack.pop()
            document.flexible = flexible
            if before is None:
                document.ingest.pop("pipeline", None)
            else:
                document.ingest["pipeline"] = before

    def steps(self, steps: Iterable[Step], handlers: tuple[Step, ...] = (), owner: str | None = None) -> None:
        """Run a list; after a failure its handlers, if any, and nothing more of the list. `owner` is its pipeline."""
        for place, step in enumerate(steps):
            try:
                self.step(step, None if owner is None else counts.of_step(owner, place, step))
            except Failure as failure:
                if not handlers:
                    raise
                self.handle(failure, handlers)
                return

    def step(self, step: Step, counted_as: str | None = None) -> None:
        """Run one processor under its condition, `ignore_failure` and handlers."""
        if step.condition is not None and not self.wanted(step):
            return
        failed = False
        try:
            self.perform(step)
        except Failure as failure:
            failed = True
            if step.ignore_failure:
                return
            if not step.handlers:
                raise
            self.handle(failure, step.handlers)
        finally:
            if counted_as is not None:
                counts.count(self.state, counted_as, failed=failed)

    def inner(self, step: Step) -> None:
        """Run a processor that belongs to another one (`foreach`)."""
        try:
            self.step(step)
        except Failure as failure:
            raise failure.error from None

    def wanted(self, step: Step) -> bool:
        """Whether the condition holds; one that breaks is a failure of the kind `conditional`."""
        assert step.condition is not None
        try:
            return step.condition.holds(self.document, self.state)
        except ApiError as error:
            raise self.failed(error, "conditional", step) from None

    def perform(self, step: Step) -> None:
        """The processor itself. Without handlers of its own, a conditional processor fails as `conditional`."""
        try:
            step.type.run(self, step.options)
        except ApiError as error:
            bare = step.condition is not None and not step.handlers and not step.ignore_failure
            raise self.failed(error, "conditional" if bare else step.type.name, step) from None

    def failed(self, error: ApiError, type: str, step: Step) -> Failure:
        """The failure of a step; what the fake does not implement goes past every handler."""
        if error.status == NOT_IMPLEMENTED:
            raise Unhandled(error) from None
        return Failure(error, type, step.tag, tuple(self.stack))

    def handle(self, failure: Failure, handlers: tuple[Step, ...]) -> None:
        """Run handlers; while they run, `_ingest` tells what failed."""
        told: dict[str, Any] = {
            "on_failure_message": failure.error.reason,
            "on_failure_processor_type": failure.type,
            "on_failure_processor_tag": failure.tag,
        }
        if len(failure.pipelines) >= self.catalog.dialect.named_from:
            told["on_failure_pipeline"] = failure.pipelines[-1]
        ingest = self.document.ingest
        ingest.update(told)
        try:
            self.steps(handlers)
        finally:
            for name in told:
                ingest.pop(name, None)


def run_pipelines(
    state: State,
    index: str | None,
    id: str | None,
    source: dict[str, Json],
    pipeline_ids: Iterable[str],
    *,
    routing: str | None = None,
    final: str | None = None,
    substitutes: dict[str, Pipeline] | None = None,
    pipelines_of: Callable[[str], tuple[list[str], str | None]] | None = None,
) -> RanDocument:
    """Run a document through stored pipelines, in order, before it is indexed; `source` is left as it was.

    `pipeline_ids` are the request's or the index's own ones, `final` the index's final pipeline. `_none` is skipped. A
    pipeline that is not there, and a processor that fails, raise the error of that document. A dropped document comes
    back with `dropped`; later pipelines have not run for it. `pipelines_of` tells those of the index to which a document
    is rerouted.
    """
    catalog = catalog_of(state.contract)
    metadata = {"_index": index, "_id": id, "_routing": routing}
    document = catalog.document(source, metadata, state.clock.iso())
    executed: list[str] = []
    todo = _todo(state, pipeline_ids, final, substitutes)
    dropped = False
    visited = [index]
    while todo:
        name, is_final, pipeline = todo.pop(0)
        before = document.ctx.get("_index")
        failed = rerouted = False
        try:
            Run(state, document, substitutes).pipeline(pipeline)
        except Dropped:
            dropped = True
        except Rerouted:
            rerouted = True
        except (Failure, Unhandled) as failure:
            failed = True
            raise failure.error from None
        finally:
            counts.count(state, counts.EVERYTHING, failed=failed)
        executed.append(name)
        if dropped:
            break
        after = document.ctx.get("_index")
        if is_final and after != before:
            raise catalog.dialect.final_pipeline_moves(name, before, after, id)
        if rerouted and after != before and pipelines_of is not None:
            visited.append(after)
            if after in visited[:-1]:
                raise errors.index_cycle(name, id, visited)
            todo = _todo(state, *pipelines_of(str(after)), substitutes)
    ctx = document.ctx
    return RanDocument(
        _index_named(state, _text(ctx.get("_index"))),
        _text(ctx.get("_id")),
        _text(ctx.get("_routing")),
        document.source,
        tuple(executed),
        dropped,
    )


def _todo(
    state: State, pipeline_ids: Iterable[str], final: str | None, substitutes: dict[str, Pipeline] | None
) -> list[tuple[str, bool, Pipeline]]:
    """The pipelines to run, and which of them is the final one; refuses one that is not there."""
    names = [(name, False) for name in pipeline_ids if name != "_none"]
    if final is not None and final != "_none":
        names.append((final, True))
    todo = []
    for name, is_final in names:
        pipeline = (substitutes or {}).get(name) or stored_pipeline(state, name)
        if pipeline is None:
            raise errors.pipeline_to_run_absent(name)
        todo.append((name, is_final, pipeline))
    return todo


def _index_named(state: State, name: str | None) -> str | None:
    """The index a pipeline names, be it by date math."""
    if name is None or not name.startswith("<"):
        return name
    from .date_names import resolved_name

    return resolved_name(name, state.clock.millis)


def _text(value: Json) -> str | None:
    return None if value is None else str(value)
