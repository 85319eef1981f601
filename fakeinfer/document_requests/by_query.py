"""What is done to all documents that a query finds: counting it, answering, or leaving it to a task.

One node does everything at once: nothing conflicts with anything else, nothing is throttled or retried.
Source: opensearch-project/OpenSearch:modules/reindex/ and server/src/main/java/org/opensearch/index/reindex/.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..documents import Document
from ..errors import ApiError, illegal_argument, not_implemented, number_format, request_invalid
from ..formats.javanumbers import whole
from ..formats.singles import single
from ..indices.resolving import WILDCARDS
from ..ingest.errors import class_cast
from ..operations import Bool, Call, Choice, Custom, Int, Parameter, Text, Time
from ..search.engine import TOOK_MILLIS, run, scores_by_index
from ..search.errors import all_shards_failed
from ..search.request import SearchRequest
from ..search.scoring import shortest
from ..search.values import number_of
from ..wire import Json, Reply
from .searching import WRITTEN

if TYPE_CHECKING:
    from ..cluster import State

BATCH = 1000
"""Documents of a batch, unless the request says how many."""
EMPTY_PIPELINE = "pipeline cannot be an empty string"
ALL_TOGETHER = ("total", "updated", "created", "deleted")


def read_slices(name: str, text: str) -> str:
    """`slices`: a number, or auto."""
    if text == "auto":
        return text
    problem = f'[slices] must be a positive integer or the string "auto", but was [{text}]'
    number = whole(text)
    if number is None:
        raise illegal_argument(problem, caused_by=number_format(text))
    if number < 1:
        raise illegal_argument(problem)
    return text


def read_rate(name: str, text: str) -> float:
    """`requests_per_second`: above 0, or -1 for as fast as can be."""
    problem = "[requests_per_second] must be a float greater than 0. Use -1 to disable throttling."
    number = number_of(text)
    if number is None:
        raise illegal_argument(problem, caused_by=number_format(text))
    if number <= 0 and number != -1:
        raise illegal_argument(problem)
    return float(number)


def other_conflicts(value: Json) -> ApiError:
    """`conflicts` is another word. elastic/elasticsearch:server/src/main/java/org/elasticsearch/index/reindex/AbstractBulkByScrollRequest.java"""
    return illegal_argument(f'conflicts may only be "proceed" or "abort" but was [{value}]')


RUNNING: dict[str, Parameter] = {
    "max_docs": Int(),
    "refresh": Bool(False),
    "requests_per_second": Custom(read_rate, -1.0),
    "scroll": Time(),
    "slices": Custom(read_slices),
    "timeout": Time(),
    "wait_for_active_shards": Text(),
    "wait_for_completion": Bool(True),
}
"""Parameters of whatever runs over documents."""
FINDING: dict[str, Parameter] = {
    **WILDCARDS,
    **RUNNING,
    **WRITTEN,
    "conflicts": Choice(("abort", "proceed"), "abort", lambda name, text: other_conflicts(text)),
    "scroll_size": Int(BATCH),
    "sort": Text(),
    "from": Int(),
    "terminate_after": Int(),
    "routing": Text(),
    "preference": Text(),
    "search_timeout": Time(),
    "search_type": Text(),
    "stats": Text(),
    "version": Bool(None),
    "request_cache": Bool(None),
}
"""Parameters of what runs over the documents of the indices in the path."""
NOT_IMITATED = ("sort", "from", "terminate_after")


def refuse_not_imitated(call: Call, what: str, names: tuple[str, ...] = NOT_IMITATED) -> None:
    """501 for parameters that would matter."""
    for name in names:
        if call.query[name]:
            raise not_implemented(f"the parameter [{name}] of {what}")


def read_limit(call: Call, wanted: Json) -> int | None:
    """How many documents at most, by the query string or the body."""
    limit = number_of_docs(wanted)
    asked, slices = number_of_docs(call.query["max_docs"]), call.query["slices"]
    if None not in (limit, asked) and limit != asked:
        raise illegal_argument(f"[max_docs] set to two different values [{limit}] and [{asked}]")
    limit = limit if asked is None else asked
    if limit is not None and slices not in (None, "auto") and limit < int(slices):
        raise illegal_argument("[max_docs] should be >= [slices]")
    return limit


def number_of_docs(wanted: Json) -> int | None:
    """`max_docs` of a body."""
    if wanted is None:
        return None
    if isinstance(wanted, bool) or not isinstance(wanted, int | float):
        raise class_cast(wanted, "java.lang.Number")
    limit = int(max(-(2.0**31), min(wanted, 2.0**31 - 1)))
    if limit < 0:
        raise illegal_argument(f"[max_docs] parameter cannot be negative, found [{limit}]")
    if limit == 0:
        raise illegal_argument("[max_docs] should be >= [slices]")
    return limit


def refuse_bulk(problems: Iterable[str]) -> None:
    """400 for a batch that is no bulk request; each document has its problems told."""
    found = list(problems)
    if found:
        raise request_invalid(*found)


def found_documents(
    state: State, names: list[str], request: SearchRequest, limit: int | None
) -> list[tuple[str, Document]]:
    """The documents that a search finds, each with its index, in the order in which they were written last."""
    request.size, request.batch = 0, BATCH
    request.parts = max(request.parts, 1)
    if limit is not None and request.parts > 1:
        limit //= request.parts
    run(state, names, request)  # refuses what a search refuses
    matches, failures = scores_by_index(state, names, request)
    if failures:
        raise all_shards_failed(failures, state, reason="Partial shards failure")
    found = ((view.index, view.documents[number]) for view, scores in matches for number in sorted(scores))
    return [one for _, one in zip(range(2**31 if limit is None else limit), found, strict=False)]


@dataclass(slots=True)
class Progress:
    """What became of the documents so far."""

    total: int = 0
    updated: int = 0
    created: int = 0
    deleted: int = 0
    batches: int = 0
    version_conflicts: int = 0
    noops: int = 0
    failures: list[dict[str, Json]] = field(default_factory=list)
    slice: int | None = None
    """The part that it is about."""
    parts: list[Progress] = field(default_factory=list)

    def failed(self, index: str, id: str, error: ApiError, *, proceed: bool) -> None:
        """One document failed; a version conflict is none where the request goes on over it."""
        if error.status == 409:
            self.version_conflicts += 1
            if proceed:
                return
        self.failures.append({"index": index, "id": id, "cause": error.cause(), "status": error.status})

    @property
    def status(self) -> int:
        """The HTTP status: that of the worst failure."""
        return max((int(failure["status"]) for failure in self.failures), default=200)

    def counts(self, kinds: tuple[str, ...], rate: float) -> dict[str, Json]:
        """The counts that an answer begins with."""
        counted: dict[str, Json] = {kind: getattr(self, kind) for kind in kinds}
        share = single(rate / len(self.parts)) if self.parts and rate > 0 else rate
        return {
            **({} if self.slice is None else {"slice_id": self.slice}),
            **counted,
            "batches": self.batches,
            "version_conflicts": self.version_conflicts,
            "noops": self.noops,
            "retries": {"bulk": 0, "search": 0},
            "throttled_millis": 0,
            "requests_per_second": rate,
            "throttled_until_millis": 0,
            **({"slices": [part.counts(kinds, shortest(share)) for part in self.parts]} if self.parts else {}),
        }

    def add(self, part: Progress) -> None:
        """What became of one part."""
        self.parts.append(part)
        self.failures += part.failures
        for name in ("total", "updated", "created", "deleted", "batches", "version_conflicts", "noops"):
            setattr(self, name, getattr(self, name) + getattr(part, name))


def in_batches(
    documents: list[tuple[str, Document]], size: int, progress: Progress
) -> Iterator[list[tuple[str, Document]]]:
    """The documents batch by batch, until one of them failed."""
    progress.total = len(documents)
    for start in range(0, len(documents), max(size, 1)):
        if progress.failures:
            return
        progress.batches += 1
        yield documents[start : start + max(size, 1)]


def in_slices(
    call: Call, work: Callable[[Progress], None], request: SearchRequest, progress: Progress
) -> Callable[[Progress], None]:
    """The work, part by part if the request says so."""
    asked = call.query["slices"]
    if request.slice is not None:
        if asked not in (None, "1"):
            raise request_invalid("can't specify both manual and automatic slicing at the same time")
        progress.slice = request.slice.number
    if asked in (None, "auto", "1"):
        return work
    from ..search.slicing import Slice  # few requests go part by part

    count = int(asked)

    def each(whole: Progress) -> None:
        request.parts = count
        for number in range(count):
            request.slice = Slice(number, count)
            part = Progress(slice=number)
            work(part)
            whole.add(part)

    return each


def answered(
    call: Call,
    work: Callable[[Progress], None],
    kinds: tuple[str, ...],
    *,
    action: str,
    description: str,
    request: SearchRequest,
) -> Json:
    """Do the work, and answer; or leave its answer to a task, when the request does not wait."""
    progress, rate = Progress(), call.query["requests_per_second"]
    work = in_slices(call, work, request, progress)
    if call.query["wait_for_completion"]:
        work(progress)
        head: dict[str, Json] = {"took": TOOK_MILLIS, "timed_out": False}
        return Reply({**head, **progress.counts(kinds, rate), "failures": progress.failures}, progress.status)
    keep: Any = call.contract.product.documents.keep_task
    if keep is None:
        raise not_implemented(f"a task of [{action}]")
    refused: ApiError | None = None
    try:
        work(progress)
    except ApiError as error:
        refused, rate = error, 0.0
    counts = progress.counts(ALL_TOGETHER, rate)
    told: dict[str, Json] = {}
    for name, value in counts.items():
        told |= _told(name, value)
    response = {"took": TOOK_MILLIS, "timed_out": False, **told, "failures": progress.failures}
    answer: Json = keep(call, action, description, response, status=counts, error=refused, cancellable=True)
    return answer


def _told(name: str, value: Json) -> dict[str, Json]:
    """A count as answers of tasks have it, which say times for people too."""
    if name == "slices":
        return {name: [{k: v for one, held in part.items() for k, v in _told(one, held).items()} for part in value]}
    return {**({name.removesuffix("_millis"): "0s"} if name.startswith("throttled") else {}), name: value}
