"""The licence API: `/_license` and what is below it, and `/_xpack`, which tells of features too.

No licence can be installed here: it would have to be signed by the vendor, so what is sent is answered as a server answers
a wrong signature. Trial and basic licences are made by the server itself.

Sources, of elastic/elasticsearch: x-pack/plugin/core/src/main/java/org/elasticsearch/license/Rest*Action.java,
x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/rest/action/RestXPackInfoAction.java
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...errors import not_implemented
from ...formats.javatext import hash_order
from ...operations import DELETE, GET, POST, PUT, Bool, Call, Custom, Text, Time, operation
from ...wire import Json, Reply
from ..errors import no_enum_constant
from ..releases import build_hash
from . import errors, licences

SPECIFICATION = "elastic/elasticsearch-specification:specification"
ACCEPT_ENTERPRISE = (
    "Including [accept_enterprise] in get license requests is deprecated. The parameter will be removed in the next major "
    "version"
)
FOR_TRIAL = ("enterprise", "gold", "platinum", "trial")
TRIAL_MESSAGE = (
    "This API initiates a free 30-day trial for all platinum features. By starting this trial, you agree that it is subject "
    "to the terms and conditions at https://www.elastic.co/legal/trial_license/. To begin your free trial, call /start_trial "
    'again and specify the "acknowledge=true" parameter.'
)
TRIAL_TERMS = {
    "security": ["With a trial license, X-Pack security features are available, but are not enabled by default."]
}
BASIC_MESSAGE = (
    "This license update requires acknowledgement. To acknowledge the license, please read the following messages and call "
    '/start_basic again, this time with the "acknowledge=true" parameter:'
)
NEEDS_ACKNOWLEDGEMENT = "Operation failed: Needs acknowledgement."

ALL_LEVELS = ("standard", "gold", "platinum", "enterprise", "trial")
HIGH_LEVELS = ("platinum", "enterprise", "trial")
LOST_WITH_BASIC: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "watcher": (ALL_LEVELS, ("Watcher will be disabled",)),
    "monitoring": (
        ALL_LEVELS,
        (
            "Multi-cluster support is disabled for clusters with [BASIC] license. If you are\n"
            "running multiple clusters, users won't be able to access the clusters with\n"
            "[BASIC] licenses from within a single X-Pack Kibana instance. You will have to deploy a\n"
            "separate and dedicated X-pack Kibana instance for each [BASIC] cluster you wish to monitor.",
        ),
    ),
    "graph": (HIGH_LEVELS, ("Graph will be disabled",)),
    "ml": (HIGH_LEVELS, ("Machine learning will be disabled",)),
    "logstash": (ALL_LEVELS, ("Logstash will no longer poll for centrally-managed pipelines",)),
    "beats": (ALL_LEVELS, ("Beats will no longer be able to use centrally-managed configuration",)),
    "sql": (
        HIGH_LEVELS,
        ("JDBC and ODBC support will be disabled, but you can continue to use SQL CLI and REST endpoint",),
    ),
    "ccr": (HIGH_LEVELS, ("Cross-Cluster Replication will be disabled",)),
    "enterprise_search": (HIGH_LEVELS, ("Search Applications and behavioral analytics will be disabled",)),
    "redact_processor": (HIGH_LEVELS, ("Redact ingest pipeline processors will be disabled",)),
}
"""Feature -> the levels that lose something when they become basic, and what."""
LOST_SECURITY = (
    "Authentication will be limited to the native and file realms.",
    "Security tokens will not be supported.",
    "IP filtering and auditing will be disabled.",
    "Field and document level access control will be disabled.",
    "Custom realms will be ignored.",
    "A custom authorization engine will be ignored.",
)

FEATURES: Mapping[str, str] = {
    "aggregate_metric": "basic", "analytics": "basic", "archive": "enterprise", "ccr": "platinum", "data_streams": "basic",
    "data_tiers": "basic", "enrich": "basic", "enterprise_search": "platinum", "eql": "basic", "esql": "basic",
    "frozen_indices": "basic", "graph": "platinum", "ilm": "basic", "logsdb": "basic", "logstash": "standard",
    "ml": "platinum", "monitoring": "basic", "rollup": "basic", "searchable_snapshots": "enterprise", "security": "basic",
    "slm": "basic", "spatial": "basic", "sql": "basic", "transform": "basic", "universal_profiling": "enterprise",
    "voting_only": "basic", "watcher": "standard",
}  # fmt: skip
"""Feature -> the lowest level that has it, as `_xpack` tells."""
SWITCHED_OFF = ("security",)
CATEGORIES = ("build", "license", "features")


def _accept_enterprise(name: str, text: str) -> bool:
    if not Bool().read(name, text):
        raise errors.enterprise_must_be_accepted()
    return True


ACCEPTS = Custom(_accept_enterprise, default=None, suggested=False)


@operation(
    "license.get",
    GET("/_license"),
    query={"local": Bool(None), "accept_enterprise": ACCEPTS},
    privilege="monitor",
    source=f"{SPECIFICATION}/license/get/GetLicenseRequest.ts",
    unread_query="there is one node to ask",
)
def get_license(call: Call) -> Reply:
    """The licence; pretty unless told otherwise."""
    _warn_of_enterprise(call)
    return Reply({"license": licences.rendered(call.state)}, pretty=True)


@operation(
    "license.post",
    PUT("/_license"),
    POST("/_license"),
    query={"acknowledge": Bool(False), "master_timeout": Time("30s"), "timeout": Time("30s")},
    body="optional",
    privilege="manage",
    source=f"{SPECIFICATION}/license/post/PostLicenseRequest.ts",
    unread_query="no licence is ever good, so none is ever put in place",
)
def put_license(call: Call) -> Json:
    """Take a look at a licence that is to be installed: nobody can sign one but the vendor."""
    if not call.request.body:
        raise errors.no_licence_sent()
    if _type_of(call.body) == "basic":
        raise errors.basic_is_not_installed()
    return {"acknowledged": True, "license_status": "invalid"}


def _type_of(body: Json) -> str:
    """The type of the licence in a body, in lower case; only the first key counts."""
    if not isinstance(body, dict):
        raise errors.no_object()
    if not body:
        raise errors.no_field()
    first, value = next(iter(body.items()))
    if first == "licenses":
        if not isinstance(value, list):
            raise errors.no_list()
        value = value[0] if value else None
    elif first != "license":
        value = None
    name = value.get("type") if isinstance(value, dict) else None
    if not isinstance(name, str):
        raise not_implemented("a licence without a type")
    if name.lower() not in licences.LEVELS:
        raise errors.unknown_type(name)
    return name.lower()


@operation(
    "license.delete",
    DELETE("/_license"),
    query={"master_timeout": Time("30s"), "timeout": Time("30s")},
    privilege="manage",
    source=f"{SPECIFICATION}/license/delete/DeleteLicenseRequest.ts",
    unread_query="it is done at once",
)
def delete_license(call: Call) -> Json:
    """Fall back to a basic licence; one that is basic already stays."""
    if licences.current(call.state)["type"] != "basic":
        licences.start_basic(call.state)
    return {"acknowledged": True}


@operation(
    "license.get_basic_status",
    GET("/_license/basic_status"),
    privilege="monitor",
    source=f"{SPECIFICATION}/license/get_basic_status/GetBasicLicenseStatusRequest.ts",
)
def basic_status(call: Call) -> Json:
    """Whether a basic licence could be started."""
    return {"eligible_to_start_basic": licences.current(call.state)["type"] != "basic"}


@operation(
    "license.get_trial_status",
    GET("/_license/trial_status"),
    privilege="monitor",
    source=f"{SPECIFICATION}/license/get_trial_status/GetTrialLicenseStatusRequest.ts",
)
def trial_status(call: Call) -> Json:
    """Whether a trial could be started."""
    return {"eligible_to_start_trial": not licences.had_trial(call.state)}


@operation(
    "license.post_start_trial",
    POST("/_license/start_trial"),
    query={"acknowledge": Bool(False), "type": Text("trial"), "master_timeout": Time("30s")},
    privilege="manage",
    source=f"{SPECIFICATION}/license/post_start_trial/StartTrialLicenseRequest.ts",
    unread_query="it is done at once",
)
def start_trial(call: Call) -> Reply:
    """Begin the one trial that a cluster has: 30 days of everything."""
    level: str = call.query["type"]
    if level.lower() not in licences.LEVELS:
        raise errors.unknown_type(level)
    if level.lower() not in FOR_TRIAL:
        raise errors.no_trial_of_this_type(level.lower())
    if not call.query["acknowledge"]:
        terms = {"message": TRIAL_MESSAGE, **TRIAL_TERMS}
        return Reply(
            {
                "acknowledged": False,
                "trial_was_started": False,
                "error_message": NEEDS_ACKNOWLEDGEMENT,
                "acknowledge": terms,
            }
        )
    if licences.had_trial(call.state):
        refused = "Operation failed: Trial was already activated."
        return Reply({"acknowledged": True, "trial_was_started": False, "error_message": refused}, status=403)
    licences.start_trial(call.state, level.lower())
    return Reply({"acknowledged": True, "trial_was_started": True, "type": level})


@operation(
    "license.post_start_basic",
    POST("/_license/start_basic"),
    query={"acknowledge": Bool(False), "master_timeout": Time("30s"), "timeout": Time("30s")},
    privilege="manage",
    source=f"{SPECIFICATION}/license/post_start_basic/StartBasicLicenseRequest.ts",
    unread_query="it is done at once",
)
def start_basic(call: Call) -> Reply:
    """Begin a basic licence, which has no end."""
    level = licences.current(call.state)["type"]
    if level == "basic":
        refused = "Operation failed: Current license is basic."
        return Reply({"acknowledged": True, "basic_was_started": False, "error_message": refused}, status=403)
    if not call.query["acknowledge"]:
        return Reply(
            {
                "acknowledged": False,
                "basic_was_started": False,
                "error_message": NEEDS_ACKNOWLEDGEMENT,
                "acknowledge": {"message": BASIC_MESSAGE, **_lost(level)},
            }
        )
    licences.start_basic(call.state)
    return Reply({"acknowledged": True, "basic_was_started": True})


def _lost(level: str) -> dict[str, Json]:
    """What is told of a change to basic, by feature, in the order of a hash map."""
    security = LOST_SECURITY[1:2] if level == "standard" else LOST_SECURITY
    lost = {"security": list(security)}
    lost |= {feature: list(told) for feature, (levels, told) in LOST_WITH_BASIC.items() if level in levels}
    return {feature: lost[feature] for feature in hash_order(lost)}


@operation(
    "xpack.info",
    GET("/_xpack"),
    query={"categories": Text("_all"), "accept_enterprise": ACCEPTS},
    privilege="monitor",
    source=f"{SPECIFICATION}/xpack/info/XPackInfoRequest.ts",
)
def xpack_info(call: Call) -> Json:
    """Build, licence and features; `categories` picks some of them."""
    _warn_of_enterprise(call)
    wanted = _categories(call.query["categories"])
    told: dict[str, Json] = {}
    if "build" in wanted:
        told["build"] = {"hash": build_hash(call.contract.version), "date": "2026-01-01T00:00:00.000000000Z"}
    if "license" in wanted:
        told["license"] = _license_of(call)
    if "features" in wanted:
        told["features"] = {
            name: {"available": _available(call, level), "enabled": name not in SWITCHED_OFF}
            for name, level in FEATURES.items()
        }
    if call.human or "human" not in call.request.target.partition("?")[2]:
        told["tagline"] = "You know, for X"
    return told


def _categories(text: str) -> tuple[str, ...]:
    names = text.split(",")
    if names in (["_all"], ["_none"]):
        return CATEGORIES if names == ["_all"] else ()
    for name in names:
        if name not in CATEGORIES:
            raise no_enum_constant("protocol.xpack.XPackInfoRequest.Category", name.upper())
    return tuple(names)


def _license_of(call: Call) -> dict[str, Any]:
    licence = licences.current(call.state)
    told: dict[str, Any] = {
        "uid": licence["uid"],
        "type": licence["type"],
        "mode": licence["type"],
        "status": "active" if licences.is_active(call.state) else "expired",
    }
    if licence["expires"] is not None:
        told["expiry_date_in_millis"] = licence["expires"]
    return told


def _available(call: Call, level: str) -> bool:
    return licences.covers(call.state, level)


@operation(
    "xpack.usage",
    GET("/_xpack/usage"),
    query={"master_timeout": Time("30s")},
    privilege="monitor",
    source=f"{SPECIFICATION}/xpack/usage/XPackUsageRequest.ts",
    unread_query="nothing is counted",
)
def xpack_usage(call: Call) -> Json:
    """How much of each feature is used: nothing is counted here, and it says so."""
    raise not_implemented("the usage of features")


def _warn_of_enterprise(call: Call) -> None:
    if call.query["accept_enterprise"] is not None:
        call.warnings.append(ACCEPT_ENTERPRISE)
