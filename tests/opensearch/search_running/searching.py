"""What the tests of search pipelines share: a cluster with three documents, and searches of it."""

from __future__ import annotations

import json
from typing import Any

from fakeinfer.cluster import Cluster
from fakeinfer.wire import Json
from tests.ingest.tools import ask
from tests.opensearch.remote.asking import model_of

DOCUMENTS: list[dict[str, Any]] = [{"t": "red fox", "n": 3}, {"t": "blue whale", "n": 1}, {"t": "red dog", "n": 2}]
CHAT = {
    "action_type": "predict",
    "method": "POST",
    "url": "https://api.openai.com/v1/chat/completions",
    "request_body": '{"messages": ${parameters.messages}}',
}
PROMPT = {**CHAT, "request_body": '{"messages": [{"role": "user", "content": "${parameters.prompt}"}]}'}


def cluster_of(version: str = "2.19", **options: Any) -> Cluster:
    """A cluster with the documents in the index `s`."""
    cluster = Cluster("opensearch", version, **options)
    for id, document in enumerate(DOCUMENTS, 1):
        assert ask(cluster, "PUT", f"/s/_doc/{id}?refresh=true", document).status == 201
    return cluster


def search(cluster: Cluster, body: Json = None, path: str = "/s/_search") -> Any:
    """The answer of a search, whatever it is."""
    return json.loads(ask(cluster, "POST", path, body).content)


def ids(answer: Any) -> list[str]:
    """The ids of the hits."""
    return [hit["_id"] for hit in answer["hits"]["hits"]]


def through(cluster: Cluster, body: dict[str, Json], *, request: Json = None, answer: Json = None) -> Any:
    """A search through processors of its own."""
    lists = {"request_processors": request, "response_processors": answer}
    return search(cluster, {**body, "search_pipeline": {name: [one] for name, one in lists.items() if one is not None}})


def scripted(cluster: Cluster, action: dict[str, Any], *answers: str) -> str:
    """A model that answers these texts."""
    model = model_of(cluster, action)
    cluster.state.scripts.of(model).add_answers(answers)
    return model


def sent(cluster: Cluster) -> list[Any]:
    """What the last search sent to models."""
    return [call["body"] for call in cluster.journal[-1].upstream]
