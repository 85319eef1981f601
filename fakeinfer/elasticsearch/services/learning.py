"""What the server learns of a new endpoint by trying it once: the length of its vectors, its similarity.

Nothing is called here. A known model has its public length (`models.json`), another one the service's `probe.unknown`; the
stand-in for the model then answers with just that length, so a mismatch cannot come up.

Source: elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/services/validation/DenseEmbeddingModelValidator.java
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .reading import Configuration
from .service import Plan, known_dimensions

UNKNOWN_MODEL = 1024
EMBEDDINGS = ("text_embedding", "embedding")


def learn(plan: Plan, configuration: Configuration) -> None:
    """Fill in what the trial call shows."""
    probe: Mapping[str, Any] | None = plan.service.document.get("probe")
    if probe is None:
        return
    settings = configuration.service_settings
    if plan.task_type in EMBEDDINGS:
        known = known_dimensions().get(str(settings.get(probe.get("model", "model_id"))))
        if known is not None and probe.get("dimensions") == "replaced":
            settings["dimensions"] = known
        else:
            settings.setdefault("dimensions", known or probe.get("unknown", UNKNOWN_MODEL))
        if probe.get("similarity") == "replaced":
            settings["similarity"] = _default_similarity(plan)
    for name, value in probe.get("defaults", {}).get(plan.task_type, {}).items():
        configuration.task_settings.setdefault(name, value)


def forget(plan: Plan, configuration: Configuration, sent: Mapping[str, Any]) -> None:
    """Without the trial call nothing is filled in that was not sent."""
    if plan.task_type in EMBEDDINGS and not plan.service.document.get("similarity_at_once"):
        for name in ("similarity",):
            if sent.get(name) is None:
                configuration.service_settings.pop(name, None)


def _default_similarity(plan: Plan) -> str | None:
    for setting in plan.objects["service_settings"]:
        if setting.name == "similarity":
            default: str | None = setting.default
            return default
    return None
