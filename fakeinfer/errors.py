"""What a server refuses with: the one exception meant for the wire, and the constructors both products share.

A vendor's own situations are constructors in its `errors.py`. The JSON shape is the same in both products:
`{"error": {"root_cause": [..], "type", "reason", .., "caused_by"?, "suppressed"?}, "status"}`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .formats.jackson import Malformed
from .formats.javatext import hash_order
from .wire import Json


class ApiError(Exception):
    """A refusal, with everything that its answer holds.

    `metadata` are the extra keys beside type and reason (`index`, `processor_type`, ..), on `error` and on its root cause.
    `root_cause` is who is to blame when that is not this error itself: the innermost exception of the vendor's own kind.
    """

    def __init__(
        self,
        status: int,
        type: str,
        reason: str | None,
        *,
        metadata: Mapping[str, Json] | None = None,
        caused_by: ApiError | None = None,
        suppressed: Sequence[ApiError] = (),
        root_cause: Sequence[ApiError] | None = None,
        headers: Sequence[tuple[str, str]] = (),
    ) -> None:
        super().__init__(reason)
        self.status = status
        self.type = type
        self.reason = reason
        self.metadata = dict(metadata or {})
        self.caused_by = caused_by
        self.suppressed = tuple(suppressed)
        self.root_cause = tuple(root_cause) if root_cause is not None else None
        self.headers = tuple(headers)

    def body(self, *, trace: bool = False) -> Json:
        """The answer's JSON; `trace` adds `stack_trace` as `?error_trace` does."""
        roots = self.root_cause if self.root_cause is not None else (self,)
        error: dict[str, Json] = {"root_cause": [root._described(trace, cause=False) for root in roots]}
        error.update(self._described(trace, cause=True))
        return {"error": error, "status": self.status}

    def cause(self, *, trace: bool = False) -> Json:
        """This error as a `caused_by`, or as the `error` of one item of many."""
        return self._described(trace, cause=True)

    def _described(self, trace: bool, *, cause: bool) -> dict[str, Json]:
        described: dict[str, Json] = {"type": self.type, "reason": self.reason, **self.metadata}
        if cause and self.caused_by is not None:
            described["caused_by"] = self.caused_by._described(False, cause=True)
        if self.suppressed:
            described["suppressed"] = [other._described(False, cause=True) for other in self.suppressed]
        if trace:
            described["stack_trace"] = f"{self.type}: {self.reason}\n\tat fakeinfer"
        return described


MAPPED = frozenset(
    ("index", "index_uuid", "shard", "resource.id", "resource.type", "property_name", "processor_type", "processor_tag")
)
"""Extra keys that the servers' exceptions keep in a hash map."""


def in_hash_order(described: Json, prefix: str) -> Json:
    """An error's JSON with its extra keys in the order of a hash map that holds them under `prefix` ("es.")."""
    if isinstance(described, list):
        return [in_hash_order(one, prefix) for one in described]
    if not isinstance(described, dict):
        return described
    mapped = [key for key in described if key in MAPPED]
    order = iter(hash_order([prefix + key for key in mapped]))
    keys = [next(order).removeprefix(prefix) if key in MAPPED else key for key in described]
    return {
        key: in_hash_order(described[key], prefix) if key in ("root_cause", "caused_by") else described[key]
        for key in keys
    }


class PlainError(ApiError):
    """A refusal whose `error` is a bare text; `shows_status` False leaves `status` out ("no handler found")."""

    def __init__(
        self, status: int, text: str, *, shows_status: bool = True, headers: Sequence[tuple[str, str]] = ()
    ) -> None:
        super().__init__(status, "plain", text, headers=headers)
        self.shows_status = shows_status

    def body(self, *, trace: bool = False) -> Json:
        return {"error": self.reason, "status": self.status} if self.shows_status else {"error": self.reason}


class CustomError(ApiError):
    """A refusal with a body of its own shape (chat errors, `_execute`, `{}` for an absent pipeline)."""

    filtered: bool
    """Whether `filter_path` is applied to it, as to any answer that the server does not take for an error."""

    def __init__(
        self, status: int, body: Json, *, headers: Sequence[tuple[str, str]] = (), filtered: bool = False
    ) -> None:
        super().__init__(status, "custom", None, headers=headers)
        self._body = body
        self.filtered = filtered

    def body(self, *, trace: bool = False) -> Json:
        return self._body


class StreamedError(ApiError):
    """A refusal that goes out as the only event of a stream, with its own HTTP status."""

    def __init__(self, refused: ApiError, *, marked: bool) -> None:
        super().__init__(
            refused.status,
            refused.type,
            refused.reason,
            metadata=refused.metadata,
            caused_by=refused.caused_by,
            root_cause=refused.root_cause,
            headers=refused.headers,
        )
        self._refused = refused
        self.marked = marked

    def body(self, *, trace: bool = False) -> Json:
        return self._refused.body(trace=trace)


