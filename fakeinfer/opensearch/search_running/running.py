"""Running a search through its pipeline: start at `search_through`.

The source of the search is JSON that processors replace. Whatever is left of it in the end is read like a body that was sent.
Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/search/pipeline/Pipeline.java.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ...errors import ApiError
from ...search import engine
from ...search.confining import confine
from ...search.request import read_request
from ...wire import Json
from . import counts, details, errors
from .rendering import in_hash_order, rendered

if TYPE_CHECKING:
    from ...cluster import State
    from ...search.request import SearchRequest
    from ..search_processors.declaring import SearchPipeline, SearchStep

Source = dict[str, Any]
Processor = Callable[["SearchRun", Any], None]
"""What one processor does to a run, with its options."""


class SearchRun:
    """One search on its way through a pipeline."""

    __slots__ = ("answer", "attributes", "names", "pipeline", "results", "source", "state")

    def __init__(self, state: State, names: list[str], source: Source, pipeline: SearchPipeline) -> None:
        self.state = state
        self.names = names
        self.source = source
        """The body of the search; replaced, never edited."""
        self.pipeline = pipeline
        self.attributes: dict[str, Any] = {}
        """What processors remember for later ones (the server's `PipelineProcessingContext`)."""
        self.answer: dict[str, Any] = {}
        self.results: list[Json] = []
        """What `verbose_pipeline` tells of each processor."""

    @property
    def hits(self) -> list[dict[str, Any]]:
        """The hits of the answer; replaced, never edited."""
        found: list[dict[str, Any]] = self.answer["hits"]["hits"]
        return found

    def replace_hits(self, hits: list[dict[str, Any]], **changed: Json) -> None:
        """Answer with other hits. A response that is made anew has a profile of nothing, and loses what was beside the hits."""
        kept = {name: value for name, value in self.answer.items() if name != "ext"}
        self.answer = {**kept, "hits": {**self.answer["hits"], **changed, "hits": hits}}
        self.answer.setdefault("profile", {"shards": []})

    def edit_hits(self, hits: list[dict[str, Any]]) -> None:
        """Answer with the same hits, which were changed in place in the server."""
        self.answer = {**self.answer, "hits": {**self.answer["hits"], "hits": hits}}


def search_through(
    state: State,
    names: list[str],
    body: Json,
    request: SearchRequest,
    pipeline: SearchPipeline | str | None,
    *,
    typed_keys: bool = False,
    verbose: bool | None = None,
) -> dict[str, Any]:
    """The answer of a search that was read, through a pipeline that was found (NONE and None mean there is none).

    `body` is the source, with what the query string said; `verbose` is what that said of `verbose_pipeline`.
    """
    source: Source = dict(body) if isinstance(body, dict) else {}
    told = source.get("verbose_pipeline") in (True, "true") if verbose is None else verbose
    if pipeline is None or isinstance(pipeline, str):
        if told:
            raise errors.nothing_to_be_verbose_about()
        return engine.run(state, names, request, typed_keys=typed_keys)
    if isinstance(source.get("search_pipeline"), dict):
        source["search_pipeline"] = {}  # reading a pipeline empties its definition
    if told:
        source["verbose_pipeline"] = True
    else:
        source.pop("verbose_pipeline", None)
    run = SearchRun(state, names, source, pipeline)
    _process(run, "request", pipeline.on_request, told)
    if pipeline.on_request:
        shown, within = request.scores_of_named, request.within
        request = read_request(state, run.source)
        request.scores_of_named = shown
        confine(state, request, within)
    run.answer = engine.run(state, run.names, request, typed_keys=typed_keys, phase_results=pipeline.on_phase_results)
    _process(run, "response", pipeline.on_response, told)
    if run.results:
        run.answer = {**run.answer, "processor_results": run.results}
    return run.answer


def _process(run: SearchRun, side: str, steps: tuple[SearchStep, ...], verbose: bool) -> None:
    """Have the processors of one side run. Verbose runs go on after a failure."""
    if not steps:
        return
    with counts.counted(run.state, run.pipeline.id, side):
        for step in steps:
            before = _data(run, side) if verbose else None
            failure = None
            try:
                with counts.counted(run.state, run.pipeline.id, side, step):
                    _processor(side, step.name)(run, step.options)
            except ApiError as error:
                if error.status == 501 or not (step.ignore_failure or verbose):
                    raise
                failure = error
            if verbose:
                run.results.append(_result(run, side, step, before, failure))


def _processor(side: str, name: str) -> Processor:
    from . import on_answers, on_requests

    known: dict[str, Processor] = (on_requests if side == "request" else on_answers).PROCESSORS
    return known[name]


def _data(run: SearchRun, side: str) -> Json:
    return details.told(in_hash_order(rendered(run.state, run.source))) if side == "request" else run.hits


def _result(run: SearchRun, side: str, step: SearchStep, before: Json, failure: ApiError | None) -> Json:
    told = {"status": "success"} if failure is None else {"status": "fail", "error": failure.reason}
    return {
        "processor_name": step.name,
        **({} if step.tag is None else {"tag": step.tag}),
        "duration_millis": 0,
        **told,
        "input_data": before,
        "output_data": _data(run, side) if failure is None else None,
    }
