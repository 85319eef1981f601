"""Tenants of ML Commons: each sees and uses only what is its own, once `plugins.ml_commons.multi_tenancy_enabled` stands in opensearch.yml.

Who asks is said by the header `x-tenant-id`, which is looked for before the body. A tenant's groups, connectors, models, tasks and
agents carry its name; what is another's is refused, and not found by searches. Source: opensearch-project/ml-commons:
plugin/src/main/java/org/opensearch/ml/utils/TenantAwareHelper.java; observed: opensearch 2.19.1 (2.19 and newer have the setting).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...errors import ApiError, illegal_argument, status_error

if TYPE_CHECKING:
    from ...cluster import State
    from ...pipeline import Exchange

SWITCH = "plugins.ml_commons.multi_tenancy_enabled"
HEADER = "x-tenant-id"
FIELD = "tenant_id"
CURRENT = "tenant"
"""Where `State.memo` holds the tenant of the request that is being answered; there only on clusters with tenants."""
AWARE = frozenset(
    (
        "ml.register_model_group", "ml.get_model_group", "ml.update_model_group", "ml.delete_model_group",
        "ml.search_model_group", "ml.create_connector", "ml.get_connector", "ml.update_connector", "ml.delete_connector",
        "ml.search_connectors", "ml.register_model", "ml.get_model", "ml.update_model", "ml.delete_model", "ml.search_models",
        "ml.deploy_model", "ml.undeploy_model", "ml.predict_model", "ml.batch_predict", "ml.predict_model_stream",
        "ml.get_task", "ml.delete_task", "ml.search_tasks", "ml.register_agents", "ml.get_agent", "ml.update_agent",
        "ml.delete_agent", "ml.search_agents", "ml.execute_agent", "ml.get_config",
        "ml.create_memory_container", "ml.get_memory_container", "ml.delete_memory_container", "ml.search_memory_container",
        "ml.create_memory_container_session", "ml.add_agentic_memory", "ml.get_agentic_memory", "ml.update_agentic_memory",
        "ml.search_agentic_memory", "ml.semantic_search_memory", "ml.hybrid_search_memory", "ml.search_container_memories",
    )
)  # fmt: skip
"""Operations that want to know the tenant; to others nothing belongs to anybody."""


def prepare(state: State) -> None:
    """Have tenants, if the settings of the start say so."""
    if str(state.options["settings"].get(SWITCH, "")).lower() == "true":
        state.memo[CURRENT] = None


def read_tenant(exchange: Exchange) -> None:
    """A step: who asks, on a cluster with tenants."""
    state = exchange.cluster.state
    if CURRENT not in state.memo:
        return
    assert exchange.call is not None
    state.memo[CURRENT] = None
    if exchange.call.operation.id in AWARE:
        tenant = exchange.request.header(HEADER)
        if tenant is None:
            raise no_tenant()
        if not tenant:
            raise tenant_is_empty()
        state.memo[CURRENT] = tenant


def has_tenants(state: State) -> bool:
    """Whether there are any."""
    return CURRENT in state.memo


def current(state: State) -> str | None:
    """The tenant that asks."""
    tenant: str | None = state.memo.get(CURRENT)
    return tenant


def is_own(state: State, record: Mapping[str, Any]) -> bool:
    """Whether a record is the tenant's, or there are none."""
    tenant = current(state)
    return tenant is None or record.get(FIELD) == tenant


def require_own(state: State, record: Mapping[str, Any]) -> None:
    """Refuse what is another tenant's."""
    if not is_own(state, record):
        raise not_own()


def no_tenant() -> ApiError:
    """The header is missing."""
    return status_error(403, "Tenant ID header is missing or has no value")


def tenant_is_empty() -> ApiError:
    """The header says nothing."""
    return illegal_argument("A tenant ID is required when multitenancy is enabled.")


def not_own() -> ApiError:
    """Something of another tenant."""
    return status_error(403, "You don't have permission to access this resource")
