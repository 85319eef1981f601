"""Bodies of models: edges of the parsers that no fixture shows."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from tests.elasticsearch.asking import ask, ok, reason
from tests.elasticsearch.trained_models.making import MODELS

TEXTS = {"model_type": "pytorch", "inference_config": {"pass_through": {}}}


@pytest.mark.parametrize("config", [{}, {"ner": {}, "pass_through": {}}, {"ner": []}, {"ner": {"vocabulary": {}}}])
def test_an_inference_config_has_one_kind_with_settings(config: dict[str, Any]) -> None:
    status, answer = ask(Cluster("elasticsearch"), "PUT", f"{MODELS}/m", {**TEXTS, "inference_config": config})
    assert (status, answer["error"]["type"]) == (400, "x_content_parse_exception")


@pytest.mark.parametrize(
    ("kind", "settings", "why"),
    [
        ("text_embedding", {"embedding_size": 0}, "[embedding_size] must be a number greater than 0; configured size [0]"),
        ("ner", {"tokenization": {"bert": {"span": 8, "truncate": "NONE"}}}, "[ner] does not support windowing long text sequences; configured span [8]"),
        ("ner", {"tokenization": {"bert": {"max_sequence_length": 0}}}, "[max_sequence_length] must be positive"),
        ("ner", {"tokenization": {"bert": {"truncate": "all"}}}, "No enum constant"),
        ("classification", {"num_top_feature_importance_values": -1}, "must be greater than or equal to 0"),
        ("classification", {"prediction_field_type": "date"}, "No enum constant"),
        ("zero_shot_classification", {"classification_labels": ["a"]}, "must contain exactly the three values"),
    ],
)  # fmt: skip
def test_settings_of_a_kind_are_held_against_each_other(kind: str, settings: dict[str, Any], why: str) -> None:
    _, answer = ask(Cluster("elasticsearch"), "PUT", f"{MODELS}/m", {**TEXTS, "inference_config": {kind: settings}})
    causes = []
    error = answer["error"]
    while error is not None:
        causes.append(error["reason"])
        error = error.get("caused_by")
    assert why in causes[-1]


def test_words_are_read_in_any_case_and_kept_in_lower_case() -> None:
    cluster = Cluster("elasticsearch")
    tokenization = {"roberta": {"truncate": "Second"}}
    config = {"fill_mask": {"tokenization": tokenization, "mask_token": "<mask>"}}
    stored = ok(cluster, "PUT", f"{MODELS}/m", {**TEXTS, "inference_config": config})["inference_config"]["fill_mask"]
    assert stored["tokenization"]["roberta"]["truncate"] == "second"
    assert stored["mask_token"] == "<mask>"
    config = {"classification": {"prediction_field_type": " Number "}}
    stored = ok(cluster, "PUT", f"{MODELS}/n", {**TEXTS, "inference_config": config})["inference_config"]
    assert stored["classification"]["prediction_field_type"] == "number"


def test_entities_have_the_usual_tags_unless_others_are_named() -> None:
    stored = ok(Cluster("elasticsearch"), "PUT", f"{MODELS}/m", {**TEXTS, "inference_config": {"ner": {}}})
    assert "classification_labels" not in stored["inference_config"]["ner"]


@pytest.mark.parametrize("fields", [{"a": {"b": 1}}, {"a": None}, []])
def test_a_field_map_maps_texts(fields: object) -> None:
    assert ask(Cluster("elasticsearch"), "PUT", f"{MODELS}/m", {**TEXTS, "default_field_map": fields})[0] == 400


def test_the_old_name_of_the_size_is_warned_of() -> None:
    cluster = Cluster("elasticsearch")
    answer = ok(cluster, "PUT", f"{MODELS}/m", {**TEXTS, "estimated_heap_memory_usage_bytes": 7})
    assert answer["model_size_bytes"] == 7


def test_metadata_that_is_no_number_is_no_hint_of_memory() -> None:
    cluster = Cluster("elasticsearch")
    ok(cluster, "PUT", f"{MODELS}/m", {**TEXTS, "metadata": {"per_deployment_memory_bytes": "much"}})
    ok(
        cluster,
        "PUT",
        f"{MODELS}/m/definition/0",
        {"definition": "YQ==", "total_definition_length": 1, "total_parts": 1},
    )
    assert ok(cluster, "GET", f"{MODELS}/m/_stats")["count"] == 1


@pytest.mark.parametrize("scores", [[[]], [{}], [True]])
def test_scores_are_numbers(scores: list[Any]) -> None:
    body = {"vocabulary": ["a"], "scores": scores}
    assert "scores doesn't support values of type" in str(
        ask(Cluster("elasticsearch"), "PUT", f"{MODELS}/m/vocabulary", body)[1]
    )


def test_a_definition_part_is_base64() -> None:
    body = {"definition": "a$b", "total_definition_length": 1, "total_parts": 1}
    assert "failed to parse field [definition]" in reason(
        Cluster("elasticsearch"), "PUT", f"{MODELS}/m/definition/0", body
    )
