"""Refusals of updating an endpoint: one constructor a situation, with when and source.

Bodies: elastic/elasticsearch:x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/inference/action/UpdateInferenceModelAction.java.
Endpoints: elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/action/TransportUpdateInferenceModelAction.java.
"""

from __future__ import annotations

from ...errors import ApiError, request_invalid, status_error


def body_says_nothing() -> ApiError:
    """`{}`, or a body that is no object."""
    return status_error(400, "Request body is empty")


def task_type_is_no_text(left: str, *, status: int) -> ApiError:
    """`task_type` is not a string; `left` is the body as Java prints it. 500 before 9.5."""
    return status_error(status, f"Failed to parse [task_type] in update request [{left}]")


def not_an_object(name: str, left: str) -> ApiError:
    """Settings are no object. `name` as the version calls them: `service settings`, later `[service_settings]`."""
    return status_error(400, f"Unable to parse {name} in the request [{left}]")


def null_among_settings(left: str) -> ApiError:
    """A setting is null, which early servers cannot read: 500."""
    return status_error(500, f"Failed to parse update request [{left}]")


def cannot_be_updated(left: str) -> ApiError:
    """Other keys than those that an update knows, `service` among them."""
    return status_error(
        400, f"Request contained fields which cannot be updated, remove these fields and try again [{left}]"
    )


def nothing_to_update(inference_id: str) -> ApiError:
    """No endpoint has this id. The sentence is not confirmed, only what it names."""
    return status_error(404, f"The inference endpoint [{inference_id}] does not exist and cannot be updated")


def service_not_found(name: str) -> ApiError:
    """The endpoint's service is not there (any more)."""
    return status_error(500, f"Service [{name}] not found")


def default_endpoint(inference_id: str) -> ApiError:
    """An endpoint of the server's own."""
    return status_error(400, f"Default endpoint [{inference_id}] cannot be updated")


def another_task_type() -> ApiError:
    """The endpoint does another task than the one that URL or body name."""
    return status_error(400, "Task type must match the task type of the existing endpoint")


def no_deployment(inference_id: str) -> ApiError:
    """An endpoint of a model in the cluster, whose deployment is gone. The sentence is not confirmed, only what it names."""
    return status_error(
        404, f"Requested model ID [{inference_id}] does not have a matching trained model and thus cannot be updated."
    )


def no_allocations(body: str) -> ApiError:
    """An early server and an endpoint of a model in the cluster: nothing else than `num_allocations` can change; the body is repeated."""
    return status_error(400, f"Failed to parse [num_allocations] of update request [{body}]")


def too_few_allocations() -> ApiError:
    """The deployment refuses less than one allocation. elastic/elasticsearch:x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/ml/action/UpdateTrainedModelDeploymentAction.java"""
    return request_invalid("[number_of_allocations] must be a positive integer")


def deployment_of_another(inference_id: str, deployment_id: str, *, owned: bool) -> ApiError:
    """The endpoint uses a deployment that another endpoint (`owned`) or the trained-model API made.

    elastic/elasticsearch:x-pack/plugin/inference/qa/inference-service-tests/src/javaRestTest/java/org/elasticsearch/xpack/inference/CreateFromDeploymentIT.java
    """
    if owned:
        return status_error(
            409,
            f"Cannot update inference endpoint [{inference_id}] for model deployment [{deployment_id}] as it was created by "
            f"another inference endpoint. The model can only be updated using inference endpoint id [{deployment_id}].",
        )
    return status_error(
        409,
        f"Cannot update inference endpoint [{inference_id}] using model deployment [{deployment_id}]. "
        "The model deployment must be updated through the trained models API.",
    )
