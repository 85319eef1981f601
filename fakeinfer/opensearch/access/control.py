"""Who may see, use and change which model: models belong to groups, and groups are public, private or restricted to roles.

It holds on clusters with security only, and while `plugins.ml_commons.model_access_control_enabled` is true; connectors have
the same of their own in `connectors.py`. Administrators may everything; what has no owner is everybody's.
Source: opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/helper/ModelAccessControlHelper.java,
.../model/MLModelGroupManager.java, .../action/model_group/TransportUpdateModelGroupAction.java; order observed: opensearch 2.19.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ...documents import Source
from ...errors import ApiError
from ...wire import Json
from ..cluster.cluster_settings import setting
from ..ml import indices as ml_indices
from ..ml import tenancy
from ..ml.indices import GROUPS, MODELS
from . import errors as access_errors
from . import hidden
from .fields import Wanted, wanted_access

if TYPE_CHECKING:
    from ...cluster import State
    from ...search.confining import Confinement
    from ..security.users import User

SWITCH = "plugins.ml_commons.model_access_control_enabled"
PREDICT = "cluster:admin/opensearch/ml/predict"


def controlling(state: State, switch: str = SWITCH) -> User | None:
    """The user whose access is looked at; None when nobody's is."""
    user: User | None = state.user
    return user if user is not None and setting(state, switch) is True else None


def limited(state: State, switch: str = SWITCH) -> User | None:
    """The same without administrators."""
    user = controlling(state, switch)
    return None if user is None or user.is_admin else user


# --- groups -----------------------------------------------------------------------------------------------------------


def access_of_new_group(user: User, body: Mapping[str, Any]) -> dict[str, Any]:
    """Who may use a group that is made, and who owns it; or the refusal."""
    wanted = wanted_access(body)
    if wanted.mode is None and wanted.roles and wanted.adds_all:
        raise access_errors.both_kinds_of_roles("model")
    mode = wanted.mode or ("restricted" if wanted.roles or wanted.adds_all else "private")
    if mode != "restricted":
        if wanted.roles or wanted.adds_all:
            raise access_errors.roles_of_unrestricted("model")
    else:
        _check_restriction(user, wanted)
    roles = list(user.backend_roles) if wanted.adds_all else wanted.roles
    return {"access": mode, "backend_roles": roles or None, "owner": user.shown()}


def _check_restriction(user: User, wanted: Wanted) -> None:
    if user.is_admin and wanted.adds_all:
        raise access_errors.admin_adds_all("model")
    if not user.is_admin and not user.backend_roles:
        raise access_errors.no_roles_of_ones_own("model")
    if not wanted.roles and not wanted.adds_all:
        raise access_errors.no_roles_given("model")
    if wanted.roles and wanted.adds_all:
        raise access_errors.both_kinds_of_roles("model")
    _refuse_foreign(user, wanted)


def _refuse_foreign(user: User, wanted: Wanted) -> None:
    if not user.is_admin and not wanted.adds_all and not set(wanted.roles or ()) <= set(user.backend_roles):
        raise access_errors.foreign_roles()


def access_of_changed_group(user: User, group: Source, body: Mapping[str, Any]) -> dict[str, Any]:
    """What changes about who may use a group; or the refusal."""
    wanted = wanted_access(body)
    owns = _owns(user, group)
    if wanted.says_anything and not owns and not user.is_admin:
        raise access_errors.access_of_others()
    if not user.is_admin and not owns and not _shares(user, group):
        raise access_errors.group_not_to_be_changed()
    if owns and not user.is_admin and not _still_owns(user, group):
        raise access_errors.role_was_lost()
    if wanted.mode in ("public", "private"):
        if wanted.roles or wanted.adds_all:
            raise access_errors.roles_of_unrestricted("model")
    else:
        _check_changed_restriction(user, wanted)
    return _changed_access(wanted, user)


def access_changed_by_nobody(body: Mapping[str, Any]) -> dict[str, Any]:
    """The same while nobody's access is controlled: an empty list of roles is no refusal, and is kept."""
    return _changed_access(wanted_access(body), None)


def _check_changed_restriction(user: User, wanted: Wanted) -> None:
    if user.is_admin and wanted.adds_all:
        raise access_errors.admin_adds_all("model")
    if wanted.adds_all and not user.backend_roles:
        raise access_errors.no_roles_to_add()
    if not wanted.roles and wanted.adds_all is False:
        raise access_errors.roles_have_to_be_given()
    if wanted.roles and wanted.adds_all:
        raise access_errors.both_kinds_of_roles("model")
    if wanted.mode == "restricted" and not wanted.roles and not wanted.adds_all:
        raise access_errors.no_roles_given("model")
    if wanted.roles:
        _refuse_foreign(user, wanted)


