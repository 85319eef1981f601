"""Who may do what with a container and its memories, and which of them a search finds.

A container is its owner's and of those who share a backend role with it; a memory is its owner's alone. Administrators may
everything, and everybody may where users are not told apart.
Source: opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/helper/MemoryContainerHelper.java
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...errors import ApiError
from ..access.control import require_permissions
from ..ml import tenancy
from . import errors

if TYPE_CHECKING:
    from ...cluster import State
    from ..security.users import User

Query = dict[str, Any]
_BULK = ("indices:data/write/bulk", "indices:data/write/bulk[s]")
CREATE = ("indices:admin/create",)
DELETE = ("indices:data/write/delete", *_BULK)
DELETE_BY_QUERY = ("indices:data/write/delete/byquery", "indices:data/read/search")
DELETE_INDEX = ("indices:admin/delete",)
GET = ("indices:data/read/get",)
GET_MAPPINGS = ("indices:admin/mappings/get",)
GET_PIPELINE = ("cluster:admin/ingest/pipeline/get",)
PUT_PIPELINE = ("cluster:admin/ingest/pipeline/put",)
INDEX = ("indices:data/write/index", *_BULK)
SEARCH = ("indices:data/read/search",)


def require_container(state: State, container: Mapping[str, Any], doing: str) -> None:
    """Refuse a container, in the words of what is done with its memories."""
    if not may_use(state, container):
        raise errors.container_out_of_reach(doing)


def may_use(state: State, container: Mapping[str, Any]) -> bool:
    """Whether the caller may use a container."""
    user = limited(state)
    if user is None:
        return True
    owner = container.get("owner") or {}
    if owner.get("name") == user.name:
        return True
    roles = container.get("backend_roles") or owner.get("backend_roles") or ()
    return not set(roles).isdisjoint(user.backend_roles)


def is_owner(state: State, name: str | None) -> bool:
    """Whether the caller is that user, or may as much."""
    user = limited(state)
    return user is None or user.name == name


def allow(state: State, configuration: Mapping[str, Any], index: str, actions: tuple[str, ...]) -> None:
    """Refuse what the caller may not do to an index. Of those of the system nobody is asked for permission."""
    if not configuration["use_system_index"]:
        require_permissions(state, actions, index)


def allow_to_set_up(state: State, actions: tuple[str, ...], index: str = "_all") -> None:
    """Refuse a caller who may not do what it takes to embed memories, which is done in the caller's name and not told."""
    try:
        require_permissions(state, actions, index)
    except ApiError as error:
        raise errors.internal() from error


def limited(state: State) -> User | None:
    """The caller, if not an administrator; None where users are not told apart."""
    user: User | None = state.user
    return None if user is None or user.is_admin else user


def containers_seen(state: State, body: Mapping[str, Any]) -> dict[str, Any]:
    """The body of a search of containers, cut down to those that the caller may see."""
    user = limited(state)
    narrow = dict(body)
    if user is not None:
        by_name = {"nested": {"path": "owner", "query": {"term": {"owner.name.keyword": user.name}}}}
        by_role = {"terms": {"backend_roles.keyword": list(user.backend_roles)}}
        narrow = narrowed(narrow, {"bool": {"should": [by_role, by_name]}})
    return of_tenant(state, narrow)


def memories_seen(state: State, body: Mapping[str, Any], container: str) -> dict[str, Any]:
    """The body of a search of memories, cut down to those of a container that are the caller's."""
    narrow = narrowed(body, {"bool": {"filter": [{"term": {"memory_container_id": container}}]}})
    user = limited(state)
    if user is not None:
        narrow = narrowed(narrow, {"bool": {"should": [{"terms": {"owner_id": [user.name]}}]}})
    return of_tenant(state, narrow)


def of_tenant(state: State, body: dict[str, Any]) -> dict[str, Any]:
    """The body cut down to what is the tenant's, where there are tenants."""
    tenant = tenancy.current(state)
    return body if tenant is None else narrowed(body, {"term": {tenancy.FIELD: tenant}})


def narrowed(body: Mapping[str, Any], condition: Query) -> dict[str, Any]:
    """A search body with one condition more. To a `bool` it is added, so what it should match need not match any more."""
    query = body.get("query")
    if query is None:
        return {**body, "query": condition}
    if isinstance(query, dict) and isinstance(inner := query.get("bool"), dict) and len(query) == 1:
        filters = inner.get("filter", [])
        filters = filters if isinstance(filters, list) else [filters]
        return {**body, "query": {"bool": {**inner, "filter": [*filters, condition]}}}
    return {**body, "query": {"bool": {"must": [query], "filter": [condition]}}}
