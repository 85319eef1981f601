"""Local models: how registrations by list, url and chunks end. Downloads are never made.

With the cluster option `downloads=False` they fail as on a machine without a network (observed: opensearch 2.19.1).
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..cluster.cluster_settings import setting
from ..ml import indices as ml_indices
from ..ml import task_records
from ..ml.counts import count
from ..ml.indices import MODELS
from ..ml.values import truth
from .dispatching import breaker_problem

if TYPE_CHECKING:
    from ...cluster import State

CHUNKS = "ml_chunks"
LIST_HOST = "artifacts.opensearch.org"
NOT_IN_LIST = "This model is not in the pre-trained model list, please check your parameters."
NO_HASH = "Model content Hash code need to be provided when register via url. Please calculate sha 256 Hash code."
SIZE = 1_000_000
"""Bytes that a model which was not downloaded is said to have."""


def finish_registration(state: State, task: str, work: dict[str, Any]) -> None:
    """End a registration by list or url."""
    from .deployment_api import deploy

    model = work["model"]
    count(state, model["function_name"], "register")
    at_once = setting(state, "plugins.ml_commons.max_register_model_tasks_per_node")
    full = task_records.under_way(state, "register") >= at_once
    problem = task_records.LIMIT if full else breaker_problem(state) or _problem(state, model)
    if problem is not None:
        count(state, model["function_name"], "register", failed=True)
        task_records.end(state, task, "FAILED", error=problem)
        return
    now = state.clock.millis
    digest = hashlib.sha256(f"{model['name']}/{model.get('version')}".encode(errors="replace")).hexdigest()
    document = {
        "name": model["name"],
        "model_group_id": work["group"],
        "algorithm": model["function_name"],
        "model_version": work["version"],
        "description": model.get("description"),
        "model_format": model["model_format"],
        "model_state": "REGISTERED",
        "model_content_size_in_bytes": SIZE,
        "model_content_hash_value": model.get("model_content_hash_value", digest),
        "model_config": model.get("model_config") or pretrained_config(model),
        "deploy_setting": model.get("deploy_setting"),
        "created_time": now,
        "last_updated_time": now,
        "last_registered_time": now,
        "total_chunks": 1,
        "is_hidden": work["hidden"],
    }
    id = ml_indices.add(state, MODELS, document, model["name"] if work["hidden"] else None)
    chunk = {
        "model_id": id,
        **{
            name: document[name]
            for name in ("model_group_id", "algorithm", "model_version", "model_format", "total_chunks")
        },
        "name": model["name"],
        "chunk_number": 0,
    }
    ml_indices.add(state, MODELS, chunk, f"{id}_0")
    task_records.end(state, task, "COMPLETED", model_id=id)
    if work["deploy"]:
        deploy(state, id)


def finish_chunks(state: State, id: str, model: dict[str, Any]) -> None:
    """The last chunk is there: the document is written anew, and loses what this way does not write again."""
    kept = {
        name: model.get(name)
        for name in (
            "name", "model_group_id", "algorithm", "model_version", "model_format", "model_content_size_in_bytes",
            "model_content_hash_value", "model_config", "created_time", "total_chunks", "is_hidden",
        )
    }  # fmt: skip
    ml_indices.add(state, MODELS, {**kept, "model_state": "REGISTERED"}, id)


def content_problem(state: State, id: str, model: dict[str, Any]) -> str | None:
    """Why a model's content cannot be loaded: a chunk is missing, or the whole is not what the hash says."""
    digest = hashlib.sha256()
    uploaded = False
    for number in range(model.get("total_chunks", 0)):
        if ml_indices.find(state, MODELS, f"{id}_{number}") is None:
            return f"Fail to find model chunk {id}_{number}"
        chunk = state.store.get(CHUNKS, f"{id}_{number}")
        if chunk is not None:
            uploaded = True
            digest.update(chunk["content"])
    if uploaded and digest.hexdigest() != model["model_content_hash_value"]:
        return "model content changed"
    return None


def pretrained_config(model: dict[str, Any]) -> dict[str, Any] | None:
    """The configuration that the list holds for a pretrained text embedding model."""
    known = _pretrained().get(model["name"])
    if known is None or "dimension" not in known:
        return None
    return {
        "model_type": "bert",
        "embedding_dimension": known["dimension"],
        "framework_type": "SENTENCE_TRANSFORMERS",
    }


def downloads_succeed(state: State) -> bool:
    """The cluster's option `downloads`, which a command line gives as text. ValueError for anything else."""
    wanted = state.options.get("downloads", True)
    if wanted not in (True, False, "true", "false"):
        raise ValueError(f"downloads is true or false, not {wanted!r}")
    return truth(wanted)


def _problem(state: State, model: dict[str, Any]) -> str | None:
    downloads = downloads_succeed(state)
    if "url" in model:
        if not downloads:
            url: str = model["url"]
            return url
        return None if "model_content_hash_value" in model else NO_HASH
    if not downloads:
        return LIST_HOST if "version" in model else ""
    known = _pretrained().get(model["name"])
    fits = (
        known is not None
        and model.get("version") in known["versions"]
        and (model["model_format"] == "TORCH_SCRIPT" or known.get("onnx", False))
    )
    return None if fits else NOT_IN_LIST


@lru_cache(maxsize=1)
def _pretrained() -> dict[str, Any]:
    file = Path(__file__).parent / "pretrained_models.json"
    found: dict[str, Any] = json.loads(file.read_text("utf-8"))["models"]
    return found
