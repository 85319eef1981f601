"""The licence of a cluster: which one it has, whether it still holds, and what it allows. Its API is in `api.py`.

A cluster starts with the licence that the option `license` names. Where none is named it has a trial that lasts for years,
so that no test fails because its clock went on; a trial asked for by name ends after 30 days, by the cluster's clock.
What a licence does not allow is refused with `require`, by the feature's name.

Source: elastic/elasticsearch:x-pack/plugin/core/src/main/java/org/elasticsearch/license/{License,LicensedFeature,XPackLicenseState,ClusterStateLicenseService}.java
"""

from __future__ import annotations

from base64 import urlsafe_b64decode
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypedDict

from ...clock import START_MILLIS, Clock
from .. import changes
from . import errors

if TYPE_CHECKING:
    from ...cluster import State
    from ...operations import Call

OPTION = "license"
COLLECTION, CURRENT, HISTORY = "licence", "current", "history"
LEVELS = ("basic", "standard", "gold", "platinum", "enterprise", "trial")
"""Each allows what those before it allow."""
DAY = 86_400_000
TRIAL = 30 * DAY
BOUGHT = 3650 * DAY
"""How long a licence lasts that is no trial, and the trial of a cluster for which none is named."""
LASTING: Mapping[str, int | None] = {"basic": None, "trial": TRIAL}
WARNED = 7 * DAY
MOST_NODES = 1000
_MEMO = "licence at the beginning"

INFERENCE, ELASTIC, MACHINE_LEARNING = "inference", "Elastic Inference Service", "ml"
FIELDS_AND_DOCUMENTS = "field and document level security"
RRF, LINEAR = "Reciprocal Rank Fusion (RRF)", "linear retriever"
TEXT_SIMILARITY = "text_similarity_reranker"
RANK_VECTORS = "Rank Vectors"
FEATURES: Mapping[str, str] = {
    INFERENCE: "enterprise",
    ELASTIC: "enterprise",
    MACHINE_LEARNING: "platinum",
    FIELDS_AND_DOCUMENTS: "platinum",
    RRF: "enterprise",
    LINEAR: "enterprise",
    TEXT_SIMILARITY: "enterprise",
    RANK_VECTORS: "enterprise",
}
"""Feature -> the lowest level that has it (the Elastic Inference Service: elastic/elasticsearch pull request 139536)."""


class Licence(TypedDict):
    """A licence as it is kept."""

    uid: str
    type: str
    issued: int
    expires: int | None
    """None: never."""


def refuse_unknown(state: State) -> None:
    """ValueError when a cluster is started with a licence that does not exist."""
    named = state.options.get(OPTION)
    if named is not None and named not in LEVELS:
        raise ValueError(f"{OPTION} is one of {', '.join(LEVELS)}, not {named!r}")


def current(state: State) -> Licence:
    """The licence that a cluster has."""
    found: Licence | None = state.store.get(COLLECTION, CURRENT) or state.memo.get(_MEMO)
    if found is None:
        named = state.options.get(OPTION)
        level, lasts = ("trial", BOUGHT) if named is None else (str(named), LASTING.get(str(named), BOUGHT))
        found = state.memo[_MEMO] = _licence(state.ids.fixed("licence"), level, START_MILLIS, lasts)
    return found


def start_trial(state: State, level: str) -> None:
    """Give the cluster a licence to try, of this level, from now on; it is the only one it gets."""
    state.store.put(COLLECTION, HISTORY, {"tried": True})
    _put(state, level, TRIAL)


def start_basic(state: State) -> None:
    """Give the cluster a basic licence, from now on; what was tried stays tried."""
    if had_trial(state):
        state.store.put(COLLECTION, HISTORY, {"tried": True})
    _put(state, "basic", None)


def had_trial(state: State) -> bool:
    """Whether the cluster has, or had, its trial."""
    return state.store.get(COLLECTION, HISTORY) is not None or current(state)["type"] == "trial"


