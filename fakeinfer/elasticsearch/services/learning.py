"""What the server learns of a new endpoint by trying it once: the length of its vectors, its similarity.

Nothing is called here. A known model has its public length (`models.json`), another one the service's `probe.unknown`, and the
stand-in for the model then answers with just that length. Only vectors that a test laid down can have another one.

Source: elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/services/validation/DenseEmbeddingModelValidator.java
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..inference import endpoint_errors as errors
from .plans import Plan
from .reading import Configuration
from .service import known_dimensions

UNKNOWN_MODEL = 1024
EMBEDDINGS = ("text_embedding", "embedding")


def learn(plan: Plan, configuration: Configuration, inference_id: str = "", measured: int | None = None) -> None:
    """Fill in what the trial call shows; `measured` is the length of the vectors that a test laid down.

    Refuses an endpoint whose settings say another length, unless what is measured replaces it.
    """
    probe = plan.probe
    if probe is None:
        return
    if plan.task_type in EMBEDDINGS:
        settings = configuration.service_settings
        replaces = probe.get("replaces", ())
        length = measured or known_dimensions().get(str(settings.get(probe.get("model", "model_id"))))
        sent = settings.get("dimensions")
        if measured is not None and "dimensions" not in replaces and sent not in (None, measured):
            raise errors.vectors_of_another_length(inference_id, measured, sent)
        if "dimensions" not in settings or (length is not None and "dimensions" in replaces):
            settings["dimensions"] = length or probe.get("unknown", UNKNOWN_MODEL)
        if "similarity" in probe and ("similarity" not in settings or "similarity" in replaces):
            settings["similarity"] = _similarity(probe["similarity"], settings)
    for name, value in probe.get("task_settings", {}).get(plan.task_type, {}).items():
        configuration.task_settings.setdefault(name, value)


def _similarity(told: str | Mapping[str, Mapping[str, str]], settings: Mapping[str, Any]) -> str:
    if isinstance(told, str):
        return told
    ((name, by_value),) = told.items()
    return by_value[settings[name]]
