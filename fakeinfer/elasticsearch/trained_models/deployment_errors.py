"""Refusals about deployments and inference by trained models: one constructor a situation, with when and source.

Sources are below x-pack/plugin/ml/src/main/java/org/elasticsearch/xpack/ml/ of elastic/elasticsearch, unless the path says
`core/`: x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/ml/.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...errors import ApiError, request_invalid, resource_not_found, status_error
from ..errors import no_enum_constant, validation

BAD_PARTS = "Unable to deploy model, please delete and recreate the model definition"
"""elastic/elasticsearch:core/job/messages/Messages.java (UNABLE_TO_DEPLOY_MODEL_BAD_PARTS)"""


def invalid_request(problems: Sequence[str]) -> ApiError:
    """Everything wrong with a start or an update. elastic/elasticsearch:core/action/StartTrainedModelDeploymentAction.java"""
    return request_invalid(*problems)


def no_constant(enum: str, word: str) -> ApiError:
    """A word that is none of an enum's about deployments. elastic/elasticsearch:core/inference/assignment/"""
    return no_enum_constant(f"xpack.core.ml.inference.assignment.{enum}", word)


def too_many_deployments(limit: int) -> ApiError:
    """One deployment more than there may be. elastic/elasticsearch:action/TransportStartTrainedModelDeploymentAction.java"""
    return status_error(
        429, f"Could not start model deployment because existing deployments reached the limit of [{limit}]"
    )


def deployment_exists(deployment_id: str) -> ApiError:
    """The id is that of a running deployment. elastic/elasticsearch:action/TransportStartTrainedModelDeploymentAction.java"""
    return status_error(
        400,
        f"Could not start model deployment because an existing deployment with the same id [{deployment_id}] exist",
    )


def id_is_an_endpoint(model_id: str) -> ApiError:
    """The model has the name of an inference endpoint. elastic/elasticsearch:action/TransportStartTrainedModelDeploymentAction.java"""
    return status_error(
        400,
        f"Model IDs must be unique. Requested model ID [{model_id}] matches existing model IDs but must not.",
    )


def several_models(asked: str, model_ids: Sequence[str]) -> ApiError:
    """A pattern that means several models. elastic/elasticsearch:action/TransportStartTrainedModelDeploymentAction.java"""
    return status_error(
        400,
        f"cannot deploy more than one model at the same time; [{asked}] matches models [[{', '.join(model_ids)}]]",
    )


def several_models_early(asked: str, count: int) -> ApiError:
    """The same, in the words of older servers. elastic/elasticsearch:action/TransportStartTrainedModelDeploymentAction.java"""
    return status_error(
        400, f"cannot deploy more than one models at the same time; [{asked}] matches [{count}] models]"
    )


def not_deployable(model_id: str, kind: str) -> ApiError:
    """A model that runs in the server itself. elastic/elasticsearch:action/TransportStartTrainedModelDeploymentAction.java"""
    return status_error(
        400, f"model [{model_id}] of type [{kind}] cannot be deployed. Only PyTorch models can be deployed"
    )


def id_of_another_model(deployment_id: str) -> ApiError:
    """A deployment with the name of another model. elastic/elasticsearch:action/TransportStartTrainedModelDeploymentAction.java"""
    return status_error(
        400,
        f"Deployment id [{deployment_id}] is the same as an another model which is not the model being deployed. "
        "Deployment id can be the same as the model being deployed but cannot match a different model",
    )


def no_definition(model_id: str) -> ApiError:
    """Not one part was uploaded. elastic/elasticsearch:core/job/messages/Messages.java"""
    return resource_not_found(f"Could not find trained model definition [{model_id}]")


def truncated_definition(model_id: str) -> ApiError:
    """Parts are missing. elastic/elasticsearch:core/job/messages/Messages.java"""
    return status_error(400, f"Model definition truncated. Unable to deserialize trained model definition [{model_id}]")


def lengths_differ(model_id: str, length: int, part: int, first_length: int, first: int) -> ApiError:
    """Parts that say different total lengths. elastic/elasticsearch:action/TransportStartTrainedModelDeploymentAction.java"""
    return status_error(
        400,
        f"[{model_id}] [total_definition_length] must be the same in all model definition parts. The value [{length}] in "
        f"model definition part [{part}] does not match the value [{first_length}] in part [{first}]. {BAD_PARTS}",
    )


def still_downloading(model_id: str) -> ApiError:
    """The download did not end in time. elastic/elasticsearch:core/job/messages/Messages.java (MODEL_DOWNLOAD_IN_PROGRESS)"""
    return status_error(
        408,
        "Model download task is currently running. Wait for trained model "
        f"[{model_id}] download task to complete then try again",
    )


def no_vocabulary(model_id: str) -> ApiError:
    """A text model without its vocabulary. elastic/elasticsearch:core/job/messages/Messages.java (VOCABULARY_NOT_FOUND)"""
    return resource_not_found(f"[{model_id}] Could not find vocabulary document [{model_id}_vocabulary] for model ")


