"""Remote models through opensearch-py: predicting, streams, batches."""

from __future__ import annotations

from typing import Any

import pytest
from opensearchpy import TransportError

from fakeinfer import FakeOpenSearch
from fakeinfer.cluster import Cluster
from fakeinfer.errors import ApiError
from fakeinfer.opensearch.prediction.predicting import predict_by_model
from tests.opensearch.remote.asking import CHAT, EMBED, HELLO, model_of

BATCH = {
    "action_type": "batch_predict",
    "method": "POST",
    "url": "https://api.openai.com/v1/batches",
    "request_body": '{ "input_file_id": "${parameters.file}" }',
}


@pytest.fixture
def fake() -> Any:
    with FakeOpenSearch(settings={"plugins.ml_commons.stream_enabled": True}) as made:
        yield made


def test_a_client_s_predictions(fake: FakeOpenSearch) -> None:
    client = fake.client()
    chat, embed = model_of(fake.cluster, CHAT), model_of(fake.cluster, EMBED)
    (said,) = client.ml.predict_model(model_id=chat, body={"parameters": HELLO})["inference_results"]
    assert said["output"][0]["dataAsMap"]["choices"][0]["message"]["role"] == "assistant"
    texts = {"text_docs": ["a cat", "two cats", "tax law"]}
    found = client.ml.predict(algorithm_name="text_embedding", model_id=embed, body=texts)["inference_results"]
    cat, cats, law = (tensor["data"] for tensor in found[0]["output"])
    assert sum(a * b for a, b in zip(cat, cats, strict=True)) > sum(a * b for a, b in zip(cat, law, strict=True))
    fake.assert_called("ml.predict_model", model_id=chat, times=1)


async def _asked(fake: FakeOpenSearch, model: str) -> Any:
    client = fake.async_client()
    try:
        return await client.ml.predict_model(model_id=model, body={"parameters": HELLO})
    finally:
        await client.close()


def test_an_asynchronous_client_s_predictions(fake: FakeOpenSearch) -> None:
    import asyncio

    answer = asyncio.run(_asked(fake, model_of(fake.cluster, CHAT)))
    assert answer["inference_results"][0]["status_code"] == 200


def test_what_a_service_refuses_with_reaches_the_client(fake: FakeOpenSearch) -> None:
    model = model_of(fake.cluster, CHAT)
    with fake.fail("ml.predict_model", upstream=401, model_id=model), pytest.raises(TransportError) as refused:
        fake.client().ml.predict_model(model_id=model, body={"parameters": HELLO})
    assert refused.value.status_code == 401
    assert "Incorrect API key provided." in str(refused.value)


def test_a_job_is_looked_at_until_it_is_done(fake: FakeOpenSearch) -> None:
    client = fake.client()
    model = model_of(fake.cluster, CHAT, BATCH)
    path = f"/_plugins/_ml/models/{model}/_batch_predict"
    begun = client.transport.perform_request("POST", path, body={"parameters": {"file": "file-1"}})
    assert begun["remote_job"]["status"] == "validating"
    assert client.ml.get_task(task_id=begun["task_id"])["state"] == "COMPLETED"
    sent = fake.journal[-1].upstream[0]
    assert (sent["method"], sent["url"]) == ("GET", f"{BATCH['url']}/{begun['remote_job']['id']}")


def test_predicting_is_there_for_others() -> None:
    cluster = Cluster("opensearch")
    model = model_of(cluster, EMBED)
    (result,) = predict_by_model(cluster.state, model, text_docs=["a", "b"])
    assert [len(tensor["data"]) for tensor in result["output"]] == [1536, 1536]
    with pytest.raises(ApiError, match="Failed to find model"):
        predict_by_model(cluster.state, "nope", parameters={})


def test_snapshots_hold_what_limits_counted() -> None:
    cluster = Cluster("opensearch")
    model = model_of(cluster, CHAT, model={"rate_limiter": {"limit": "1", "unit": "DAYS"}})
    before = cluster.snapshot()
    predict_by_model(cluster.state, model, parameters=HELLO)
    with pytest.raises(ApiError, match="throttled"):
        predict_by_model(cluster.state, model, parameters=HELLO)
    cluster.restore(before)
    assert predict_by_model(cluster.state, model, parameters=HELLO)
