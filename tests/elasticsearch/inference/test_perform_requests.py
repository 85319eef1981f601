"""What the body of a perform request says."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.elasticsearch.inference.perform_requests import Asked, read_request
from fakeinfer.errors import ApiError
from fakeinfer.object_parser import Source
from fakeinfer.operations import Call
from fakeinfer.wire import Request


def read(body: Any, kind: str, task_type: str = "any", version: str | None = None) -> Asked:
    cluster = Cluster("elasticsearch", version)
    data = json.dumps(body, separators=(",", ":")).encode()
    operation = cluster.contract.operations["inference.inference"]
    request = Request.build("POST", "/_inference/x", body=data)
    call = Call(cluster.contract, cluster.state, operation, request, {"inference_id": "x"}, body=body)
    return read_request(call, kind, task_type, Source(data))


def test_a_plain_request_with_everything() -> None:
    body = {
        "input": ["a"], "input_type": "SEARCH", "query": "q", "top_n": 2, "return_documents": True, "task_settings": {"x": 1},
        "timeout": "1s",
    }  # fmt: skip
    assert read(body, "text_embedding", version="9.2") == Asked(["a"], "search", "q", {"x": 1}, 2, True)


def test_the_oldest_request_holds_one_text() -> None:
    assert read({"input": "a"}, "sparse_embedding", version="8.11").texts == ["a"]


def test_an_unspecified_input_type_is_none() -> None:
    assert read({"input": "a", "input_type": "unspecified"}, "text_embedding").input_type is None


def test_rerank_takes_texts_and_objects_and_says_when_something_is_no_text() -> None:
    image = {"type": "IMAGE", "value": "data:image/png;base64,AA"}
    asked = read({"input": ["a", image], "query": {"type": "text", "value": "q"}, "top_n": 1}, "rerank")
    assert asked == Asked(["a", image["value"]], None, "q", {}, 1, None, other_data=True)


def test_one_input_object_is_a_list_of_one() -> None:
    assert read({"input": {"type": "text", "value": "a"}, "query": "q"}, "rerank").texts == ["a"]


def test_an_embedding_takes_content_objects() -> None:
    body = {"input": ["a", {"content": [{"type": "text", "value": "b"}, {"type": "text", "value": "c"}]}]}
    asked = read(body, "embedding")
    assert asked.texts == ["a", "b\nc"]
    assert asked.crowded == 1


def test_several_items_a_content_are_newer_than_the_task() -> None:
    with pytest.raises(ApiError, match="failed to parse field"):
        read({"input": {"content": [{"type": "text", "value": "b"}]}}, "embedding", version="9.4")


@pytest.mark.parametrize("word", ["internal_search", " Search "])
def test_an_embedding_request_takes_internal_input_types_as_none_at_all(word: str) -> None:
    asked = read({"input": "a", "input_type": word}, "embedding")
    assert asked.input_type == (None if "internal" in word else "search")


@pytest.mark.parametrize(
    ("item", "cause"),
    [
        ({"type": "poem", "value": "a"}, "Unrecognized type [poem], must be one of [text, image, audio, video, pdf]"),
        ({"type": "text", "format": "xml", "value": "a"}, "Unrecognized format [xml], must be one of [text, base64]"),
        ({"type": "image", "format": "text", "value": "a"}, "Data type [image] does not support data format [text], supported formats are [base64]"),
        ({"type": "image", "value": "a"}, "base64 inputs must be specified as data URIs with the format [data:{MIME-type};base64,...]"),
    ],
)  # fmt: skip
def test_an_item_is_of_a_known_type_and_fits_it(item: dict[str, str], cause: str) -> None:
    with pytest.raises(ApiError) as refused:
        read({"input": item, "query": "q"}, "rerank")
    innermost = refused.value
    while innermost.caused_by is not None:
        innermost = innermost.caused_by
    assert innermost.reason == cause
