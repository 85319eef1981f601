"""`inference_config`: what kind of thing a model does and how. Read strictly when a model is put, with the defaults filled in.

`UPDATE` says what a request may change of it. How texts are cut is in `tokenization.py`. What is wrong with settings together is
found while some kinds are built by their parser, and after that with others (`BUILT_AFTER`), which shows in the causes.

Source: elastic/elasticsearch:x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/ml/inference/trainedmodel/
"""

from __future__ import annotations

from typing import Any

from ...object_parser import BOOLEAN, INT, TEXT, TEXTS, Field, ObjectParser, Path, Source, converted, within
from ...wire import Json
from . import config_errors as errors
from .records import NATIVE_INDEX
from .tokenization import NO_SPAN, TOKENIZATION, TOKENIZER, TOKENIZER_UPDATE, mask_of, named, span_of

_RESULTS_FIELD = "predicted_value"
_PREDICTIONS = ("string", "number", "boolean")
_THREE = ("contradiction", "entailment", "neutral")
_WINDOWED = ("question_answering", "text_similarity", "text_classification")
BUILT_AFTER = ("classification", "regression", "fill_mask", "text_classification")
"""The kinds whose parser only collects."""


def _prediction(text: str) -> str:
    word = text.strip()
    if word.lower() not in _PREDICTIONS:
        raise errors.no_constant("PredictionFieldType", word.upper())
    return word.lower()


def _no_vocabulary(value: Json, source: Source, path: Path) -> None:
    raise errors.vocabulary_at_creation()


# --- kinds ------------------------------------------------------------------------------------------------------------

_TREES: dict[str, dict[str, Field]] = {
    "classification": {
        "num_top_classes": INT,
        "top_classes_results_field": TEXT,
        "results_field": TEXT,
        "num_top_feature_importance_values": INT,
        "prediction_field_type": converted(_prediction),
    },
    "regression": {"results_field": TEXT, "num_top_feature_importance_values": INT},
}
_TREE_DEFAULTS: dict[str, dict[str, Any]] = {
    "classification": {
        "num_top_classes": 0,
        "top_classes_results_field": "top_classes",
        "results_field": _RESULTS_FIELD,
        "num_top_feature_importance_values": 0,
        "prediction_field_type": "string",
    },
    "regression": {"results_field": _RESULTS_FIELD, "num_top_feature_importance_values": 0},
}
_NLP: dict[str, Field] = {
    "vocabulary": Field(("START_OBJECT",), _no_vocabulary),
    "tokenization": TOKENIZER,
    "results_field": TEXT,
}
_NLP_KINDS: dict[str, dict[str, Field]] = {
    "fill_mask": {"num_top_classes": INT, "mask_token": TEXT},
    "ner": {"classification_labels": TEXTS},
    "pass_through": {},
    "question_answering": {"num_top_classes": INT, "max_answer_length": INT},
    "text_classification": {"classification_labels": TEXTS, "num_top_classes": INT},
    "text_embedding": {"embedding_size": INT},
    "text_expansion": {},
    "text_similarity": {"span_score_combination_function": TEXT},
    "zero_shot_classification": {
        "classification_labels": TEXTS,
        "hypothesis_template": TEXT,
        "labels": TEXTS,
        "multi_label": BOOLEAN,
    },
}
_NLP_DEFAULTS: dict[str, dict[str, Any]] = {
    "fill_mask": {"num_top_classes": 0},
    "question_answering": {"num_top_classes": 0, "max_answer_length": 15},
    "text_classification": {"num_top_classes": 0},
    "text_similarity": {"span_score_combination_function": "max"},
    "zero_shot_classification": {"multi_label": False, "hypothesis_template": "This example is {}."},
}
_REQUIRED = {"zero_shot_classification": ("classification_labels",)}
KINDS = (*_TREES, *_NLP_KINDS)
NLP_KINDS = tuple(_NLP_KINDS)


def _complete(kind: str, clean: dict[str, Any]) -> dict[str, Any]:
    """The settings of a kind with their defaults, if they go together."""
    return _tree(kind, clean) if kind in _TREES else _nlp(kind, clean)


def _tree(kind: str, clean: dict[str, Any]) -> dict[str, Any]:
    _check_importance(clean)
    return {**_TREE_DEFAULTS[kind], **clean}


def _check_importance(clean: dict[str, Any]) -> None:
    if clean.get("num_top_feature_importance_values", 0) < 0:
        raise errors.negative_importance()


