"""Cloud connected mode: a self-managed cluster that uses the Elastic Inference Service by an API key. Internal.

It can be configured where the node setting `xpack.inference.elastic.ccm_supported_environment` says so. Nobody is asked
whether the key is good, and it is not kept.

Source: elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/rest/Rest{Put,Get,Delete}CCMConfigurationAction.java
and x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/inference/action/PutCCMConfigurationAction.java
"""

from __future__ import annotations

from ...object_parser import TEXT, ObjectParser, reader_of
from ...operations import DELETE, GET, PUT, Call, Parameter, Time, operation
from ...wire import Json
from ..start_settings import CONNECTED_MODE, is_on
from . import cloud_connected_errors as errors
from .elastic_inference_service import CLOUD_CONNECTED_MODE

TIMEOUTS: dict[str, Parameter] = {"master_timeout": Time("30s"), "timeout": Time("30s")}
UNREAD = "configuring takes no time here"
_read = reader_of(ObjectParser("cluster:admin/xpack/inference/ccm/put", {"api_key": TEXT}))


def read_body(call: Call, data: bytes, format: str) -> Json:
    """Read the body where the environment allows it."""
    _check_environment(call)
    return _read(call, data, format)


@operation(
    "inference.put_ccm",
    PUT("/_inference/_ccm"),
    query=TIMEOUTS,
    unread_query=UNREAD,
    body="optional",
    reader=read_body,
    since="9.3",
    privilege="manage_inference",
    source="elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/rest/RestPutCCMConfigurationAction.java",
)
def connect(call: Call) -> Json:
    """Switch cloud connected mode on."""
    _check_environment(call)
    if not call.request.body:
        raise errors.no_body()
    if not call.body.get("api_key"):
        raise errors.no_api_key()
    call.store.put(*CLOUD_CONNECTED_MODE, {"enabled": True})
    return {"enabled": True}


@operation(
    "inference.get_ccm",
    GET("/_inference/_ccm"),
    query={"master_timeout": Time("30s")},
    unread_query=UNREAD,
    since="9.3",
    privilege="monitor_inference",
    source="elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/rest/RestGetCCMConfigurationAction.java",
)
def show(call: Call) -> Json:
    """Say whether cloud connected mode is on."""
    _check_environment(call)
    return {"enabled": call.store.get(*CLOUD_CONNECTED_MODE) is not None}


@operation(
    "inference.delete_ccm",
    DELETE("/_inference/_ccm"),
    query=TIMEOUTS,
    unread_query=UNREAD,
    since="9.3",
    privilege="manage_inference",
    source="elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/rest/RestDeleteCCMConfigurationAction.java",
)
def disconnect(call: Call) -> Json:
    """Switch cloud connected mode off, whether it was on or not."""
    _check_environment(call)
    call.store.delete(*CLOUD_CONNECTED_MODE)
    return {"enabled": False}


def _check_environment(call: Call) -> None:
    if not is_on(call.state.options.get("settings", {}).get(CONNECTED_MODE)):
        raise errors.not_permitted()
