"""Who may see, change and remove which connector. Using one, by a model or an agent, needs no access.

It holds on clusters with security only, and while `plugins.ml_commons.connector_access_control_enabled` is true.
Source: opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/helper/ConnectorAccessControlHelper.java,
.../action/connector/TransportCreateConnectorAction.java; order observed: opensearch 2.19.1.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...documents import Source
from ...errors import ApiError
from ..ml import errors as ml_errors
from ..ml import indices as ml_indices
from . import errors as access_errors
from .control import controlling, limited, only, readable
from .fields import Wanted, wanted_access

if TYPE_CHECKING:
    from ...cluster import State
    from ...search.confining import Confinement
    from ..security.users import User

SWITCH = "plugins.ml_commons.connector_access_control_enabled"


def controller(state: State) -> User | None:
    """The user who will own what is made now; None while access is not controlled."""
    return controlling(state, SWITCH)


def access_of_new_connector(user: User, body: Mapping[str, Any]) -> dict[str, Any]:
    """Who may use a connector that is made, and who owns it; or the refusal."""
    wanted = wanted_access(body)
    if user.is_admin and wanted.adds_all:
        raise access_errors.admin_adds_all("connector")
    mode = wanted.mode or ("restricted" if wanted.roles or wanted.adds_all else "private")
    if mode != "restricted":
        if wanted.roles or wanted.adds_all:
            raise access_errors.roles_of_unrestricted("connector")
    else:
        _check_restriction(user, wanted)
    roles = list(user.backend_roles) if wanted.adds_all else wanted.roles
    return {"backend_roles": roles, "owner": user.shown(), "access": mode}


def _check_restriction(user: User, wanted: Wanted) -> None:
    if wanted.adds_all:
        if wanted.roles:
            raise access_errors.both_kinds_of_roles("connector")
        if not user.backend_roles:
            raise access_errors.no_roles_of_ones_own("connector")
    elif not wanted.roles:
        raise access_errors.no_roles_given("connector")
    elif not user.is_admin and not set(wanted.roles) <= set(user.backend_roles):
        raise access_errors.foreign_roles()


def require_connector(state: State, connector: Source, refused: ApiError | None = None) -> None:
    """Refuse a connector that is out of reach; unless said otherwise in the words of showing one."""
    user = limited(state, SWITCH)
    if user is not None and not _may_use(user, connector):
        raise refused or access_errors.connector_out_of_reach()


def _may_use(user: User, connector: Source) -> bool:
    owner, access = connector.get("owner"), connector.get("access")
    if owner is None or access == "public":
        return True
    if access == "private":
        return bool(owner["name"] == user.name)
    return access == "restricted" and bool(set(connector.get("backend_roles") or ()) & set(user.backend_roles))


def what_may_be_found(state: State) -> tuple[Confinement, ...]:
    """What a search over connectors may find only: what the user may see."""
    user = limited(state, SWITCH)
    return () if user is None else (only(readable(user)),)


def require_removal(state: State, id: str) -> None:
    """Refuse to remove a connector that is out of reach; whose reach is limited is told when it is not there (observed: opensearch 2.19.1)."""
    connector = ml_indices.find(state, ml_indices.CONNECTORS, id)
    if connector is not None:
        require_connector(state, connector, access_errors.connector_not_to_be_removed())
    elif limited(state, SWITCH) is not None and ml_indices.exists(state, ml_indices.CONNECTORS):
        raise ml_errors.connector_not_found(id)
