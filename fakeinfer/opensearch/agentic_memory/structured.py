"""How a service is made to answer facts and nothing else (3.7 on): its connector says that it can, its address what it is.

`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/helper/MemoryContainerHelper.java`. How the parameters get
into the request is in `remote/structured.py`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ...formats import jsontext
from ..ml import indices as ml_indices
from ..ml.indices import CONNECTORS, MODELS
from ..remote.structured import FLAG

if TYPE_CHECKING:
    from ...cluster import State

BEDROCK_PATH = "$.output.message.content[0].toolUse.input"
"""Where the arguments of the call are that Bedrock makes in place of an answer."""
FACTS: dict[str, Any] = {
    "type": "object",
    "properties": {"facts": {"type": "array", "items": {"type": "string"}}},
    "required": ["facts"],
    "additionalProperties": False,
}
OPENAI = {"type": "json_schema", "json_schema": {"name": "facts_extraction", "strict": True, "schema": FACTS}}
COHERE = {"type": "json_schema", "json_schema": FACTS}
GEMINI = {"responseMimeType": "application/json", "responseSchema": FACTS}
TOOL = {
    "name": "extract_facts",
    "description": "Extract factual statements from the conversation",
    "inputSchema": {"json": FACTS},
}
BEDROCK = {"tools": [{"toolSpec": TOOL}], "toolChoice": {"tool": {"name": "extract_facts"}}}
_PARTS = re.compile(r"[^:]+://([^/?#]*)(/?[^?#]*)")


def parameters(state: State, model_id: str) -> tuple[dict[str, str], str | None]:
    """Parameters for the service of a model, and where its answer then is; nothing where the prompt has to do."""
    model = ml_indices.peek(state, MODELS, model_id) or {}
    connector = model.get("connector") or ml_indices.peek(state, CONNECTORS, str(model.get("connector_id"))) or {}
    for action in connector.get("actions") or ():
        if action["action_type"] == "PREDICT" and action.get(FLAG):
            return _of_service(action["url"])
    return {}, None


def _of_service(url: str) -> tuple[dict[str, str], str | None]:
    """The same by the labels of a host and the steps of a path, so that no query and no part of a name is taken for one."""
    found = _PARTS.match(url)
    if found is None:
        return {}, None
    host, path = found[1].lower().split("."), found[2].lower()
    steps = path.split("/")
    if "amazonaws" in host and "converse" in steps:
        return {"_toolConfig_json": jsontext.dumps(BEDROCK)}, BEDROCK_PATH
    if "googleapis" in host:
        return {"_generationConfig_additions_json": jsontext.dumps(GEMINI)}, None
    if "cohere" in host and "v2" in steps:
        return {"_response_format_json": jsontext.dumps(COHERE)}, None
    if not {"openai", "deepseek"}.isdisjoint(host) or "openai" in steps or "/v1/chat/completions" in path:
        return {"_response_format_json": jsontext.dumps(OPENAI)}, None
    return {}, None
