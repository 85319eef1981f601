"""Deployments of trained models, as far as endpoints of the `elasticsearch` service need them: what runs under which id.

The collection is shared with the trained-model API; an endpoint's own deployment has the endpoint's id.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...store import Store

if TYPE_CHECKING:
    from ...cluster import State

COLLECTION = "trained_model_deployments"
LINUX = "linux-x86_64"


def platform_of(state: State) -> str | None:
    """The `platform` a cluster was started with: "linux-x86_64", another word, or None for one that runs every variant."""
    platform: str | None = state.options.get("platform")
    return platform


def model_for(model_id: str, platform: str | None) -> str:
    """The variant of a built-in model that a platform gets; the reranker has only one."""
    return f"{model_id}_{LINUX}" if platform == LINUX and model_id != ".rerank-v1" else model_id


def allocations_of(store: Store, inference_id: str, service_settings: Mapping[str, Any]) -> int | None:
    """How many allocations the endpoint's deployment has now; None when nothing is deployed."""
    running = store.get(COLLECTION, service_settings.get("deployment_id", inference_id))
    return None if running is None else int(running["number_of_allocations"])
