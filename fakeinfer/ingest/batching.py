"""Documents of one bulk going through a pipeline together, as far as a processor with a `batch_size` above 1 wants them.

Step by step all documents are done; what fails or is dropped on the way stays behind. A processor with a condition, and one of
a pipeline that another one calls, sees documents one by one.
Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/ingest/{CompoundProcessor,AbstractBatchingProcessor}.java
(observed: opensearch 2.19.1).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..errors import ApiError
from ..wire import Json
from . import errors
from .declaring import catalog_of
from .running import Dropped, Failure, RanDocument, Run, Terminated, Unhandled
from .stored import stored_pipeline

if TYPE_CHECKING:
    from ..cluster import State
    from .building import Pipeline, Step


@dataclass(frozen=True, slots=True)
class Given:
    """A document that is about to be stored."""

    index: str | None
    id: str | None
    source: dict[str, Json]
    routing: str | None


@dataclass(slots=True)
class _Member:
    """One of the documents; `ended` once nothing more is done to it, `left` while a pipeline is over for it."""

    run: Run
    executed: list[str] = field(default_factory=list)
    error: ApiError | None = None
    dropped: bool = False
    left: bool = False

    @property
    def ended(self) -> bool:
        return self.dropped or self.error is not None


def has_batches(state: State, pipelines: Sequence[str]) -> bool:
    """Whether any of these pipelines takes several documents at once."""
    found = (stored_pipeline(state, name) for name in pipelines if name != "_none")
    return any(_size(step) > 1 for pipeline in found if pipeline is not None for step in pipeline.steps)


def run_together(
    state: State, documents: Sequence[Given], pipeline_ids: Sequence[str], final: str | None
) -> list[RanDocument | ApiError]:
    """Run documents through stored pipelines: what each became, or why it cannot be stored."""
    catalog = catalog_of(state.contract)
    members = []
    for given in documents:
        metadata = {"_index": given.index, "_id": given.id, "_routing": given.routing}
        members.append(_Member(Run(state, catalog.document(given.source, metadata, state.clock.iso()))))
    todo = [(name, False) for name in pipeline_ids if name != "_none"]
    if final is not None and final != "_none":
        todo.append((final, True))
    pipelines = [stored_pipeline(state, name) for name, _ in todo]
    for (name, is_final), pipeline in zip(todo, pipelines, strict=True):
        alive = [member for member in members if not member.ended]
        before = [member.run.document.ctx.get("_index") for member in alive]
        if pipeline is None:
            for member in alive:
                member.error = errors.pipeline_to_run_absent(name)
            break
        _through(pipeline, alive)
        for member, index, given in zip(alive, before, documents, strict=False):
            member.executed.append(name)
            after = member.run.document.ctx.get("_index")
            if is_final and not member.ended and after != index:
                member.error = catalog.dialect.final_pipeline_moves(name, index, after, given.id)
    return [member.error or _ran(member) for member in members]


def _ran(member: _Member) -> RanDocument:
    ctx = member.run.document.ctx
    index, id, routing = (_text(ctx.get(name)) for name in ("_index", "_id", "_routing"))
    return RanDocument(index, id, routing, member.run.document.source, tuple(member.executed), member.dropped)


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _size(step: Step) -> int:
    """How many documents a step takes at once."""
    if step.type.batch is None or step.condition is not None:
        return 1
    return int(getattr(step.options, "batch_size", None) or 1)


def _through(pipeline: Pipeline, members: list[_Member]) -> None:
    """One pipeline for all members; it is the outermost one, so nothing calls itself here."""
    for member in members:
        member.left = False
        member.run.stack.append(pipeline.id)
        member.run.document.ingest["pipeline"] = pipeline.id
    for step in pipeline.steps:
        alive = [member for member in members if not member.ended and not member.left]
        size = _size(step)
        if size > 1:
            for start in range(0, len(alive), size):
                _together(step, alive[start : start + size], pipeline)
        else:
            for member in alive:
                with _Guard(member, pipeline):
                    member.run.step(step)
    for member in members:
        member.run.stack.pop()
        member.run.document.ingest.pop("pipeline", None)


def _together(step: Step, members: list[_Member], pipeline: Pipeline) -> None:
    """One step for some documents at once. `ignore_failure` is not heard here, handlers are."""
    assert step.type.batch is not None
    for member, refused in _outcomes(step, members):
        if refused is None:
            continue
        with _Guard(member, pipeline):
            failure = member.run.failed(refused, step.type.name, step)
            if not step.handlers:
                raise failure
            member.run.handle(failure, step.handlers)


def _outcomes(step: Step, members: list[_Member]) -> Iterator[tuple[_Member, ApiError | None]]:
    assert step.type.batch is not None
    return zip(members, step.type.batch([member.run for member in members], step.options), strict=True)


class _Guard:
    """What becomes of a member when something goes wrong, or ends the pipeline for it."""

    def __init__(self, member: _Member, pipeline: Pipeline) -> None:
        self.member = member
        self.pipeline = pipeline

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, raised: BaseException | None, trace: object) -> bool:
        member = self.member
        if raised is None:
            return True
        if isinstance(raised, Failure) and self.pipeline.handlers:
            member.left = True
            with _Guard(member, self.pipeline._replace(handlers=())):
                member.run.handle(raised, self.pipeline.handlers)
        elif isinstance(raised, Failure | Unhandled):
            member.error = raised.error
        elif isinstance(raised, Dropped):
            member.dropped = True
        elif isinstance(raised, Terminated):
            member.left = True
        else:
            return False
        return True
