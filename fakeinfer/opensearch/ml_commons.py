"""What of ML Commons belongs to the product: its modules, and who refers to what among its objects.

Pipelines declare their references with their processors.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..documents import Document
from ..references import ReferenceRule
from .ml.indices import AGENTS, MODELS

MODULES = (
    "fakeinfer.opensearch.models.group_api",
    "fakeinfer.opensearch.connectors.connector_api",
    "fakeinfer.opensearch.models.registration_api",
    "fakeinfer.opensearch.models.deployment_api",
    "fakeinfer.opensearch.models.model_api",
    "fakeinfer.opensearch.ml.task_api",
    "fakeinfer.opensearch.agents.agent_api",
    "fakeinfer.opensearch.agents.tool_api",
    "fakeinfer.opensearch.prediction.predict_api",
    "fakeinfer.opensearch.prediction.stream_api",
    "fakeinfer.opensearch.prediction.training_api",
    "fakeinfer.opensearch.prediction.execute_api",
    "fakeinfer.opensearch.prediction.batch_api",
    "fakeinfer.opensearch.models.controller_api",
    "fakeinfer.opensearch.memory.memory_api",
    "fakeinfer.opensearch.memory.message_api",
    "fakeinfer.opensearch.memory.conversation_memory_api",
    "fakeinfer.opensearch.agentic_memory.containers",
    "fakeinfer.opensearch.agentic_memory.sessions",
    "fakeinfer.opensearch.agentic_memory.memories",
    "fakeinfer.opensearch.agentic_memory.searching",
    "fakeinfer.opensearch.agentic_memory.first_memories",
    "fakeinfer.opensearch.agents.stream_api",
    "fakeinfer.opensearch.agents.context_management_api",
    "fakeinfer.opensearch.insights.index_insight_api",
    "fakeinfer.opensearch.agents.mcp_tool_api",
    "fakeinfer.opensearch.agents.mcp_server",
    "fakeinfer.opensearch.ml.monitoring_api",
    "fakeinfer.opensearch.ml.profile_api",
)

OPTIONS = {
    "tasks": 'when tasks end: "immediate", or "polls:N", after having been looked at N times',
    "passthrough": "services on loopback that connectors really call: True, or the address all of them are called at",
    "skills": "whether the plugin that brings agents more tools is installed: it is unless this is False",
    "downloads": "whether registrations by list and url succeed (nothing is downloaded either way)",
}
"""What a cluster can be started with."""

MODEL_KEYS = ("model_id", "inference_model_id", "embedding_model_id")
"""Tool parameters that tools declare to hold a model's id."""


def connectors_of_model(model: Document) -> Iterable[str]:
    """The connector that a model is linked to."""
    connector = model.source.get("connector_id")
    return [connector] if connector else []


def models_of_agent(agent: Document) -> Iterable[str]:
    """The models in an agent's tools; its `llm` is not looked at (action/models/DeleteModelTransportAction.java)."""
    for tool in agent.source.get("tools") or ():
        for key in MODEL_KEYS:
            if key in (tool.get("parameters") or {}):
                yield tool["parameters"][key]


REFERENCES = (
    ReferenceRule("connector", f"docs:{MODELS}", connectors_of_model),
    ReferenceRule("model", f"docs:{AGENTS}", models_of_agent),
)
