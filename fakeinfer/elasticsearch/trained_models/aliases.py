"""Aliases of models: another name, which may move to another model.

Sources, of elastic/elasticsearch: x-pack/plugin/ml/src/main/java/org/elasticsearch/xpack/ml/action/Transport{Put,Delete}TrainedModelAliasAction.java
"""

from __future__ import annotations

import re

from ...operations import DELETE, PUT, Bool, Call, operation
from ...wire import Json
from ..licensing import licences
from . import deployments, errors, records
from .models import is_referenced
from .records import ALIASES, TrainedModel

_ALIAS = re.compile(r"[a-z0-9](?:[a-z0-9_\-.]*[a-z])?")


@operation(
    "ml.put_trained_model_alias",
    PUT("/_ml/trained_models/{model_id}/model_aliases/{model_alias}"),
    query={"reassign": Bool(False)},
    privilege="manage_ml",
    source="elastic/elasticsearch-specification:specification/ml/put_trained_model_alias/MlPutTrainedModelAliasRequest.ts",
)
def put_alias(call: Call) -> Json:
    """Give a model another name; `reassign` takes it from the model that has it."""
    model_id, alias = call.path["model_id"], call.path["model_alias"]
    problems = []
    if alias == model_id:
        problems.append(f"model_alias [{alias}] cannot equal model_id [{model_id}]")
    if _ALIAS.fullmatch(alias) is None:
        problems.append(
            f"Invalid model_alias; '{alias}' can contain lowercase alphanumeric (a-z and 0-9), hyphens or underscores; must "
            "start with alphanumeric and cannot end with numbers"
        )
    if problems:
        raise errors.invalid(problems)
    before = call.store.get(ALIASES, alias)
    if before is not None and not call.query["reassign"]:
        raise errors.alias_taken(alias, model_id, before["model_id"])
    if records.known_model(call.state, alias) is not None:
        raise errors.alias_is_a_model()
    model = records.known_model(call.state, model_id)
    if model is None:
        raise errors.no_known_model([model_id])
    if model["license_level"] != "basic":
        licences.require(call, licences.MACHINE_LEARNING)
    old = None if before is None else records.known_model(call.state, before["model_id"])
    if old is not None:
        _check_reassignment(call, alias, model, old)
    call.store.put(ALIASES, alias, {"model_id": model_id})
    return {"acknowledged": True}


def _check_reassignment(call: Call, alias: str, new: TrainedModel, old: TrainedModel) -> None:
    """The new model has to be of the old one's kind, and as ready; inputs that differ much are warned of."""
    ids = new["model_id"], old["model_id"]
    kinds = records.kind_of(new), records.kind_of(old)
    if None not in kinds and kinds[0] != kinds[1]:
        raise errors.alias_of_another_kind(alias, ids[0], str(kinds[0]), ids[1], str(kinds[1]))
    types = new.get("model_type"), old.get("model_type")
    if types[0] != types[1]:
        raise errors.alias_of_another_type(
            alias, ids[0], types[0] or "tree_ensemble", ids[1], types[1] or "tree_ensemble"
        )
    if (
        types[0] == "pytorch"
        and deployments.of_model(call.store, ids[1])
        and not deployments.of_model(call.store, ids[0])
    ):
        raise errors.alias_to_undeployed(alias, *ids)
    fields, old_fields = set(new["input"]["field_names"]), set(old["input"]["field_names"])
    if len(old_fields - fields) > len(old_fields) // 2 or len(fields & old_fields) < len(old_fields) // 2:
        call.warnings.append(
            f"The input fields for new model [{ids[0]}] and for old model [{ids[1]}] differ significantly, model results "
            "may change drastically."
        )


@operation(
    "ml.delete_trained_model_alias",
    DELETE("/_ml/trained_models/{model_id}/model_aliases/{model_alias}"),
    privilege="manage_ml",
    source="elastic/elasticsearch-specification:specification/ml/delete_trained_model_alias/MlDeleteTrainedModelAliasRequest.ts",
)
def delete_alias(call: Call) -> Json:
    """Take a model's alias away, if no pipeline uses it."""
    model_id, alias = call.path["model_id"], call.path["model_alias"]
    record = call.store.get(ALIASES, alias)
    if record is None:
        raise errors.alias_not_found(alias)
    if record["model_id"] != model_id:
        raise errors.alias_of_another_model(alias, model_id)
    if is_referenced(call, alias):
        raise errors.alias_in_use(alias)
    call.store.delete(ALIASES, alias)
    return {"acknowledged": True}
