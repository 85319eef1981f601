"""Running one tool of the plugin by itself."""

from __future__ import annotations

from typing import Any

from fakeinfer.cluster import Cluster
from tests.opensearch.asking import ML, ask, ok

ON = {"plugins.ml_commons.execute_tools_enabled": True}


def run_tool(cluster: Cluster, name: str, **parameters: Any) -> str:
    """What it gives."""
    answer = ok(cluster, "POST", f"{ML}/tools/_execute/{name}", {"parameters": parameters})
    found: str = answer["inference_results"][0]["output"][0]["result"]
    return found


def write(cluster: Cluster, index: str, *sources: dict[str, Any]) -> None:
    """Documents, numbered from 0."""
    for number, source in enumerate(sources):
        assert ask(cluster, "PUT", f"/{index}/_doc/{number}?refresh=true", source).status == 201
