"""opensearch-py-ml's ML Commons client, unmodified. Not a development dependency: `pip install opensearch-py-ml` beside the others."""

from __future__ import annotations

import json
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fakeinfer import FakeOpenSearch

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    ml_commons = pytest.importorskip("opensearch_py_ml.ml_commons")
    from opensearch_py_ml.ml_commons import ml_commons_client
    from opensearch_py_ml.ml_commons.model_access_control import ModelAccessControl
    from opensearch_py_ml.ml_commons.model_connector import Connector
pytestmark = pytest.mark.filterwarnings("ignore")  # of a library that is not ours, and of the old paths that it asks

SETTINGS = {
    "plugins.ml_commons.only_run_on_ml_node": False,
    "plugins.ml_commons.allow_registering_model_via_local_file": True,
}
MODEL = {
    "name": "all-MiniLM-L6-v2",
    "version": 1,
    "model_format": "TORCH_SCRIPT",
    "model_config": {"model_type": "bert", "embedding_dimension": 384, "framework_type": "sentence_transformers"},
}
CONNECTOR = {
    "name": "embeddings",
    "version": 1,
    "protocol": "http",
    "parameters": {"model": "text-embedding-3-small"},
    "credential": {"key": "sk-not-real"},
    "actions": [
        {
            "action_type": "predict",
            "method": "POST",
            "url": "https://api.openai.com/v1/embeddings",
            "headers": {"Authorization": "Bearer ${credential.key}"},
            "request_body": '{ "input": ${parameters.input}, "model": "${parameters.model}" }',
        }
    ],
}


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeOpenSearch]:
    monkeypatch.setattr(ml_commons_client.time, "sleep", lambda seconds: None)
    with FakeOpenSearch(version="2.19", settings=SETTINGS) as fake:
        yield fake
        fake.raise_bugs()


@pytest.fixture
def client(fake: FakeOpenSearch) -> Any:
    return ml_commons.MLCommonClient(fake.client())


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A model in the form in which it is uploaded, with its description beside it."""
    path = tmp_path / "model.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("model.pt", "weights")
        packed.writestr("tokenizer.json", "{}")
    path.with_suffix(".json").write_text(json.dumps(MODEL))
    return path


def test_a_model_is_uploaded_in_chunks_and_deployed(
    fake: FakeOpenSearch, client: Any, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("opensearch_py_ml.ml_commons.model_uploader.MODEL_CHUNK_MAX_SIZE", 100)
    chunks = -(-archive.stat().st_size // 100)
    model = client.register_model(str(archive), str(archive.with_suffix(".json")), deploy_model=False)
    fake.assert_called("ml.upload_chunk", times=chunks)
    assert client.get_model_info(model)["model_state"] == "REGISTERED"
    assert client.deploy_model(model)["state"] == "COMPLETED"
    assert client.get_model_info(model)["model_state"] == "DEPLOYED"
    assert client.undeploy_model(model)
    assert client.delete_model(model)["result"] == "deleted"


def test_a_pretrained_model_is_registered_deployed_and_embeds(client: Any) -> None:
    name = "huggingface/sentence-transformers/all-MiniLM-L6-v2"
    model = client.register_pretrained_model(name, "1.0.1", "TORCH_SCRIPT", "")
    embedded = client.generate_embedding(model, ["one text", "another"])
    assert [len(result["output"][0]["data"]) for result in embedded["inference_results"]] == [384, 384]


def test_a_pretrained_model_that_is_not_listed_fails_as_its_task_does(client: Any) -> None:
    with pytest.raises(Exception, match="This model is not in the pre-trained model list"):
        client.register_pretrained_model("huggingface/none", "1.0.1", "TORCH_SCRIPT", "")


def test_models_and_tasks_are_searched_and_profiled(client: Any) -> None:
    name = "huggingface/sentence-transformers/all-MiniLM-L6-v2"
    model = client.register_pretrained_model(name, "1.0.1", "TORCH_SCRIPT", "")
    found = client.search_model({"query": {"bool": {"must_not": {"exists": {"field": "chunk_number"}}}}})
    assert [hit["_id"] for hit in found["hits"]["hits"]] == [model]
    tasks = client.search_task({"query": {"match_all": {}}})["hits"]["hits"]
    assert {task["_source"]["task_type"] for task in tasks} == {"REGISTER_MODEL", "DEPLOY_MODEL"}
    assert client.delete_task(tasks[0]["_id"])["result"] == "deleted"
    assert isinstance(client.get_profile(), dict)
    assert isinstance(client.get_profile("model", [model]), dict)
    assert isinstance(client.get_profile("task"), dict)


def test_connectors(fake: FakeOpenSearch) -> None:
    connectors = Connector(fake.client())
    id = connectors.create_standalone_connector(CONNECTOR)["connector_id"]
    assert connectors.get_connector(id)["name"] == "embeddings"
    hits = connectors.list_connectors()["hits"]["hits"]
    assert [hit["_id"] for hit in hits] == [id]
    assert "credential" not in hits[0]["_source"]
    assert connectors.delete_connector(id)["result"] == "deleted"


def test_model_groups_are_found_by_name(fake: FakeOpenSearch) -> None:
    groups = ModelAccessControl(fake.client())
    registered = fake.client().ml.register_model_group(body={"name": "models of mine"})
    id = registered["model_group_id"]
    assert groups.get_model_group_id_by_name("models of mine") == id
    assert groups.update_model_group({"description": "all of them"}, id)["status"] == "Updated"
    assert groups.delete_model_group_by_name("models of mine")["result"] == "deleted"
    assert groups.get_model_group_id_by_name("models of mine") is None


def test_access_is_for_clusters_that_control_it(fake: FakeOpenSearch) -> None:
    with pytest.raises(Exception, match="You cannot specify model access control parameters"):
        ModelAccessControl(fake.client()).register_model_group("g", access_mode="private")