def _changed_access(wanted: Wanted, user: User | None) -> dict[str, Any]:
    changed: dict[str, Any] = {}
    if wanted.mode is not None:
        changed["access"] = wanted.mode
        if wanted.mode != "restricted":
            changed["backend_roles"] = []
    elif wanted.roles is not None or wanted.adds_all:
        changed["access"] = "restricted"
    if wanted.roles is not None:
        changed["backend_roles"] = wanted.roles
    if wanted.adds_all and user is not None:
        changed["backend_roles"] = list(user.backend_roles)
    return changed


def may_use_group(state: State, id: str | None) -> bool:
    """Whether the user may see a group and use its models; an error when there is nothing that says so."""
    user = limited(state)
    if user is None or id is None or tenancy.has_tenants(state):
        return True
    group = ml_indices.find(state, GROUPS, id)
    if group is None:
        raise access_errors.group_of_model_is_gone()
    return _may_use(user, group)


def require_group(state: State, group: Source) -> None:
    """Refuse to show a group."""
    user = limited(state)
    if user is not None and not _may_use(user, group):
        raise access_errors.group_out_of_reach()


def _may_use(user: User, group: Source) -> bool:
    if group.get("owner") is None:
        return True
    if group["access"] == "restricted":
        if not group.get("backend_roles"):
            raise access_errors.restricted_to_nobody(changing=False)
        return bool(set(group["backend_roles"]) & set(user.backend_roles))
    return group["access"] == "public" or _owns(user, group)


def _owns(user: User, record: Source) -> bool:
    owner = record.get("owner")
    return owner is not None and owner["name"] == user.name


def _shares(user: User, group: Source) -> bool:
    if group["access"] != "restricted":
        return bool(group["access"] == "public")
    return bool(set(group.get("backend_roles") or ()) & set(user.backend_roles))


def _still_owns(user: User, group: Source) -> bool:
    if group["access"] == "restricted" and not group.get("backend_roles"):
        raise access_errors.restricted_to_nobody(changing=True)
    return group["access"] != "restricted" or _shares(user, group)


# --- models -----------------------------------------------------------------------------------------------------------


def require_model(state: State, model: Mapping[str, Any], refused: ApiError | None = None) -> None:
    """Refuse a model that is hidden or whose group is out of reach; unless said otherwise in the words of showing one."""
    if model.get("is_hidden"):
        if hidden.is_kept_from(state, model):
            raise access_errors.model_out_of_reach()
        return
    if not may_use_group(state, model.get("model_group_id")):
        raise refused or access_errors.model_out_of_reach()


def require_predict(state: State, model: Mapping[str, Any]) -> None:
    """Refuse to ask a model, for a user without the permission or without access to it, whatever way the request came."""
    if state.user is None:
        return
    require_permissions(state, (PREDICT,))
    if model.get("is_hidden"):
        return
    require_model(state, model, access_errors.model_not_to_be_asked())


def require_permissions(state: State, actions: Iterable[str], indices: str = "_all") -> None:
    """Refuse what is done in the name of a user who may not do it, by an agent's tool or by a processor."""
    if state.user is None:
        return
    from ..security.guard import require_all

    require_all(state, actions, indices)


# --- searches ---------------------------------------------------------------------------------------------------------


def what_may_be_found(state: State, index: str) -> tuple[Confinement, ...]:
    """What a search over groups or models may find only: what the user may see."""
    user = limited(state)
    if user is None or index not in (GROUPS, MODELS) or not ml_indices.exists(state, GROUPS):
        return ()
    if index == GROUPS:
        return (only(readable(user)),)
    from ...search import engine
    from ...search.confining import Confinement

    found = engine.search(state, GROUPS, {"query": readable(user), "size": 10_000, "_source": False})["hits"]["hits"]
    ids = [hit["_id"] for hit in found]
    groupless = {"bool": {"must_not": [{"exists": {"field": "model_group_id"}}]}}
    allowed = {"bool": {"should": [*([{"terms": {"model_group_id": ids}}] if ids else []), groupless]}}
    return (Confinement(must=[allowed]),)


def readable(user: User) -> Json:
    """The query for what a user may see."""
    own = {"nested": {"path": "owner", "query": {"term": {"owner.name.keyword": user.name}}, "score_mode": "none"}}
    return {
        "bool": {
            "should": [
                {"term": {"access": "public"}},
                {"terms": {"backend_roles.keyword": list(user.backend_roles)}},
                {"bool": {"must": [own, {"term": {"access": "private"}}]}},
            ]
        }
    }


def only(allowed: Json) -> Confinement:
    """One more condition, which scores nothing beside another query."""
    from ...search.confining import Confinement

    return Confinement(filter=[allowed], alone=allowed)
