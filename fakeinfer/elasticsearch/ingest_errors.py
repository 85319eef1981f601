"""Elasticsearch's refusals about stored pipelines and the inference processor; what both products say is in `ingest/errors.py`."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import ApiError, illegal_argument, parse_error
from ..wire import Json

_SHOWN = 3
"""How many indices the server names."""


def if_version_no_integer(text: str) -> ApiError:
    """`if_version` is no number (observed: elasticsearch 9.5.0)."""
    return illegal_argument(f"invalid value [{text}] specified for [if_version]. must be an integer value")


def managed_by_the_system(name: str) -> ApiError:
    """A definition sets one of the dates the system keeps (observed: elasticsearch 9.2.0, 9.5.0)."""
    return parse_error(f"Provided a pipeline property which is managed by the system: {name}.")


def pipeline_version_of_none(id: str, required: int) -> ApiError:
    """`if_version` for a pipeline that is not there."""
    return illegal_argument(
        f"version conflict, required version [{required}] for pipeline [{id}] but no pipeline was found"
    )


def pipeline_version_conflict(id: str, required: int, current: Json) -> ApiError:
    """`if_version` is not the version that is there."""
    shown = "null" if current is None else current
    return illegal_argument(
        f"version conflict, required version [{required}] for pipeline [{id}] but current version is [{shown}]"
    )


def same_pipeline_version(id: str, version: Json) -> ApiError:
    """`if_version` with a definition of the version that is there."""
    return illegal_argument(f"cannot update pipeline [{id}] with the same version [{version}]")


def pipeline_in_use(id: str, defaults: Sequence[str], finals: Sequence[str]) -> ApiError:
    """DELETE of a pipeline that indices run by default or at the end (observed: elasticsearch 9.5.0)."""
    uses = [
        f"the {kind} pipeline for {len(names)} index(es) including [{','.join(names[:_SHOWN])}]"
        for kind, names in (("default", defaults), ("final", finals))
        if names
    ]
    return illegal_argument(f"pipeline [{id}] cannot be deleted because it is {' and '.join(uses)}")
