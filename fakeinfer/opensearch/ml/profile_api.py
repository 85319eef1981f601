"""Profiles: what the models in memory did, and the tasks that have not ended.

How long anything took is not measured: each answer is said to have taken a millisecond. How many are remembered is the setting
`monitoring_request_count`. `opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/rest/RestMLProfileAction.java`;
observed: opensearch 2.19.1.
"""

from __future__ import annotations

from typing import Any

from ...operations import GET, Call, Parameter, Text, operation
from ...wire import Json
from ..access import hidden
from ..algorithms.catalog import algorithms
from ..algorithms.reading import read_boolean, read_list, read_object, read_text
from ..models.deployed import deployed_models
from ..models.group_api import PRIVILEGE, SOURCE
from . import indices as ml_indices
from .indices import MODELS, TASKS
from .task_records import PENDING

QUERY: dict[str, Parameter] = {"view": Text()}
MILLIS = 1.0
_LISTS = ("node_ids", "model_ids", "task_ids")
_SWITCHES = ("return_all_tasks", "return_all_models")
_ENGINE = "org.opensearch.ml.engine.algorithms."
_PREDICTORS = {
    "REMOTE": "remote.RemoteModel",
    "TEXT_EMBEDDING": "text_embedding.TextEmbeddingDenseModel",
    "SPARSE_ENCODING": "sparse_encoding.TextEmbeddingSparseEncodingModel",
    "SPARSE_TOKENIZE": "tokenize.SparseTokenizerModel",
    "TEXT_SIMILARITY": "text_similarity.TextSimilarityCrossEncoderModel",
    "QUESTION_ANSWERING": "question_answering.QuestionAnsweringModel",
}


@operation(
    "ml.get_profile",
    GET("/_plugins/_ml/profile"),
    query=QUERY,
    body="optional",
    privilege=PRIVILEGE + "profile/nodes",
    source=SOURCE,
)
def get_profile(call: Call) -> Json:
    """Models and tasks, all of them or those that a body names."""
    asked = _read_body(call)
    if asked is None:
        return _shown(call, _models(call), _tasks(call))
    models = _models(call) if asked.get("return_all_models") else _models(call, asked.get("model_ids", ()))
    tasks = _tasks(call) if asked.get("return_all_tasks") else _tasks(call, asked.get("task_ids", ()))
    return _shown(call, models, tasks, asked.get("node_ids", ()))


@operation(
    "ml.get_profile_models",
    GET("/_plugins/_ml/profile/models"),
    GET("/_plugins/_ml/profile/models/{model_id}"),
    query=QUERY,
    body="optional",
    privilege=PRIVILEGE + "profile/nodes",
    source=SOURCE,
)
def get_profile_models(call: Call) -> Json:
    """Models alone: all, those in the path, or those that a body names."""
    asked = _read_body(call)
    if "model_id" in call.path:
        return _shown(call, _models(call, call.path["model_id"].split(",")), {})
    if asked is None or asked.get("return_all_models"):
        return _shown(call, _models(call), {})
    return _shown(call, _models(call, asked.get("model_ids", ())), {}, asked.get("node_ids", ()))


@operation(
    "ml.get_profile_tasks",
    GET("/_plugins/_ml/profile/tasks"),
    GET("/_plugins/_ml/profile/tasks/{task_id}"),
    query=QUERY,
    body="optional",
    privilege=PRIVILEGE + "profile/nodes",
    source=SOURCE,
)
def get_profile_tasks(call: Call) -> Json:
    """Tasks alone: all, those in the path, or those that a body names."""
    asked = _read_body(call)
    if "task_id" in call.path:
        return _shown(call, {}, _tasks(call, call.path["task_id"].split(",")))
    if asked is None or asked.get("return_all_tasks"):
        return _shown(call, {}, _tasks(call))
    return _shown(call, {}, _tasks(call, asked.get("task_ids", ())), asked.get("node_ids", ()))


def _read_body(call: Call) -> dict[str, Any] | None:
    if call.body is None:
        return None
    asked: dict[str, Any] = {}
    for name, value in read_object(call, (), call.body).items():
        if name in _LISTS:
            items = read_list(call, (name,), value)
            asked[name] = [read_text(call, (name, place), item) for place, item in enumerate(items)]
        elif name in _SWITCHES:
            asked[name] = read_boolean(call, (name,), value)
    return asked


def _models(call: Call, wanted: Any = None) -> dict[str, Any]:
    """Profiles of models in memory, or of some of them."""
    kept = hidden.kept_models(call.state)
    held = {id: model for id, model in deployed_models(call.state).items() if id not in kept}
    found = {}
    for id, record in held.items():
        model = ml_indices.find(call.state, MODELS, id)
        if model is not None and (wanted is None or id in wanted):
            found[id] = _profile(call, id, model, record)
    return found


def _profile(call: Call, id: str, model: dict[str, Any], record: dict[str, Any]) -> dict[str, Any]:
    algorithm = model["algorithm"]
    java = _ENGINE + _PREDICTORS[algorithm] if algorithm in _PREDICTORS else algorithms()[algorithm].java
    number = call.state.ids.fixed(f"predictor/{id}", 4)
    profile = {
        "model_state": model["model_state"],
        "predictor": f"{java}@{int.from_bytes(number.encode()[:4]):x}",
        "target_worker_nodes": record["nodes"],
        "worker_nodes": record["nodes"],
    }
    for name, count in (("model_inference_stats", record["answers"]), ("predict_request_stats", record["requests"])):
        if count:
            times = dict.fromkeys(("max", "min", "average", "p50", "p90", "p99"), MILLIS)
            profile[name] = {"count": count, **times}
    return profile


def _tasks(call: Call, wanted: Any = None) -> dict[str, Any]:
    """Tasks that have not ended, as they are stored, or some of them."""
    found = {}
    for id in call.state.store[PENDING]:
        task = ml_indices.find(call.state, TASKS, id)
        if task is not None and (wanted is None or id in wanted):
            found[id] = {"task_id": id, **task}
    return found


def _shown(call: Call, models: dict[str, Any], tasks: dict[str, Any], nodes: Any = ()) -> Json:
    """By node, or by model where the view asks for that."""
    node = ml_indices.node_id(call.state)
    view = call.query["view"] or "node"
    if (nodes and node not in nodes) or not (models or tasks):
        return {}
    if view == "node":
        parts = {"models": models, "tasks": tasks}
        return {"nodes": {node: {name: part for name, part in parts.items() if part}}}
    if view == "model" and models:
        return {"models": {id: _by_model(node, profile) for id, profile in models.items()}}
    return {}


def _by_model(node: str, profile: dict[str, Any]) -> dict[str, Any]:
    workers = ("target_worker_nodes", "worker_nodes")
    own = {name: value for name, value in profile.items() if name not in workers}
    return {**{name: profile[name] for name in workers}, "nodes": {node: own}}