def _nlp(kind: str, clean: dict[str, Any]) -> dict[str, Any]:
    tokenization = clean.pop("tokenization", None) or {"bert": dict(TOKENIZATION)}
    settings = {**_NLP_DEFAULTS.get(kind, {}), **clean}
    if kind == "fill_mask":
        mask = mask_of(tokenization)
        if settings.get("mask_token", mask) != mask:
            raise errors.another_mask(settings["mask_token"], mask)
        settings["mask_token"] = mask
    elif kind in _CHECKS:
        _CHECKS[kind](settings)
    span = span_of(tokenization)
    if span != NO_SPAN and kind not in _WINDOWED:
        raise errors.no_windows(kind, span)
    return {"vocabulary": {"index": NATIVE_INDEX}, "tokenization": tokenization, **settings}


def _check_size(settings: dict[str, Any]) -> None:
    if settings.get("embedding_size", 1) <= 0:
        raise errors.no_embedding_size(settings["embedding_size"])


def _check_tags(settings: dict[str, Any]) -> None:
    """Tags of entities say where one begins and goes on, or that there is none; no tags are as good as the usual ones."""
    if not settings.get("classification_labels"):
        settings.pop("classification_labels", None)
        return
    labels = settings["classification_labels"]
    bad = [label for label in labels if not label.upper().startswith(("I-", "B-", "I_", "B_", "O"))]
    if bad:
        raise errors.tags_of_another_scheme(bad)
    if "O" not in [label.upper() for label in labels]:
        raise errors.no_outside_label()


def _check_classes(settings: dict[str, Any]) -> None:
    labels = settings.get("classification_labels")
    if labels is None or len(labels) < 2:
        raise errors.too_few_labels(labels)


def _check_three_labels(settings: dict[str, Any]) -> None:
    """The three labels of natural-language inference, and labels to choose from that are not nothing."""
    labels = settings["classification_labels"]
    if len(labels) != len(_THREE):
        raise errors.other_labels_than_three()
    bad = [label.lower() for label in labels if label.lower() not in _THREE]
    if bad:
        raise errors.other_labels_than_three(bad)
    if settings.get("labels") == []:
        raise errors.no_labels()


def _check_answers(settings: dict[str, Any]) -> None:
    if settings["num_top_classes"] < 0:
        raise errors.too_few_classes(settings["num_top_classes"])
    if settings["max_answer_length"] <= 0:
        raise errors.no_answer_length(settings["max_answer_length"])


def _check_function(settings: dict[str, Any]) -> None:
    word = settings["span_score_combination_function"]
    if word.lower() not in ("max", "mean"):
        raise errors.no_constant("TextSimilarityConfig.SpanScoreFunction", word.upper())
    settings["span_score_combination_function"] = word.lower()


_CHECKS = {
    "text_embedding": _check_size,
    "ner": _check_tags,
    "text_classification": _check_classes,
    "zero_shot_classification": _check_three_labels,
    "question_answering": _check_answers,
    "text_similarity": _check_function,
}


# --- fields -----------------------------------------------------------------------------------------------------------


def _parser(kind: str) -> ObjectParser:
    fields = _TREES[kind] if kind in _TREES else {**_NLP, **_NLP_KINDS[kind]}
    if kind in BUILT_AFTER:
        return ObjectParser(kind, fields)
    return ObjectParser(kind, fields, _REQUIRED.get(kind, ()), build=lambda clean: _complete(kind, clean))


def _built(kind: str, clean: dict[str, Any]) -> dict[str, Any]:
    return _complete(kind, clean) if kind in BUILT_AFTER else clean


INFERENCE_CONFIG = named({kind: _parser(kind) for kind in KINDS}, _built)
"""The field of a model that is put."""

_UPDATED: dict[str, dict[str, Field]] = {
    **_TREES,
    "fill_mask": {"num_top_classes": INT},
    "ner": {},
    "pass_through": {},
    "question_answering": {"question": TEXT, "num_top_classes": INT, "max_answer_length": INT},
    "text_classification": {"num_top_classes": INT, "classification_labels": TEXTS},
    "text_embedding": {},
    "text_expansion": {},
    "text_similarity": {"text": TEXT, "span_score_combination_function": TEXT},
    "zero_shot_classification": {"labels": TEXTS, "multi_label": BOOLEAN},
}


def _updated(kind: str, clean: dict[str, Any]) -> dict[str, Any]:
    _check_importance(clean)
    return clean


UPDATE = named(
    {
        kind: ObjectParser(
            kind, fields if kind in _TREES else {**fields, "results_field": TEXT, "tokenization": TOKENIZER_UPDATE}
        )
        for kind, fields in _UPDATED.items()
    },
    _updated,
)
"""The field of a request to infer."""

INPUT = within(ObjectParser("trained_model_config_input", {"field_names": TEXTS}, required=("field_names",)))
PREFIXES = within(ObjectParser("trained_model_config_prefix_strings", {"ingest": TEXT, "search": TEXT}))
