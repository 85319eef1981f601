"""ml_inference: fields in, parts of the answer out."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from tests.ingest.tools import simulated
from tests.opensearch.remote.asking import EMBED, model_of

ECHO = {
    "action_type": "predict",
    "method": "POST",
    "url": "https://api.openai.com/v1/completions",
    "request_body": '{"prompt": "${parameters.prompt}", "model": "${parameters.model}"}',
}
MAPS: dict[str, Any] = {"input_map": [{"prompt": "t"}], "output_map": [{"answer": "choices[0].text"}]}


@pytest.fixture
def cluster() -> Cluster:
    return Cluster("opensearch")


def run(cluster: Cluster, source: dict[str, Any], *, action: dict[str, Any] = ECHO, **options: Any) -> dict[str, Any]:
    """What becomes of a document."""
    processor = {"ml_inference": {"model_id": model_of(cluster, action), **MAPS, **options}}
    found: dict[str, Any] = simulated(cluster, processor, source=source)
    return found


def test_the_model_s_configuration_is_a_parameter(cluster: Cluster) -> None:
    run(cluster, {"t": "hi"}, model_config={"model": "mine"})
    assert cluster.journal[-1].upstream[0]["body"] == {"prompt": "hi", "model": "mine"}


def test_the_input_may_be_a_template(cluster: Cluster) -> None:
    template = '{"parameters": {"prompt": "${model_config.lead} ${input_map.prompt}"}}'
    run(cluster, {"t": "hi"}, model_config={"lead": "Say"}, model_input=template)
    assert cluster.journal[-1].upstream[0]["body"]["prompt"] == "Say hi"


def test_without_maps_the_whole_document_goes_in(cluster: Cluster) -> None:
    stored = run(cluster, {"prompt": "hi"}, input_map=None, output_map=None)
    assert stored["inference_results"]["choices"][0]["text"].endswith("hi")


@pytest.mark.parametrize("field", ["$.o.t", "o.t", "$.list[0].t"])
def test_fields_are_paths(cluster: Cluster, field: str) -> None:
    source = {"o": {"t": "hi"}, "list": [{"t": "hi"}]}
    assert run(cluster, source, input_map=[{"prompt": field}])["answer"].endswith("hi")


def test_a_list_does_not_go_into_one_object(cluster: Cluster) -> None:
    output = [{"objects.*.v": "object"}]
    refusal = run(cluster, {"t": "hi", "objects": [{}, {}]}, output_map=output)
    assert refusal["reason"] == "Model output is not an array, cannot assign to array in documents."


def test_tensors_are_their_numbers(cluster: Cluster) -> None:
    cluster.state.scripts.of("m").add_vectors({"cat": [0.123456789012, 1]}, None, strict=False)
    stored = run(cluster, {"t": ["cat"]}, action=EMBED, input_map=[{"input": "t"}], output_map=[{"v": "any"}])
    assert stored["v"] == [0.12345679, 1.0]


def pooled(cluster: Cluster, output: str, **options: Any) -> dict[str, Any]:
    """What becomes of a document whose answer holds two vectors."""
    chat = {**ECHO, "post_process_function": 'return \'{"name":"r","dataAsMap":{"v":[[1,4],[3,2]],"n":[1],"e":[]}}\''}
    return run(cluster, {"t": "hi"}, action=chat, output_map=[{"answer": output}], **options)


def test_vectors_are_pooled(cluster: Cluster) -> None:
    assert pooled(cluster, "v.meanPooling()")["answer"] == [2.0, 3.0]
    assert pooled(cluster, "v.maxPooling()")["answer"] == [3.0, 4.0]


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        ("n.meanPooling()", "Mean pooling requires nested array structure"),
        ("e.maxPooling()", "Max pooling requires nested array structure"),
    ],
)
def test_what_is_no_list_of_vectors_is_not_pooled(cluster: Cluster, output: str, reason: str) -> None:
    assert reason in str(pooled(cluster, output))


def test_older_versions_know_no_pooling() -> None:
    assert "cannot find field name" in str(pooled(Cluster("opensearch", "3.2"), "v.meanPooling()"))