class NoAnswer(ApiError):
    """The real server closes the connection without an answer here; doors do the same, or raise a connection error."""

    def __init__(self, why: str) -> None:
        super().__init__(0, "no_answer", why)


def illegal_argument(reason: str, **more: Any) -> ApiError:
    """`IllegalArgumentException`: 400 in both products."""
    return ApiError(400, "illegal_argument_exception", reason, **more)


def number_format(text: str) -> ApiError:
    """`NumberFormatException`, as Java words it for `text`."""
    return ApiError(400, "number_format_exception", f'For input string: "{text}"')


def parse_error(reason: str, **more: Any) -> ApiError:
    """`ElasticsearchParseException` / `OpenSearchParseException`: 400."""
    return ApiError(400, "parse_exception", reason, **more)


def json_exception(refused: Malformed) -> ApiError:
    """What Jackson throws for a text that is no JSON: `JsonParseException`, `JsonEOFException`, `StreamConstraintsException`."""
    types = {"parse": "json_parse_exception", "end": "json_e_o_f_exception", "limit": "stream_constraints_exception"}
    return ApiError(400, types[refused.kind], refused.message)


def value_after_the_body(token: str, line: int, column: int) -> ApiError:
    """Something follows a search's body (`ParsingException`)."""
    reason = f"Unexpected token [{token}] found after the main object."
    return ApiError(400, "parsing_exception", reason, metadata={"line": line, "col": column})


def status_error(status: int, reason: str, **more: Any) -> ApiError:
    """`ElasticsearchStatusException` / `OpenSearchStatusException`: its own status."""
    return ApiError(status, "status_exception", reason, **more)


def resource_not_found(reason: str, **more: Any) -> ApiError:
    """`ResourceNotFoundException`: 404."""
    return ApiError(404, "resource_not_found_exception", reason, **more)


def request_invalid(*problems: str) -> ApiError:
    """`ActionRequestValidationException`: numbered problems, 400."""
    return ApiError(400, "action_request_validation_exception", numbered(problems))


def numbered(problems: Sequence[str]) -> str:
    """`Validation Failed: 1: first;2: second;`"""
    return "Validation Failed: " + "".join(f"{n}: {problem};" for n, problem in enumerate(problems, 1))


def index_not_found(name: str, resource_type: str = "index_or_alias", more: str = "") -> ApiError:
    """`IndexNotFoundException`: 404. `resource_type` is "index_expression" where a single document was asked for."""
    metadata = {"index": name, "resource.id": name, "resource.type": resource_type, "index_uuid": "_na_"}
    return ApiError(404, "index_not_found_exception", f"no such index [{name}]{more}", metadata=metadata)


def _at_shard(index: str, uuid: str) -> dict[str, Json]:
    return {"index": index, "shard": "0", "index_uuid": uuid}


def version_conflict(index: str, uuid: str, id: str, why: str) -> ApiError:
    """`VersionConflictEngineException`: 409."""
    reason = f"[{id}]: version conflict, {why}"
    return ApiError(409, "version_conflict_engine_exception", reason, metadata=_at_shard(index, uuid))


def document_already_exists(index: str, uuid: str, id: str, version: int) -> ApiError:
    """A document was to be created that is there: 409."""
    return version_conflict(index, uuid, id, f"document already exists (current version [{version}])")


def document_missing(index: str, uuid: str, id: str) -> ApiError:
    """`DocumentMissingException`: an update of a document that is not there, 404."""
    return ApiError(404, "document_missing_exception", f"[{id}]: document missing", metadata=_at_shard(index, uuid))


def not_implemented(what: str, waive: str | None = None) -> ApiError:
    """Our own refusal: the real server can do this and the fake cannot (501). `waive` names the switch that lets it pass."""
    advice = f" {waive} lets it pass unread." if waive else ""
    return ApiError(501, "fakeinfer_not_implemented_exception", f"fakeinfer does not implement {what}.{advice}")


def is_ours(refused: ApiError) -> bool:
    """Whether it is our own refusal, which no server wraps in one of its own."""
    return refused.type == "fakeinfer_not_implemented_exception"


def script_exhausted(endpoint: str, scripted: int, asked: str) -> ApiError:
    """Our own refusal: a test scripted fewer answers of an endpoint than it was asked for (500)."""
    reason = f"all {scripted} answers scripted for [{endpoint}] were given, and it was asked once more: {asked}"
    return ApiError(500, "fakeinfer_script_exhausted_exception", reason)


def script_does_not_fit(endpoint: str, why: str, asked: str) -> ApiError:
    """Our own refusal: what a test scripted is no answer to what an endpoint was asked (500)."""
    reason = f"the script of [{endpoint}] has no answer to {asked}: {why}"
    return ApiError(500, "fakeinfer_script_mismatch_exception", reason)


def script_raised(endpoint: str, exception: str, asked: str) -> ApiError:
    """Our own refusal: the function that a test has answer for an endpoint raised something (500)."""
    reason = f"the function that answers for [{endpoint}] raised {exception} when asked {asked}"
    return ApiError(500, "fakeinfer_script_failed_exception", reason)
