"""What versions differ in about calling models in other places. Part of `opensearch/changes.py`."""

from __future__ import annotations

from ...contract import Change
from ...versions import Span

REMOTE_STATUS_CODE = "remote_status_code"
PAYLOAD_IN_SHORT_WORDS = "payload_in_short_words"
REMOTE_CALLS_ARE_ASYNC = "remote_calls_are_async"
THROTTLING_IS_MARKED = "throttling_is_marked"
PRIVATE_ADDRESSES_ARE_REFUSED = "private_addresses_are_refused"
TENSORS_ARE_TYPED = "tensors_are_typed"
BAD_URL_IS_EXPLAINED = "bad_url_is_explained"
EMPTY_ANSWERS_ARE_TOLD = "empty_answers_are_told"
ADDRESSES_ARE_CHECKED_LATE = "addresses_are_checked_late"
PROCESSING_ERRORS_PASS = "processing_errors_pass"
RESPONSE_FILTER_FALLS_BACK = "response_filter_falls_back"

CHANGES = (
    Change(REMOTE_STATUS_CODE, Span("2.11"), "remote results tell their status_code"),
    Change(PAYLOAD_IN_SHORT_WORDS, Span("2.12"), "a payload that is no JSON is refused in fewer words"),
    Change(REMOTE_CALLS_ARE_ASYNC, Span("2.14"), "what goes wrong with a remote answer is told as an ML exception"),
    Change(THROTTLING_IS_MARKED, Span("2.15"), "an answer that AWS marks as throttling has a type of its own"),
    Change(
        PRIVATE_ADDRESSES_ARE_REFUSED, Span("2.15"), "connectors reach no private addresses unless a setting lets them"
    ),
    Change(TENSORS_ARE_TYPED, Span("3.0"), "the path of an embedding says of what type its tensor is"),
    Change(BAD_URL_IS_EXPLAINED, Span("3.2"), "a filled url that is none is refused with what to do"),
    Change(EMPTY_ANSWERS_ARE_TOLD, Span("3.2"), "remote answers without a body are told by their status, a 400 before"),
    Change(
        ADDRESSES_ARE_CHECKED_LATE,
        Span("3.3"),
        "the address of a connector is checked last, and what is wrong with it has itself as its cause",
    ),
    Change(PROCESSING_ERRORS_PASS, Span("3.3"), "illegal arguments of a post-process function are a 400, a 500 before"),
    Change(
        RESPONSE_FILTER_FALLS_BACK,
        Span("3.7"),
        "a response_filter that finds nothing leaves the whole answer, a 500 before",
    ),
)
