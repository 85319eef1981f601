"""What a request asks of the form of its answer, read before anything else: the parts both products share.

The vendors' own modules of this name hold their media types and their refusals.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from . import media
from .errors import ApiError, illegal_argument
from .formats.escapes import BadEscape, query_parameters
from .media import Output
from .operations import Bool

if TYPE_CHECKING:
    from .pipeline import Exchange

_SWITCH = Bool()


def read_query_string(exchange: Exchange) -> ApiError | None:
    """Split and decode the query string; a bad escape leaves no parameters and is returned as the refusal it is."""
    target = exchange.request.target.partition("#")[0]
    _, _, query = target.partition("?")
    if query:
        try:
            exchange.raw_query = query_parameters(query)
        except BadEscape as bad:
            return bad_parameter(str(bad))
    return None


def bad_parameter(why: str) -> ApiError:
    """A parameter that cannot be decoded (`RestRequest.BadParameterException`), in both products."""
    reason = f"java.lang.IllegalArgumentException: {why}"
    return ApiError(400, "bad_parameter_exception", reason, caused_by=illegal_argument(why))


def read_output(exchange: Exchange, base: Output, print_as: Callable[[str], Output | None]) -> ApiError | None:
    """Set how the answer is printed: `base` is what the headers ask for, `print_as` prints in a format named in the query.

    A parameter that says neither true nor false is returned as a refusal, which is printed without any parameters.
    """
    exchange.output = base
    raw = exchange.raw_query
    if not raw:
        return None
    output = base
    if "format" in raw:
        output = print_as(raw["format"]) or base
    try:
        exchange.output = output._replace(
            pretty=_SWITCH.read("pretty", raw["pretty"]) if "pretty" in raw else None,
            human=_SWITCH.read("human", raw["human"]) if "human" in raw else False,
            error_trace=raw.get("error_trace", "false") in ("", "true"),
            filter_path=raw.get("filter_path"),
        )
    except ApiError as refused:
        exchange.raw_query = {}
        return refused
    return None


def refuse(exchange: Exchange, *problems: ApiError | None) -> None:
    """Raise the first of the problems found; the answer has to have a form that can be printed."""
    if (unprintable := media.unprintable(exchange.output.format)) is not None:
        exchange.output = exchange.output._replace(format="json", content_type="application/json")
        problems = (*problems, unprintable)
    for problem in problems:
        if problem is not None:
            raise problem


def different_values(exchange: Exchange, header: str) -> bool:
    """Whether a header that may have one value has several."""
    values = exchange.request.headers.get(header)
    return values is not None and len(set(values)) > 1
