"""Refusals about controllers. opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/action/controller/."""

from __future__ import annotations

from typing import Any

from ...errors import ApiError, status_error
from ...formats.javatext import hash_order
from ...formats.positions import position, token_name
from ..ml.errors import illegal_state, null_pointer
from ..ml.values import json_text


def model_not_found() -> ApiError:
    """Creating or updating for an unknown model; both say "create"."""
    return status_error(
        404, "Failed to find model to create the corresponding model controller with the provided model ID"
    )


def controller_not_found(id: str | None) -> ApiError:
    """GET of a model that has none; the documentation's sentence names the model."""
    named = "" if id is None else f": {id}"
    return status_error(404, f"Failed to find model controller with the provided model ID{named}")


def no_controllers() -> ApiError:
    """GET while there never was one; DELETE of one that is not there."""
    return status_error(404, "Failed to find model controller")


def no_controller_to_update(id: str) -> ApiError:
    """PUT before POST."""
    return status_error(
        409,
        "Model controller haven't been created for the model. Consider calling create model controller api instead. "
        f"Model ID: {id}",
    )


def function_not_limited(function: str) -> ApiError:
    """A model of another function than text embedding and remote."""
    return status_error(
        403, f"Creating model controller on this operation on the function category {function} is not supported."
    )


def model_is_deploying(id: str) -> ApiError:
    """The model is on its way into memory."""
    return status_error(
        409,
        "Creating a model controller during its corresponding model in DEPLOYING state is not allowed, please either create "
        f"the model controller after it is deployed or before deploying it. Model ID: {id}",
    )


def limits_are_a_list() -> ApiError:
    """`user_rate_limiter` is a list (observed: opensearch 2.19.1)."""
    return null_pointer('Cannot invoke "String.hashCode()" because "<local4>" is null')


def limit_is_no_text(limit: dict[str, Any], field: str) -> ApiError:
    """An object or list in one limit. The server reads it from a hash map's JSON, where it tells the place (observed: opensearch 2.19.1)."""
    data = json_text({name: limit[name] for name in hash_order(limit)}).encode(errors="replace")
    line, column = position(data, (field,))
    return illegal_state(f"Can't get text on a {token_name(limit[field])} at {line}:{column}")
