"""Definitions of models: whatever comes is read or refused, and comes back as it was."""

from __future__ import annotations

import base64
import copy
import gzip
import json
from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.elasticsearch.trained_models import definitions
from fakeinfer.errors import ApiError
from tests.elasticsearch.asking import ok, reason
from tests.elasticsearch.trained_models.making import MODELS, tree

CONFIG = {"inference_config": {"regression": {}}, "input": {"field_names": ["area"]}}


def test_a_compressed_definition_is_the_same_model() -> None:
    cluster = Cluster("elasticsearch")
    definition = {"trained_model": tree()}
    packed = base64.b64encode(gzip.compress(json.dumps(definition).encode())).decode()
    ok(cluster, "PUT", f"{MODELS}/m", {"compressed_definition": packed, **CONFIG})
    (config,) = ok(cluster, "GET", f"{MODELS}/m?include=definition")["trained_model_configs"]
    assert config["definition"] == definition
    (config,) = ok(cluster, "GET", f"{MODELS}/m?include=definition&decompress_definition=false")[
        "trained_model_configs"
    ]
    assert definitions.unpacked(definitions.decoded(config["compressed_definition"])) == definition


@pytest.mark.parametrize(
    ("packed", "cause"),
    [(b"", "Unexpected end"), (gzip.compress(b"x" * 99, mtime=0)[:-9], "Unexpected end"), (b"zip", "Not in GZIP"), (gzip.compress(b"{", mtime=0), "no JSON")],
)  # fmt: skip
def test_what_is_wrong_with_the_bytes_is_the_cause(packed: bytes, cause: str) -> None:
    with pytest.raises(ApiError, match=cause):
        definitions.unpacked(packed)


def changed(path: list[Any], value: Any) -> Any:
    definition: Any = copy.deepcopy({"trained_model": tree(), "preprocessors": []})
    here = definition
    for step in path[:-1]:
        here = here[step]
    here[path[-1]] = value
    return definition


NODES = ["trained_model", "tree", "tree_structure"]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["trained_model"], 1),
        (["trained_model"], {"forest": {}}),
        (["trained_model", "tree"], []),
        (["other"], 1),
        (["preprocessors"], {}),
        (["preprocessors"], [{"magic": {}}]),
        (["preprocessors"], [{"one_hot_encoding": {"field": "a"}}]),
        (NODES, {}),
        ([*NODES, 0], "node"),
        ([*NODES, 0, "threshold"], "x"),
        ([*NODES, 0, "left_child"], "1"),
        ([*NODES, 0, "split_feature"], 7),
        ([*NODES, 0, "decision_type"], "eq"),
        ([*NODES, 1, "leaf_value"], "much"),
        (["trained_model"], {"ensemble": {"trained_models": [1]}}),
        (["trained_model"], {"ensemble": {"trained_models": [tree()], "aggregate_output": {"mean": {}}}}),
        (["trained_model"], {"ensemble": {"trained_models": [tree()], "aggregate_output": {"weighted_sum": {"weights": [None]}}}}),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(path: list[Any], value: Any) -> None:
    body = {"definition": changed(path, value), **CONFIG}
    assert reason(Cluster("elasticsearch"), "PUT", f"{MODELS}/m", body) == "Failed to parse definition for [m]"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (NODES, []),
        ([*NODES, 0, "left_child"], 9),
        ([*NODES, 0, "left_child"], 0),
        ([*NODES, 0, "right_child"], -1),
        ([*NODES, 0, "node_index"], 3),
        (["trained_model"], {"ensemble": {"trained_models": []}}),
        (["trained_model"], {"ensemble": {"trained_models": [tree()], "aggregate_output": {"weighted_sum": {"weights": [1, 2]}}}}),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(path: list[Any], value: Any) -> None:
    body = {"definition": changed(path, value), **CONFIG}
    assert reason(Cluster("elasticsearch"), "PUT", f"{MODELS}/m", body) == "Definition for [m] has validation failures."
