"""Elasticsearch's refusals: one constructor a situation, named after it, with when and source. What both products share is in
`fakeinfer/errors.py`.

A schema's `x-error` names a key of `REFUSALS`: a constructor that takes the call and the violation.
"""

from __future__ import annotations

from collections.abc import Callable

from ..errors import ApiError
from ..operations import Call
from ..schema import Violation

REFUSALS: dict[str, Callable[[Call, Violation], ApiError]] = {}
"""`x-error` key -> constructor."""


def refuse(call: Call, violation: Violation) -> ApiError:
    """The wire error that a schema violation becomes. A violation without a named error is a bug of the schema."""
    if violation.error is None or violation.error not in REFUSALS:
        where = ".".join(map(str, violation.at)) or "body"
        raise ValueError(
            f"schemas/{call.operation.id}.json: no refusal {violation.error!r} for {where}: {violation.message}"
        )
    return REFUSALS[violation.error](call, violation)
