"""Asking models: the same text the same answer, and as an inference endpoint answers."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from tests.elasticsearch.asking import SPARSE, ask, ok
from tests.elasticsearch.trained_models.making import MODELS, deploy, infer, tree, upload


def asked(kind: str, *texts: str, update: dict[str, Any] | None = None, **settings: Any) -> list[dict[str, Any]]:
    cluster = Cluster("elasticsearch")
    upload(cluster, kind=kind, **settings)
    deploy(cluster)
    return infer(cluster, "mine", *texts, **({kind: update} if update else {}))


def test_a_model_answers_as_the_endpoint_that_runs_on_it() -> None:
    cluster = Cluster("elasticsearch")
    ok(cluster, "PUT", "/_inference/sparse_embedding/e", SPARSE)
    through = ok(cluster, "POST", "/_inference/e", {"input": "two cats"})["sparse_embedding"][0]["embedding"]
    body = {"docs": [{"text_field": "two cats"}]}
    assert ok(cluster, "POST", f"{MODELS}/e/_infer", body)["inference_results"] == [{"predicted_value": through}]


def test_long_texts_are_cut_and_it_is_said() -> None:
    (short, long) = asked("text_embedding", "word", "word " * 600, embedding_size=4)
    assert "is_truncated" not in short
    assert long["is_truncated"] is True


def test_related_texts_are_similar() -> None:
    near, far = asked("text_similarity", "a cat sat here", "tax law", update={"text": "where are the cats"})
    assert near["predicted_value"] > far["predicted_value"]


def test_moods_and_topics_are_told_apart() -> None:
    good, bad = asked(
        "text_classification",
        "what a wonderful day",
        "this is terrible",
        classification_labels=["negative", "positive"],
    )
    assert (good["predicted_value"], bad["predicted_value"]) == ("positive", "negative")
    labels = {"labels": ["sport", "politics"], "multi_label": True}
    nli = ["entailment", "neutral", "contradiction"]
    (answer,) = asked("zero_shot_classification", "the sport of kings", update=labels, classification_labels=nli)
    assert answer["predicted_value"] == "sport"
    assert 0 < answer["top_classes"][1]["class_probability"] < answer["prediction_probability"] <= 1


def test_an_answer_stands_where_it_says() -> None:
    text = "The Eiffel tower stands in Paris since 1889."
    (answer,) = asked(
        "question_answering", text, update={"question": "When was the tower built?", "num_top_classes": 1}
    )
    assert text[answer["start_offset"] : answer["end_offset"]] == answer["predicted_value"]
    assert answer["top_classes"][0]["answer"] == answer["predicted_value"]


def test_entities_stand_where_they_say() -> None:
    text = "The minister met Angela Merkel in Berlin."
    (answer,) = asked("ner", text)
    assert [(e["entity"], e["class_name"]) for e in answer["entities"]] == [("Angela Merkel", "PER"), ("Berlin", "LOC")]
    assert all(text[e["start_pos"] : e["end_pos"]] == e["entity"] for e in answer["entities"])


@pytest.mark.parametrize("kind", ["question_answering", "text_similarity"])
def test_what_a_kind_needs_has_to_be_said(kind: str) -> None:
    cluster = Cluster("elasticsearch")
    upload(cluster, kind=kind)
    deploy(cluster)
    assert ask(cluster, "POST", f"{MODELS}/mine/_infer", {"docs": [{"text": "x"}]})[0] == 400


def test_fields_may_be_within_objects() -> None:
    cluster = Cluster("elasticsearch")
    body = {"model_type": "pytorch", "inference_config": {"text_expansion": {}}, "input": {"field_names": ["a.b"]}}
    upload(cluster)
    ok(cluster, "PUT", f"{MODELS}/deep", body)
    ok(
        cluster,
        "PUT",
        f"{MODELS}/deep/definition/0",
        {"definition": "YQ==", "total_definition_length": 1, "total_parts": 1},
    )
    ok(cluster, "PUT", f"{MODELS}/deep/vocabulary", {"vocabulary": ["a"]})
    deploy(cluster, "deep")
    for document in ({"a": {"b": "x y"}}, {"a.b": "x y"}):
        (answer,) = ok(cluster, "POST", f"{MODELS}/deep/_infer", {"docs": [document]})["inference_results"]
        assert set(answer["predicted_value"]) == {"x", "y"}


def test_a_definition_that_was_not_looked_at_fails_when_it_is_needed() -> None:
    cluster = Cluster("elasticsearch")
    body = {"compressed_definition": "bm8gZ3ppcA==", "model_type": "tree_ensemble"}
    body |= {"inference_config": {"regression": {}}, "input": {"field_names": ["area"]}}  # type: ignore[dict-item]
    ok(cluster, "PUT", f"{MODELS}/bad?defer_definition_decompression=true", body)
    status, answer = ask(cluster, "POST", f"{MODELS}/bad/_infer", {"docs": [{"area": 1}]})
    assert (status, answer["error"]["reason"]) == (500, "Could not deserialize trained model [bad]")


def test_fields_have_the_names_that_a_model_expects() -> None:
    cluster = Cluster("elasticsearch")
    body = {"definition": {"trained_model": tree()}, "inference_config": {"regression": {"results_field": "price"}}}
    body |= {"input": {"field_names": ["area"]}, "default_field_map": {"size": "area"}}
    ok(cluster, "PUT", f"{MODELS}/house", body)
    docs = {"docs": [{"size": 80}, {"size": 80, "area": 1}]}
    assert ok(cluster, "POST", f"{MODELS}/house/_infer", docs)["inference_results"] == [{"price": 1.0}, {"price": 0.0}]


@pytest.mark.parametrize(("kind", "value"), [("number", 1.0), ("boolean", True), ("string", "1")])
def test_classes_are_of_the_type_that_is_wanted(kind: str, value: object) -> None:
    cluster = Cluster("elasticsearch")
    definition = {"trained_model": tree(target="classification", classification_labels=["0", "1"])}
    config = {"classification": {"prediction_field_type": kind}}
    ok(
        cluster,
        "PUT",
        f"{MODELS}/c",
        {"definition": definition, "inference_config": config, "input": {"field_names": ["area"]}},
    )
    (answer,) = ok(cluster, "POST", f"{MODELS}/c/_infer", {"docs": [{"area": 60}]})["inference_results"]
    assert answer["predicted_value"] == value
    assert type(answer["predicted_value"]) is type(value)
