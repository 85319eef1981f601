"""The region policy: where in the world the Elastic Inference Service may run a model for this cluster. There is one or none.

Which endpoints a policy cuts off is known to that service alone; the option `denied_by_region_policy` names them.

Source: elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/action/Transport{Put,Get,Delete}RegionPolicyAction.java
"""

from __future__ import annotations

from typing import Any

from ...object_parser import TEXT, TEXTS, ObjectParser, objects, reader_of, within
from ...operations import DELETE, GET, PUT, Bool, Call, operation
from ...references import referrers
from ...wire import Json
from ..start_settings import names
from . import region_policy_errors as errors

COLLECTION = "region_policies"
ID = "region_policy_elastic"

_REGION = ObjectParser("csp_region", {"csp": TEXT, "region": TEXT}, required=("csp", "region"))
_POLICY = ObjectParser(
    "region_policy",
    {"allowed_geos": TEXTS, "allowed_regions": objects(_REGION)},
    exclusive=(("allowed_geos", "allowed_regions"),),
)
_REQUEST = ObjectParser("put_region_policy_request", {"region_policy": within(_POLICY)}, required=("region_policy",))


@operation(
    "inference.put_region_policy",
    PUT("/_inference/_region_policy"),
    query={"force": Bool(False)},
    body="required_or_source",
    reader=reader_of(_REQUEST),
    missing_body=errors.no_body,
    since="9.5",
    privilege="manage_inference",
    source="elastic/elasticsearch-specification:specification/inference/put_region_policy/PutRegionPolicyRequest.ts",
)
def put_region_policy(call: Call) -> Json:
    """Set the region policy, or replace it and keep when and by whom it was made."""
    policy: dict[str, Any] = call.body["region_policy"]
    for name in ("allowed_regions", "allowed_geos"):
        if name in policy and not policy[name]:
            raise errors.empty_list(name)
    if not call.query["force"]:
        _refuse_to_cut_off(call)
    now = call.state.clock.iso()
    before = call.store.get(COLLECTION, ID)
    record = {"region_policy": policy, "created_at": now, **_signed(call, "created_by")}
    if before is not None:
        kept = {name: before[name] for name in ("created_at", "created_by") if name in before}
        record = {"region_policy": policy, **kept, "updated_at": now, **_signed(call, "updated_by")}
    call.store.put(COLLECTION, ID, record)
    return record


@operation(
    "inference.get_region_policy",
    GET("/_inference/_region_policy"),
    since="9.5",
    privilege="monitor_inference",
    source="elastic/elasticsearch-specification:specification/inference/get_region_policy/GetRegionPolicyRequest.ts",
)
def get_region_policy(call: Call) -> Json:
    """Get the region policy."""
    record: Json = call.store.get(COLLECTION, ID)
    if record is None:
        raise errors.no_region_policy()
    return record


@operation(
    "inference.delete_region_policy",
    DELETE("/_inference/_region_policy"),
    since="9.5",
    privilege="manage_inference",
    source="elastic/elasticsearch-specification:specification/inference/delete_region_policy/DeleteRegionPolicyRequest.ts",
)
def delete_region_policy(call: Call) -> Json:
    """Do without a region policy."""
    if not call.store.delete(COLLECTION, ID):
        raise errors.no_region_policy()
    return {"acknowledged": True}


def _signed(call: Call, field: str) -> dict[str, str]:
    """Who did it, if users are told apart."""
    return {} if call.user is None else {field: call.user.username}


def _refuse_to_cut_off(call: Call) -> None:
    """Refuse a policy that would deny endpoints which pipelines or indices use."""
    pipelines: list[str] = []
    indexes: list[str] = []
    denied: list[str] = []
    for inference_id in sorted(names(call.state.options.get("denied_by_region_policy", ()))):
        found = referrers(call.store, call.contract.product.references, "endpoint", inference_id)
        if found:
            denied.append(inference_id)
        pipelines += [f"{inference_id}:{name}" for name in found.get("pipelines", ())]
        indexes += [f"{inference_id}:{name}" for name in found.get("indices", ())]
    if denied:
        raise errors.endpoints_in_use(denied, sorted(pipelines), sorted(indexes))
