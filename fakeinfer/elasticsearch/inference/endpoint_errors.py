"""Refusals of the inference-endpoint operations: one constructor a situation, with when and source.

Sources are below x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/ of elastic/elasticsearch, unless the
path is written out. The sentences about single settings are in `services/problems.py`.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...errors import (
    ApiError,
    illegal_argument,
    parse_error,
    request_invalid,
    resource_not_found,
    status_error,
)
from ...formats.javatext import java_class
from ..errors import validation


def endpoint_not_found(inference_id: str) -> ApiError:
    """No endpoint has this id. elastic/elasticsearch:registry/ModelRegistry.java"""
    return resource_not_found(f"Inference endpoint not found [{inference_id}]")


def other_task_type(asked: str, stored: str) -> ApiError:
    """GET or DELETE name another task type than the endpoint's. elastic/elasticsearch:action/TransportGetInferenceModelAction.java"""
    return status_error(
        400, f"Requested task type [{asked}] does not match the inference endpoint's task type [{stored}]"
    )


def unknown_task_type(text: str) -> ApiError:
    """A word that is no task type, in the URL or in the body. elastic/elasticsearch:server/src/main/java/org/elasticsearch/inference/TaskType.java"""
    return status_error(400, f"Unknown task_type [{text}]")


def no_task_type() -> ApiError:
    """Neither URL nor body says which task. elastic/elasticsearch:services/ServiceUtils.java (resolveTaskType)"""
    return status_error(400, "model is missing required setting [task_type]")


def any_is_no_task_type_of_an_endpoint() -> ApiError:
    """`task_type: any` in a body. elastic/elasticsearch:services/ServiceUtils.java (resolveTaskType)"""
    return status_error(400, "task_type [any] is not valid type for inference")


def conflicting_task_types(url: str, body: str) -> ApiError:
    """URL and body name different tasks. elastic/elasticsearch:services/ServiceUtils.java (resolveTaskType)"""
    return status_error(
        400,
        f"Cannot resolve conflicting task_type parameter in the request URL [{url}] and the request body [{body}]",
    )


def invalid_inference_id(inference_id: str) -> ApiError:
    """An id that cannot be used. elastic/elasticsearch:x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/ml/utils/MlStrings.java"""
    return request_invalid(
        f"Invalid inference_id; '{inference_id}' can contain lowercase alphanumeric (a-z and 0-9), hyphens or "
        "underscores; must start and end with alphanumeric"
    )


def body_required() -> ApiError:
    """An empty body where one is needed."""
    return parse_error("request body is required")


def no_service(*, endpoint: bool) -> ApiError:
    """The body has no `service`; `endpoint`: in the newer words. elastic/elasticsearch:action/TransportPutInferenceModelAction.java"""
    return status_error(
        400,
        "Inference endpoint configuration is missing the [service] setting"
        if endpoint
        else "Model configuration is missing a service",
    )


def unknown_service(name: str) -> ApiError:
    """A service this version does not have. elastic/elasticsearch:action/TransportPutInferenceModelAction.java"""
    return status_error(400, f"Unknown service [{name}]")


def task_type_not_supported(service: str, task_type: str) -> ApiError:
    """The service cannot do this task. elastic/elasticsearch:services/ServiceUtils.java"""
    return status_error(400, f"The [{service}] service does not support task type [{task_type}]")


def endpoint_exists(inference_id: str) -> ApiError:
    """The id is taken by another endpoint. elastic/elasticsearch:registry/ModelRegistry.java"""
    return ApiError(400, "resource_already_exists_exception", f"Inference endpoint [{inference_id}] already exists")


def deployment_has_this_id(inference_id: str) -> ApiError:
    """The id is that of a running trained-model deployment. elastic/elasticsearch:action/TransportPutInferenceModelAction.java"""
    return status_error(
        400,
        f"Inference endpoint IDs must be unique. Requested inference endpoint ID [{inference_id}] matches existing "
        "trained model ID(s) but must not.",
    )


def field_missing(name: str) -> ApiError:
    """`service_settings` is absent or null. elastic/elasticsearch:services/ServiceUtils.java (removeFromMapOrThrowIfNull)"""
    return status_error(400, f"Missing required field [{name}]")


def settings_invalid(problems: list[str]) -> ApiError:
    """Everything wrong with one settings object. elastic/elasticsearch:server/src/main/java/org/elasticsearch/common/ValidationException.java"""
    return validation(*problems)


def unknown_settings(left: str, service: str, *, model: bool) -> ApiError:
    """Keys nobody read, `left` as Java prints the map. elastic/elasticsearch:services/ServiceUtils.java (throwIfNotEmptyMap)"""
    whose = "Model configuration" if model else "Configuration"
    return status_error(400, f"{whose} contains settings [{left}] unknown to the [{service}] service")


def unknown_nested_settings(left: str, field: str, settings: str, *, model: bool) -> ApiError:
    """The same in an object among the settings. elastic/elasticsearch:services/ServiceUtils.java (throwIfNotEmptyMap)"""
    whose = "Model configuration" if model else "Configuration"
    return status_error(
        400, f"{whose} contains unknown settings [{left}] while parsing field [{field}] for settings [{settings}]"
    )


