"""Refusals of the trained-model operations: one constructor a situation, with when and source.

Sources are below x-pack/plugin/ml/src/main/java/org/elasticsearch/xpack/ml/ of elastic/elasticsearch, unless the path says
`core/`: x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/ml/.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...errors import ApiError, illegal_argument, parse_error, request_invalid, resource_not_found, status_error

ID_RULE = (
    "can contain lowercase alphanumeric (a-z and 0-9), hyphens or underscores; must start and end with alphanumeric"
)


# --- finding ----------------------------------------------------------------------------------------------------------


def no_known_model(ids: Sequence[str]) -> ApiError:
    """GET or start name models that are not there. elastic/elasticsearch:inference/persistence/TrainedModelProvider.java"""
    return resource_not_found(f"No known trained model with model_id [{','.join(ids)}]")


def model_not_found(model_id: str) -> ApiError:
    """One model is looked up and is not there. elastic/elasticsearch:core/job/messages/Messages.java (INFERENCE_NOT_FOUND)"""
    return resource_not_found(f"Could not find trained model [{model_id}]")


def no_known_deployment(deployment_id: str) -> ApiError:
    """Nothing is deployed under the id. elastic/elasticsearch:core/utils/ExceptionsHelper.java (missingModelDeployment)"""
    return resource_not_found(f"No known model deployment with id [{deployment_id}]")


def unknown_includes(unknown: Sequence[str], known: Sequence[str]) -> ApiError:
    """`include` with other words. elastic/elasticsearch:core/action/GetTrainedModelsAction.java"""
    return status_error(
        400, f"unknown [include] parameters [{', '.join(unknown)}]. Valid options are [{', '.join(known)}]"
    )


def definitions_of_several() -> ApiError:
    """`include=definition` for more than one model. elastic/elasticsearch:action/TransportGetTrainedModelsAction.java"""
    return status_error(400, "Getting model definition is not supported when getting more than one model")


def negative_page(name: str) -> ApiError:
    """`from` or `size` below zero. elastic/elasticsearch:x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/action/util/PageParams.java"""
    return illegal_argument(f"Parameter [{name}] cannot be < 0")


# --- putting ----------------------------------------------------------------------------------------------------------


def body_required() -> ApiError:
    """An empty body where the handler parses one at once."""
    return parse_error("request body is required")


def inconsistent_id(body: str, url: str) -> ApiError:
    """URL and body name different models. elastic/elasticsearch:core/action/PutTrainedModelAction.java"""
    return illegal_argument(
        f"Inconsistent model_id; '{body}' specified in the body differs from '{url}' specified as a URL argument"
    )


def inconsistent_deployment_id(body: str, url: str) -> ApiError:
    """The same of a start or update. elastic/elasticsearch:core/action/StartTrainedModelDeploymentAction.java"""
    return status_error(
        400, f"Inconsistent model_id; '{body}' specified in the body differs from '{url}' specified as a URL argument"
    )


def inconsistent_stop_id(body: str, url: str) -> ApiError:
    """The same of a stop. elastic/elasticsearch:core/action/StopTrainedModelDeploymentAction.java"""
    return status_error(
        400, f"Inconsistent id; '{body}' specified in the body differs from '{url}' specified as a URL argument"
    )


def invalid(problems: Sequence[str]) -> ApiError:
    """Everything wrong with a new model. elastic/elasticsearch:core/inference/TrainedModelConfig.java (validate)"""
    return request_invalid(*problems)


def definition_not_parsed(model_id: str, cause: ApiError) -> ApiError:
    """`definition` or `compressed_definition` cannot be read. elastic/elasticsearch:action/TransportPutTrainedModelAction.java"""
    return status_error(400, f"Failed to parse definition for [{model_id}]", caused_by=cause)


def definition_invalid(model_id: str, cause: ApiError) -> ApiError:
    """The model in a definition makes no sense. elastic/elasticsearch:action/TransportPutTrainedModelAction.java"""
    return status_error(400, f"Definition for [{model_id}] has validation failures.", caused_by=cause)


def other_model_type(given: str, found: str) -> ApiError:
    """`model_type` is not that of the definition. elastic/elasticsearch:action/TransportPutTrainedModelAction.java"""
    return status_error(400, f"model_type [{given}] does not match the model definition type [{found}]")


def target_not_supported(model_id: str, kind: str, target: str) -> ApiError:
    """`inference_config` and the definition's target do not fit. elastic/elasticsearch:action/TransportPutTrainedModelAction.java"""
    return status_error(
        400, f"Model [{model_id}] inference config type [{kind}] does not support definition target type [{target}]"
    )