def adaptive_and_fixed() -> ApiError:
    """An update of the number where the number adapts. elastic/elasticsearch:inference/assignment/TrainedModelAssignmentClusterService.java"""
    return validation("[number_of_allocations] cannot be set if adaptive allocations is enabled")


def update_of_an_endpoints_deployment(deployment_id: str) -> ApiError:
    """The deployment belongs to an endpoint. elastic/elasticsearch:action/TransportUpdateTrainedModelDeploymentAction.java"""
    return status_error(
        409,
        f"Cannot update deployment [{deployment_id}] as it was created by inference endpoint [{deployment_id}]. "
        "This model deployment must be updated through the inference API.",
    )


# --- stopping ---------------------------------------------------------------------------------------------------------


def stop_in_use(deployment_id: str) -> ApiError:
    """Pipelines name the deployment. elastic/elasticsearch:action/TransportStopTrainedModelDeploymentAction.java"""
    return status_error(
        409,
        f"Cannot stop deployment [{deployment_id}] as it is referenced by ingest processors; use force to stop the deployment",
    )


def stop_alias_in_use(deployment_id: str, alias: str) -> ApiError:
    """Pipelines name an alias. elastic/elasticsearch:action/TransportStopTrainedModelDeploymentAction.java"""
    return status_error(
        409,
        f"Cannot stop deployment [{deployment_id}] as it has a model_alias [{alias}] that is still referenced by ingest "
        "processors; use force to stop the deployment",
    )


def stop_of_an_endpoints_deployment(deployment_id: str, inference_id: str) -> ApiError:
    """An endpoint made the deployment.

    elastic/elasticsearch:x-pack/plugin/inference/qa/inference-service-tests/src/javaRestTest/java/org/elasticsearch/xpack/inference/
    """
    owned = deployment_id == inference_id
    how = "was created by" if owned else "is used by"
    return status_error(
        409, f"Cannot stop deployment [{deployment_id}] as it {how} inference endpoint [{inference_id}]"
    )


# --- inferring --------------------------------------------------------------------------------------------------------


def requires_body() -> ApiError:
    """`_infer` without a body. elastic/elasticsearch:rest/inference/RestInferTrainedModelAction.java"""
    return status_error(400, "requires body")


def not_deployed(model_id: str) -> ApiError:
    """A model that runs only where it is deployed. elastic/elasticsearch:action/TransportInternalInferModelAction.java"""
    return status_error(
        409,
        f"Model [{model_id}] must be deployed to use. Please deploy with the start trained model deployment API.",
    )


def not_allocated(id: str, *, starting: bool) -> ApiError:
    """Scaled to zero; the question itself starts one allocation. elastic/elasticsearch:action/TransportInternalInferModelAction.java"""
    tail = "; starting deployment of one allocation" if starting else ""
    return status_error(409, f"Trained model deployment [{id}] is not allocated to any nodes{tail}")


def input_missing(field: str) -> ApiError:
    """A document without the model's input field. elastic/elasticsearch:inference/deployment/NlpInferenceInput.java"""
    return status_error(400, f"no value could be found for input field [{field}]")


def input_is_no_text(value: str, field: str) -> ApiError:
    """The input field of a text model holds something else. elastic/elasticsearch:inference/deployment/NlpInferenceInput.java"""
    return status_error(400, f"input value [{value}] for field [{field}] is not a string")


def another_kind_of_config(model_id: str, given: str, stored: str) -> ApiError:
    """`inference_config` of another kind than the model's. elastic/elasticsearch:inference/loadingservice/LocalModel.java"""
    return status_error(
        400,
        f"Model [{model_id}] has inference config of type [{stored}] which is not supported by inference request of type [{given}]",
    )


def another_task(model_id: str, configured: str, asked: str) -> ApiError:
    """A deployed model and `inference_config` of another kind. elastic/elasticsearch:inference/deployment/TrainedModelDeploymentTask.java"""
    return status_error(
        403, f"Trained model [{model_id}] is configured for task [{configured}] but called with task [{asked}]"
    )


def setting_required(name: str, kind: str) -> ApiError:
    """A question without what the kind of model needs. The sentence is not confirmed, only what it names."""
    return status_error(400, f"[{name}] must be provided for [{kind}]")


def no_mask(mask: str) -> ApiError:
    """Nothing to fill. elastic/elasticsearch:inference/nlp/FillMaskProcessor.java"""
    return validation(f"no {mask} token could be found")


def several_masks(mask: str) -> ApiError:
    """More than one place to fill. elastic/elasticsearch:inference/nlp/FillMaskProcessor.java"""
    return validation(f"only one {mask} token should exist in the input")


def not_deserializable(model_id: str) -> ApiError:
    """A definition that was kept unread cannot be read. elastic/elasticsearch:core/job/messages/Messages.java"""
    return ApiError(500, "exception", f"Could not deserialize trained model [{model_id}]")