def unusable_template(reason: str) -> ApiError:
    """A template that cannot be filled. elastic/elasticsearch:services/custom/CustomService.java (validateConfiguration)"""
    return settings_invalid([f"Failed to validate model configuration: {reason}"])


def trial_failed() -> ApiError:
    """A new endpoint's model cannot be reached. elastic/elasticsearch:services/validation/SimpleServiceIntegrationValidator.java"""
    return status_error(
        400, "Could not complete inference endpoint creation as validation call to service threw an exception."
    )


def trial_refused(cause: ApiError) -> ApiError:
    """A new endpoint's service refuses its first question. elastic/elasticsearch:services/validation/SimpleServiceIntegrationValidator.java"""
    return status_error(
        400,
        "Could not complete inference endpoint creation as validation call to service threw an exception.",
        caused_by=cause,
    )


def vectors_of_another_length(inference_id: str, measured: int, sent: int) -> ApiError:
    """A new endpoint's model has other vectors than its settings say. elastic/elasticsearch:services/validation/DenseEmbeddingModelValidator.java"""
    return status_error(
        400,
        f"The retrieved embeddings size [{measured}] does not match the size specified in the settings [{sent}]. Please "
        f"recreate the [{inference_id}] configuration with the correct dimensions",
    )


def api_without_task(api: str, task_type: str, task_types: Sequence[str]) -> ApiError:
    """The API behind an endpoint does not do the task; the server puts api and task in each other's place.

    elastic/elasticsearch:services/sagemaker/schema/SageMakerSchemas.java
    """
    return status_error(
        405,
        f"Task [{api}] is not compatible for service [sagemaker] and api [{task_type}]. "
        f"Supported tasks: [[{', '.join(task_types)}]]",
    )


def not_castable(value: object, wanted: str) -> ApiError:
    """A JSON value of a kind that the server casts without looking: 500. `wanted`: `java.util.Map`, `java.lang.String`."""
    given = java_class(value)
    return ApiError(
        500,
        "class_cast_exception",
        f"class {given} cannot be cast to class {wanted} ({given} and {wanted} are in module java.base of loader 'bootstrap')",
    )


def reserved_endpoint(inference_id: str) -> ApiError:
    """DELETE of a preconfigured endpoint without force. elastic/elasticsearch:action/TransportDeleteInferenceEndpointAction.java"""
    return status_error(
        400,
        f"[{inference_id}] is a reserved inference endpoint. Use the force=true query parameter to delete the inference endpoint.",
    )


def endpoint_in_use(text: str) -> ApiError:
    """DELETE of an endpoint that pipelines or indices refer to. elastic/elasticsearch:action/TransportDeleteInferenceEndpointAction.java"""
    return status_error(409, text)


def service_gone(inference_id: str) -> ApiError:
    """DELETE of an endpoint whose service this server does not have. elastic/elasticsearch:action/TransportDeleteInferenceEndpointAction.java"""
    return status_error(404, f"No service found for this inference endpoint {inference_id}")


def no_model_id() -> ApiError:
    """`elasticsearch` service without model_id. elastic/elasticsearch:services/elasticsearch/ElasticsearchInternalService.java"""
    return illegal_argument("Error parsing service settings, model_id must be provided")


def model_not_on_this_platform(model_id: str, advice: str = "") -> ApiError:
    """`elasticsearch` service with a model it has not. elastic/elasticsearch:services/elasticsearch/ElasticsearchInternalService.java"""
    return illegal_argument(
        "Error parsing request config, model id does not match any models available on this platform. "
        f"Was [{model_id}]{advice}"
    )


def deployment_not_found(deployment_id: str) -> ApiError:
    """`deployment_id` names nothing that runs. elastic/elasticsearch:services/elasticsearch/ElasticsearchInternalService.java"""
    return status_error(404, f"Cannot find deployment [{deployment_id}]")


def deployment_runs_another_model(deployment_id: str, runs: str, wanted: str) -> ApiError:
    """`deployment_id` and `model_id` do not belong together. elastic/elasticsearch:services/elasticsearch/ElasticsearchInternalService.java"""
    return status_error(
        400,
        f"Deployment [{deployment_id}] uses model [{runs}] which does not match the model [{wanted}] in the request.",
    )


def deployed_model_of_no_task(model_id: str, kind: str) -> ApiError:
    """The deployed model does what no endpoint does. elastic/elasticsearch:services/elasticsearch/ElasticsearchInternalService.java"""
    return status_error(
        400, f"Deployed model [{model_id}] has type [{kind}] which does not map to any supported task types"
    )


def deployed_model_of_another_type(model_id: str, kind: str, task_type: str) -> ApiError:
    """The deployed model does another task. elastic/elasticsearch:services/elasticsearch/ElasticsearchInternalService.java"""
    return status_error(
        400,
        f"Deployed model [{model_id}] with type [{kind}] does not match the requested task type [{task_type}]",
    )