def id_is_an_alias(model_id: str) -> ApiError:
    """A new model with the name of an alias. elastic/elasticsearch:action/TransportPutTrainedModelAction.java"""
    return status_error(
        400,
        f"requested model_id [{model_id}] is the same as an existing model_alias. Model model_aliases and ids must be unique",
    )


def id_is_a_deployment(model_id: str) -> ApiError:
    """A new model with the name of a deployment. elastic/elasticsearch:action/TransportPutTrainedModelAction.java"""
    return status_error(400, f"Cannot create model [{model_id}] the id is the same as an current model deployment")


def id_is_a_tag(model_id: str) -> ApiError:
    """A new model with the name of some model's tag. elastic/elasticsearch:core/job/messages/Messages.java"""
    return status_error(400, f"The provided model_id {model_id} must not match existing tags.")


def tags_are_ids(tags: Sequence[str]) -> ApiError:
    """A new model with tags that are names of models. elastic/elasticsearch:core/job/messages/Messages.java"""
    return status_error(400, f"The provided tags [{', '.join(tags)}] must not match existing model_ids.")


def package_not_found(location: str) -> ApiError:
    """An id that begins with a dot and is no package of the model repository.

    elastic/elasticsearch:x-pack/plugin/ml-package-loader/src/main/java/org/elasticsearch/xpack/ml/packageloader/action/TransportGetTrainedModelPackageConfigAction.java
    """
    return illegal_argument("Failed to find package", caused_by=resource_not_found(f"{location} not found"))


def package_overridden(problems: Sequence[str]) -> ApiError:
    """A packaged model with settings of its own. elastic/elasticsearch:core/inference/TrainedModelConfig.java (validateNoPackageOverrides)"""
    return request_invalid(*problems)


def model_exists(model_id: str) -> ApiError:
    """The id is taken. elastic/elasticsearch:inference/persistence/TrainedModelProvider.java"""
    return ApiError(
        400, "resource_already_exists_exception", f"Trained machine learning model [{model_id}] already exists"
    )


# --- parts and vocabulary ---------------------------------------------------------------------------------------------


def part_exists(model_id: str, part: int) -> ApiError:
    """A part that is there already. elastic/elasticsearch:core/job/messages/Messages.java (INFERENCE_TRAINED_MODEL_DOC_EXISTS)"""
    return ApiError(
        400,
        "resource_already_exists_exception",
        f"Trained machine learning model chunked doc [{model_id}][{part}] already exists",
    )


def vocabulary_exists(model_id: str) -> ApiError:
    """A second vocabulary. elastic/elasticsearch:inference/persistence/TrainedModelProvider.java (the sentence is not confirmed)"""
    return ApiError(
        400,
        "resource_already_exists_exception",
        f"Trained machine learning model [{model_id}_vocabulary] already exists",
    )


def part_is_no_number(text: str) -> ApiError:
    """`{part}` of the URL. elastic/elasticsearch:rest/inference/RestPutTrainedModelDefinitionPartAction.java"""
    cause = ApiError(400, "number_format_exception", f'For input string: "{text}"')
    return illegal_argument(f"Failed to parse int parameter [part] with value [{text}]", caused_by=cause)


def field_is_null(name: str) -> ApiError:
    """A field that has to be there is not. elastic/elasticsearch:core/utils/ExceptionsHelper.java (requireNonNull)"""
    return illegal_argument(f"[{name}] must not be null.")


def tokenizer_needs(field: str, model_id: str, tokenizer: str) -> ApiError:
    """A vocabulary without what the tokenizer needs. elastic/elasticsearch:core/inference/trainedmodel/RobertaTokenization.java"""
    return status_error(
        400,
        f"cannot put vocabulary for model [{model_id}] as tokenizer type [{tokenizer}] requires [{field}] to be provided and non-empty",
    )


def no_nlp_model(model_id: str) -> ApiError:
    """A vocabulary for a model that reads no text. elastic/elasticsearch:action/TransportPutTrainedModelVocabularyAction.java"""
    return status_error(400, f"cannot put vocabulary for model [{model_id}] as it is not an NLP model")