def time_left(state: State, licence: Licence) -> int | None:
    """For how many milliseconds a licence still holds, not one if it has run out; None: forever."""
    return None if licence["expires"] is None else licence["expires"] - state.clock.millis


def is_active(state: State) -> bool:
    """Whether the licence has not run out."""
    left = time_left(state, current(state))
    return left is None or left > 0


def covers(state: State, level: str) -> bool:
    """Whether the licence holds and is of this level or above."""
    return is_active(state) and LEVELS.index(current(state)["type"]) >= LEVELS.index(level)


def allows(state: State, feature: str) -> bool:
    """Whether the licence holds and covers the feature."""
    return covers(state, FEATURES[feature])


def check(state: State, feature: str) -> None:
    """403 unless the licence allows the feature."""
    if not allows(state, feature):
        raise errors.non_compliant(feature)


def require(call: Call, feature: str) -> None:
    """The same for a request, which is also told in a header that the licence runs out soon."""
    check(call.state, feature)
    left = time_left(call.state, current(call.state))
    if left is not None and left < WARNED:
        when = "expires today" if left < DAY else f"will expire in [{left // DAY}] days"
        advice = "Contact your administrator or update your license for continued use of features"
        text = f"Your license {when}. {advice}"
        if text not in call.warnings:
            call.warnings.append(text)


# --- the inference API ------------------------------------------------------------------------------------------------


def feature_of(state: State, service: str) -> str | None:
    """What a service of the inference API is licensed as; None where it is free."""
    if changes.SERVICES_ARE_LICENSED in state.switched_on:
        return ELASTIC if service == "elastic" else INFERENCE
    return INFERENCE if changes.INFERENCE_IS_LICENSED in state.switched_on else None


def require_inference(call: Call) -> None:
    """Where a version licenses the API as a whole, it says so before it looks at anything else."""
    if call.has(changes.INFERENCE_IS_LICENSED) and not call.has(changes.SERVICES_ARE_LICENSED):
        require(call, INFERENCE)


def require_service(call: Call, service: str) -> None:
    """Where a version licenses each service, it says so as soon as it knows which one is asked."""
    if call.has(changes.SERVICES_ARE_LICENSED):
        feature = feature_of(call.state, service)
        assert feature is not None
        require(call, feature)


def check_service(state: State, service: str) -> None:
    """403 unless the licence allows the service; for what asks endpoints without a request of its own."""
    feature = feature_of(state, service)
    if feature is not None:
        check(state, feature)


def _put(state: State, level: str, lasts: int | None) -> None:
    state.store.put(COLLECTION, CURRENT, _licence(state.ids.uuid(), level, state.clock.millis, lasts))


def _licence(id: str, level: str, issued: int, lasts: int | None) -> Licence:
    expires = None if lasts is None else issued + lasts
    return {"uid": _as_uuid(id), "type": level, "issued": issued, "expires": expires}


def _as_uuid(id: str) -> str:
    """A UUID as Java prints it, made of an id of ours."""
    digits = urlsafe_b64decode(f"{id}==").hex()
    return "-".join((digits[:8], digits[8:12], f"4{digits[13:16]}", f"a{digits[17:20]}", digits[20:]))


def rendered(state: State) -> dict[str, Any]:
    """The licence as `GET /_license` prints it."""
    licence = current(state)
    by_resources = licence["type"] == "enterprise"
    shown: dict[str, Any] = {
        "status": "active" if is_active(state) else "expired",
        "uid": licence["uid"],
        "type": licence["type"],
        "issue_date": Clock(licence["issued"]).iso(),
        "issue_date_in_millis": licence["issued"],
    }
    if licence["expires"] is not None:
        shown["expiry_date"] = Clock(licence["expires"]).iso()
        shown["expiry_date_in_millis"] = licence["expires"]
    return shown | {
        "max_nodes": None if by_resources else MOST_NODES,
        "max_resource_units": MOST_NODES if by_resources else None,
        "issued_to": state.cluster_name,
        "issuer": "elasticsearch",
        "start_date_in_millis": -1,
    }
