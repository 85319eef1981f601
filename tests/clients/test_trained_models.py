"""elasticsearch-py, unmodified, with trained models: the loops that programs write around them."""

from __future__ import annotations

import base64
import math
from collections.abc import Iterator
from typing import Any

import elasticsearch
import pytest
from elasticsearch import BadRequestError, ConflictError, Elasticsearch, NotFoundError

from fakeinfer import FakeElasticsearch

VERSION = {"8": "8.19", "9": "9.5"}[str(elasticsearch.__version__[0])]
ELSER = ".elser_model_2"


@pytest.fixture
def es() -> Iterator[Elasticsearch]:
    """A client of a fresh cluster."""
    with FakeElasticsearch(version=VERSION) as fake:
        yield fake.client()
        fake.raise_bugs()


def test_elser_is_downloaded_started_used_stopped_and_deleted() -> None:
    with FakeElasticsearch(version=VERSION, downloads="polls:2") as fake, Elasticsearch(fake.url) as es:
        es.ml.put_trained_model(model_id=ELSER, input={"field_names": ["text_field"]})
        looks = 1
        while not es.ml.get_trained_models(model_id=ELSER, include="definition_status")["trained_model_configs"][0][
            "fully_defined"
        ]:
            looks += 1
        assert looks == 3
        es.ml.start_trained_model_deployment(model_id=ELSER, number_of_allocations=1, wait_for="starting")
        (entry,) = es.ml.get_trained_models_stats(model_id=ELSER)["trained_model_stats"]
        assert entry["deployment_stats"]["state"] == "started"
        assert entry["deployment_stats"]["allocation_status"]["state"] in ("started", "fully_allocated")
        es.ingest.put_pipeline(
            id="elser",
            processors=[
                {"inference": {"model_id": ELSER, "input_output": [{"input_field": "t", "output_field": "tokens"}]}}
            ],
        )
        es.indices.create(index="docs", mappings={"properties": {"tokens": {"type": "sparse_vector"}}})
        es.index(index="docs", id="1", document={"t": "two cats"}, pipeline="elser", refresh=True)
        assert es.count(index="docs", query={"term": {"model_id.keyword": ELSER}})["count"] == 1
        (simulated,) = es.ingest.simulate(id="elser", docs=[{"_source": {"t": "two cats"}}])["docs"]
        assert "cats" in simulated["doc"]["_source"]["tokens"]
        with pytest.raises(ConflictError):
            es.ml.stop_trained_model_deployment(model_id=ELSER)
        es.ingest.delete_pipeline(id="elser")
        assert es.ml.stop_trained_model_deployment(model_id=ELSER)["stopped"] is True
        assert es.ml.delete_trained_model(model_id=ELSER)["acknowledged"] is True
        with pytest.raises(NotFoundError):
            es.ml.get_trained_models(model_id=ELSER)
        fake.raise_bugs()


def upload(es: Elasticsearch, model_id: str, data: bytes, chunk: int) -> None:
    """As eland does it: configuration, parts of the exported model in order, vocabulary.

    See elastic/eland:eland/ml/pytorch/_pytorch_model.py (`import_model`); its parts have 1 MB.
    """
    tokenization = {
        "do_lower_case": True,
        "with_special_tokens": True,
        "max_sequence_length": 128,
        "truncate": "first",
        "span": -1,
    }
    es.ml.put_trained_model(
        model_id=model_id,
        description="a small model",
        model_type="pytorch",
        inference_config={"text_embedding": {"tokenization": {"bert": tokenization}, "embedding_size": 16}},
        input={"field_names": ["text_field"]},
        tags=["uploaded"],
    )
    parts = math.ceil(len(data) / chunk)
    for number in range(parts):
        es.ml.put_trained_model_definition_part(
            model_id=model_id,
            part=number,
            definition=base64.b64encode(data[number * chunk : (number + 1) * chunk]).decode(),
            total_definition_length=len(data),
            total_parts=parts,
        )
    es.ml.put_trained_model_vocabulary(model_id=model_id, vocabulary=["[UNK]", "a", "b"])


def test_a_model_is_uploaded_in_parts_and_answers(es: Elasticsearch) -> None:
    upload(es, "small", bytes(2_500_000), 1024 * 1024)
    es.options(request_timeout=60).ml.start_trained_model_deployment(
        model_id="small", timeout="60s", wait_for="started"
    )
    (answer,) = es.ml.infer_trained_model(model_id="small", docs=[{"text_field": "hello"}])["inference_results"]
    assert len(answer["predicted_value"]) == 16
    uploaded = es.ml.get_trained_models(model_id="*", allow_no_match=True)["trained_model_configs"]
    assert [model["model_id"] for model in uploaded if model["model_type"] == "pytorch"] == ["small"]
    es.ml.stop_trained_model_deployment(model_id="small")
    es.options(ignore_status=404).ml.delete_trained_model(model_id="small")


def is_deployed(es: Elasticsearch, model_id: str) -> bool:
    """As the vector-store helpers of clients ask it: by a question that may miss the field."""
    try:
        es.ml.infer_trained_model(model_id=model_id, docs=[{"any": "x"}])
    except BadRequestError:
        return True  # it reads another field
    except (NotFoundError, ConflictError):
        return False
    return True


def test_whether_a_model_is_deployed_can_be_asked(es: Elasticsearch) -> None:
    assert not is_deployed(es, "small")
    upload(es, "small", b"model", 5)
    assert not is_deployed(es, "small")
    es.ml.start_trained_model_deployment(model_id="small")
    assert is_deployed(es, "small")


def test_every_other_call(es: Elasticsearch) -> None:
    upload(es, "small", b"model", 5)
    es.ml.put_trained_model_alias(model_id="small", model_alias="nice")
    started: Any = es.ml.start_trained_model_deployment(
        model_id="small", deployment_id="d", cache_size="1mb", queue_capacity=5
    )
    assert started["assignment"]["task_parameters"]["cache_size"] == "1mb"
    updated: Any = es.ml.update_trained_model_deployment(model_id="d", number_of_allocations=4)
    assert updated["assignment"]["task_parameters"]["number_of_allocations"] == 4
    assert es.ml.infer_trained_model(model_id="nice", docs=[{"text_field": "x"}])["inference_results"]
    assert es.ml.clear_trained_model_deployment_cache(model_id="d")["cleared"] is True
    assert es.ml.stop_trained_model_deployment(model_id="d", force=True)["stopped"] is True
    assert es.ml.delete_trained_model_alias(model_id="small", model_alias="nice")["acknowledged"] is True
    assert es.ml.info()["upgrade_mode"] is False
