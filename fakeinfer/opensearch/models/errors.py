"""Refusals of getting, changing and removing models; those about groups, connectors and bodies are in `ml/errors.py`.

Sources are files of opensearch-project/ml-commons, `plugin/src/main/java/org/opensearch/ml/` unless said otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...errors import ApiError, parse_error, status_error
from ..ml.errors import (
    ml_error,
    plain_exception,
)


def model_not_found() -> ApiError:
    """Deploy, undeploy, predict and delete of an unknown model."""
    return status_error(404, "Failed to find model")


def model_to_get_not_found(id: str) -> ApiError:
    """GET of an unknown model."""
    return status_error(404, f"Failed to find model with the provided model id: {id}")


def no_models(not_found: bool) -> ApiError:
    """GET while no model was ever registered: 500 until 2.19."""
    text = "Fail to find model"
    return status_error(404, text) if not_found else ml_error("resource_not_found_exception", text)


def model_to_update_not_found(id: str) -> ApiError:
    """PUT of an unknown model."""
    return status_error(404, f"Failed to find model to update with the provided model id: {id}")


def update_body_is_empty() -> ApiError:
    """PUT without a body."""
    return parse_error("Update model request has empty body")


def function_cannot_be_updated(function: str) -> ApiError:
    """PUT of a model that is neither text embedding nor remote."""
    return status_error(403, f"The function category {function} is not supported at this time.")


def model_is_deploying(id: str) -> ApiError:
    """PUT while the model is being deployed."""
    return status_error(409, f"Model is deploying. Please wait for the model to complete deployment. model ID {id}")


def both_connector_kinds() -> ApiError:
    """PUT with `connector_id` and `connector`."""
    return status_error(
        400, "Model cannot have both stand-alone connector and internal connector. Please check your update input body."
    )


def connector_of_local_model() -> ApiError:
    """PUT of connector fields on a local model."""
    return status_error(400, "Trying to update the connector or connector_id field on a local model.")


def model_has_no_connector_id() -> ApiError:
    """PUT of `connector_id` on a model with an inline connector."""
    return status_error(400, "This remote does not have a connector_id field, maybe it uses an internal connector.")


def model_has_no_inline_connector(own_words: bool) -> ApiError:
    """PUT of `connector` on a model that is linked to one; a null pointer until 3.0."""
    if own_words:
        return status_error(
            400,
            "Cannot update connector settings for this model. The model was created with a connector_id and does not "
            "have an inline connector.",
        )
    return ApiError(
        500,
        "null_pointer_exception",
        'Cannot invoke "org.opensearch.ml.common.connector.Connector.update(org.opensearch.ml.common.transport.connector.'
        'MLCreateConnectorInput, java.util.function.BiFunction)" because "connector" is null',
    )


def target_group_not_found(id: str) -> ApiError:
    """PUT into an unknown group."""
    return status_error(
        404,
        f"Failed to find the model group with the provided model group id in the update model input, MODEL_GROUP_ID: {id}",
    )


def model_is_deployed(status_400: bool) -> ApiError:
    """Deleting a model in a deploying or deployed state: 400 since 2.12."""
    text = "Model cannot be deleted in deploying or deployed state. Try undeploy model first then delete"
    return status_error(400, text) if status_400 else plain_exception(text)


def model_used_by_agents(count: int, visible: Sequence[str]) -> ApiError:
    """Safe delete: agents name the model in a tool."""
    return status_error(
        409,
        f"{count} agents are still using this model, please delete or update the agents first, all visible agents are: "
        f"[{', '.join(visible)}]",
    )


def model_used_by_pipelines(kind: str, names: Sequence[str]) -> ApiError:
    """Safe delete: "ingest" or "search" pipelines name the model."""
    return status_error(
        409,
        f"{len(names)} {kind} pipelines are still using this model, please delete or update the pipelines first: "
        f"[{', '.join(names)}]",
    )