def no_location(model_id: str) -> ApiError:
    """Parts of a model that came whole. elastic/elasticsearch:action/TransportPutTrainedModelDefinitionPartAction.java"""
    return status_error(400, f"cannot put definition for model [{model_id}] as location is null")


# --- aliases ----------------------------------------------------------------------------------------------------------


def alias_taken(alias: str, model_id: str, old: str) -> ApiError:
    """An alias that has a model, without `reassign`. elastic/elasticsearch:action/TransportPutTrainedModelAliasAction.java"""
    return status_error(
        400,
        f"cannot assign model_alias [{alias}] to model_id [{model_id}] as model_alias already refers to [{old}]. "
        "Set parameter [reassign] to [true] if model_alias should be reassigned.",
    )


def alias_is_a_model() -> ApiError:
    """An alias with the name of a model. elastic/elasticsearch:action/TransportPutTrainedModelAliasAction.java"""
    return status_error(400, "model_alias cannot be the same as an existing trained model_id")


def alias_of_another_kind(alias: str, new: str, kind: str, old: str, old_kind: str) -> ApiError:
    """Reassigned between `inference_config` types. elastic/elasticsearch:action/TransportPutTrainedModelAliasAction.java"""
    return status_error(
        400,
        f"cannot reassign model_alias [{alias}] to model [{new}] with inference config type [{kind}] from model [{old}] "
        f"with type [{old_kind}]",
    )


def alias_of_another_type(alias: str, new: str, kind: str, old: str, old_kind: str) -> ApiError:
    """Reassigned between model types. elastic/elasticsearch:action/TransportPutTrainedModelAliasAction.java"""
    return status_error(
        400,
        f"cannot reassign model_alias [{alias}] to model [{new}] with type [{kind}] from model [{old}] with type [{old_kind}]",
    )


def alias_to_undeployed(alias: str, new: str, old: str) -> ApiError:
    """Reassigned from a deployed model to one that is not. elastic/elasticsearch:action/TransportPutTrainedModelAliasAction.java"""
    return status_error(
        400, f"cannot reassign model_alias [{alias}] to model [{new}] from model [{old}] as it is not yet deployed"
    )


def alias_not_found(alias: str) -> ApiError:
    """DELETE of an alias that is not there. elastic/elasticsearch:action/TransportDeleteTrainedModelAliasAction.java"""
    return status_error(404, f"model_alias [{alias}] could not be found")


def alias_of_another_model(alias: str, model_id: str) -> ApiError:
    """DELETE of another model's alias. elastic/elasticsearch:action/TransportDeleteTrainedModelAliasAction.java"""
    return status_error(409, f"model_alias [{alias}] does not refer to provided model_id [{model_id}]")


def alias_in_use(alias: str) -> ApiError:
    """DELETE of an alias that pipelines name. elastic/elasticsearch:action/TransportDeleteTrainedModelAliasAction.java"""
    return status_error(409, f"Cannot delete model_alias [{alias}] as it is still referenced by ingest processors")


# --- deleting ---------------------------------------------------------------------------------------------------------


def model_in_use(model_id: str) -> ApiError:
    """DELETE of a model that pipelines name. elastic/elasticsearch:action/TransportDeleteTrainedModelAction.java"""
    return status_error(
        409,
        f"Cannot delete model [{model_id}] as it is still referenced by ingest processors; use force to delete the model",
    )


def alias_of_model_in_use(model_id: str, alias: str) -> ApiError:
    """DELETE of a model whose alias pipelines name. elastic/elasticsearch:action/TransportDeleteTrainedModelAction.java"""
    return status_error(
        409,
        f"Cannot delete model [{model_id}] as it has a model_alias [{alias}] that is still referenced by ingest processors; "
        "use force to delete the model",
    )


def model_is_deployed(model_id: str) -> ApiError:
    """DELETE of a deployed model. elastic/elasticsearch:action/TransportDeleteTrainedModelAction.java"""
    return status_error(
        409, f"Cannot delete model [{model_id}] as it is currently deployed; use force to delete the model"
    )


def model_is_required(model_id: str) -> ApiError:
    """DELETE of a model of the server's own. elastic/elasticsearch:core/job/messages/Messages.java"""
    return status_error(400, f"Unable to delete model [{model_id}] as it is required by machine learning")
