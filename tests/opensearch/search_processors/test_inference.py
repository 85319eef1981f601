"""What `ml_inference` is refused for when a pipeline is read."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.errors import ApiError
from fakeinfer.opensearch.pipelines.search_pipeline_api import search_pipeline

ONE = [{"a": "b"}]


def read(version: str, where: str = "response_processors", **options: Any) -> None:
    processor = {"ml_inference": {"model_id": "m", **options}}
    search_pipeline(Cluster("opensearch", version).state, {where: [processor]})


@pytest.mark.parametrize(
    ("version", "options", "reason"),
    [
        ("2.19", {"input_map": ONE * 11}, "Please reduce the size of input_map or increase"),
        ("3.0", {"input_map": ONE * 11}, "Please reduce the size of input_map or optional_input_map or increase"),
        ("2.19", {"input_map": ONE, "output_map": ONE * 2}, "when output_maps and input_maps are provided"),
        ("3.0", {"input_map": ONE, "output_map": ONE * 2}, "when output_maps/optional_output_maps and input_maps"),
        ("2.19", {"function_name": "text_embedding"}, "Please provide model input when using a local model"),
        (
            "2.19",
            {"one_to_one": True, "output_map": [{"ext.ml_inference.a": "b"}]},
            "does not support when one_to_one is true",
        ),
    ],
)
def test_it_is_refused(version: str, options: dict[str, Any], reason: str) -> None:
    with pytest.raises(ApiError) as refused:
        read(version, **options)
    assert reason in str(refused.value.reason)


def test_it_is_read() -> None:
    read("2.19", input_map=ONE * 11, output_map=ONE * 11, max_prediction_tasks=11)
    read("3.0", input_map=ONE, optional_output_map=ONE)
