"""`inference_config`: what kind of thing a model does and how. Read strictly when a model is put, with the defaults filled in.

`UPDATES` says what a request may change of it.

Source: elastic/elasticsearch:x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/ml/inference/trainedmodel/
"""

from __future__ import annotations

from typing import Any

from ...errors import ApiError, status_error
from ...wire import Json
from ..object_parser import (
    BOOLEAN,
    INT,
    TEXT,
    TEXTS,
    Field,
    ObjectParser,
    Path,
    Source,
    Unreadable,
    converted,
    within,
)
from .records import NATIVE_INDEX

TOKENIZATION: dict[str, Any] = {
    "do_lower_case": False,
    "with_special_tokens": True,
    "max_sequence_length": 512,
    "truncate": "first",
    "span": -1,
}
"""How a text is cut into tokens when a model does not say."""
TOKENIZERS = ("bert", "bert_ja", "deberta_v2", "mpnet", "roberta", "xlm_roberta")
_TRUNCATIONS = ("first", "second", "balanced", "none")
_RESULTS_FIELD = "predicted_value"

_TREES: dict[str, dict[str, Field]] = {
    "classification": {
        "num_top_classes": INT,
        "top_classes_results_field": TEXT,
        "results_field": TEXT,
        "num_top_feature_importance_values": INT,
        "prediction_field_type": TEXT,
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


def _truncation(text: str) -> str:
    if text.strip().lower() not in _TRUNCATIONS:
        constant = text.strip().upper()
        enum = "org.elasticsearch.xpack.core.ml.inference.trainedmodel.Tokenization.Truncate"
        raise status_error(400, f"No enum constant {enum}.{constant}")
    return text.strip().lower()


_TOKENIZER_FIELDS = {
    "do_lower_case": BOOLEAN,
    "with_special_tokens": BOOLEAN,
    "max_sequence_length": INT,
    "truncate": converted(_truncation),
    "span": INT,
    "add_prefix_space": BOOLEAN,
}


def _tokenizer(name: str, clean: dict[str, Any]) -> dict[str, Any]:
    special = {"add_prefix_space": clean.get("add_prefix_space", False)} if name == "roberta" else {}
    length, span = clean.get("max_sequence_length", 512), clean.get("span", -1)
    if length <= 0:
        raise status_error(400, f"[max_sequence_length] must be positive, but was [{length}]")
    if span > length:
        raise status_error(
            400, f"[span] provided [{span}] must not be greater than [max_sequence_length] provided [{length}]"
        )
    known = {key: clean.get(key, default) for key, default in TOKENIZATION.items()}
    return {**known, **special}


def _parser_of_tokenizer(name: str) -> ObjectParser:
    fields = {key: field for key, field in _TOKENIZER_FIELDS.items() if key != "add_prefix_space" or name == "roberta"}
    return ObjectParser(f"{name}_tokenization", fields, build=lambda clean: _tokenizer(name, clean))


_TOKENIZER_PARSERS = {name: _parser_of_tokenizer(name) for name in TOKENIZERS}


def named(parsers: dict[str, ObjectParser]) -> Field:
    """An object with one key that says which of `parsers` reads its value; the result keeps that key."""

    def read(value: Json, source: Source, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if len(value) != 1:  # the words are not confirmed
            token, wanted = ("FIELD_NAME", "END_OBJECT") if value else ("END_OBJECT", "FIELD_NAME")
            reason = (
                f"[{source.at(path)}] Failed to parse object: expecting token of type [{wanted}] but found [{token}]"
            )
            raise Unreadable(ApiError(400, "parsing_exception", reason), path)
        for name, inner in value.items():
            if name not in parsers:
                line, _, column = source.at((*path, name), "key").partition(":")
                raise Unreadable(unknown_name(name, int(line), int(column)), (*path, name), "key")
            found = {name: parsers[name].read(inner, source, (*path, name))}
        return found

    return Field(("START_OBJECT",), read)


def unknown_name(name: str, line: int, column: int) -> ApiError:
    """`NamedObjectNotFoundException`: no parser has this name."""
    return ApiError(400, "named_object_not_found_exception", f"[{line}:{column}] unknown field [{name}]")


_TOKENIZER = named(_TOKENIZER_PARSERS)


def _no_vocabulary(value: Json, source: Source, path: Path) -> None:
    raise status_error(400, "illegal setting [vocabulary] on inference model creation")


_NLP: dict[str, Field] = {
    "vocabulary": Field(("START_OBJECT",), _no_vocabulary),
    "tokenization": _TOKENIZER,
    "results_field": TEXT,
}
_NLP_KINDS: dict[str, dict[str, Field]] = {
    "fill_mask": {"num_top_classes": INT, "mask_token": TEXT},
    "ner": {"classification_labels": TEXTS},
    "pass_through": {},
    "question_answering": {"num_top_classes": INT, "max_answer_length": INT, "question": TEXT},
    "text_classification": {"classification_labels": TEXTS, "num_top_classes": INT},
    "text_embedding": {"embedding_size": INT},
    "text_expansion": {},
    "text_similarity": {"text": TEXT, "span_score_combination_function": TEXT},
    "zero_shot_classification": {
        "classification_labels": TEXTS,
        "hypothesis_template": TEXT,
        "labels": TEXTS,
        "multi_label": BOOLEAN,
    },
}
_NLP_DEFAULTS: dict[str, dict[str, Any]] = {
    "fill_mask": {"num_top_classes": 0},
    "ner": {
        "classification_labels": [
            "O", "B_MISC", "I_MISC", "B_PER", "I_PER", "B_ORG", "I_ORG", "B_LOC", "I_LOC",
        ]
    },
    "question_answering": {"num_top_classes": 0, "max_answer_length": 15},
    "text_classification": {"classification_labels": ["negative", "positive"], "num_top_classes": 0},
    "text_similarity": {"span_score_combination_function": "max"},
    "zero_shot_classification": {"multi_label": False, "hypothesis_template": "This example is {}."},
}  # fmt: skip
KINDS = (*_TREES, *_NLP_KINDS)
NLP_KINDS = tuple(_NLP_KINDS)


def _tree(kind: str, clean: dict[str, Any]) -> dict[str, Any]:
    if clean.get("num_top_feature_importance_values", 0) < 0:
        raise status_error(400, "[num_top_feature_importance_values] must be greater than or equal to 0")
    if clean.get("prediction_field_type", "string") not in ("string", "number", "boolean"):
        constant = clean["prediction_field_type"].upper()
        enum = "org.elasticsearch.xpack.core.ml.inference.trainedmodel.PredictionFieldType"
        raise status_error(400, f"No enum constant {enum}.{constant}")
    return {**_TREE_DEFAULTS[kind], **clean}


def _nlp(kind: str, clean: dict[str, Any]) -> dict[str, Any]:
    size = clean.get("embedding_size", 1)
    if size <= 0:
        raise status_error(400, f"[embedding_size] must be a number greater than 0; configured size [{size}]")
    tokenization = clean.pop("tokenization", None) or {"bert": dict(TOKENIZATION)}
    span = next(iter(tokenization.values()))["span"]
    if span != -1 and kind not in ("question_answering", "text_similarity", "text_classification"):
        raise status_error(400, f"[{kind}] does not support windowing long text sequences; configured span [{span}]")
    if kind == "zero_shot_classification":
        _check_labels(clean)
    return {"vocabulary": {"index": NATIVE_INDEX}, "tokenization": tokenization, **_NLP_DEFAULTS.get(kind, {}), **clean}


def _check_labels(clean: dict[str, Any]) -> None:
    """The three labels of natural-language inference, and labels to choose from that are not nothing."""
    labels = clean.get("classification_labels", [])
    needed = {"entailment", "neutral", "contradiction"}
    if {label.lower() for label in labels} != needed or len(labels) != len(needed):
        shown = ", ".join(labels)
        raise status_error(
            400,
            f"[classification_labels] must contain exactly the three values [entailment, neutral, contradiction]. Was provided [{shown}]",
        )
    if clean.get("labels") == []:
        raise status_error(400, "[labels] must not be empty")


def _parser(kind: str) -> ObjectParser:
    if kind in _TREES:
        return ObjectParser(f"{kind}_config", _TREES[kind], build=lambda clean: _tree(kind, clean))
    return ObjectParser(f"{kind}", {**_NLP, **_NLP_KINDS[kind]}, build=lambda clean: _nlp(kind, clean))


INFERENCE_CONFIG = named({kind: _parser(kind) for kind in KINDS})
"""The field of a model that is put."""

_SPANS = named(
    {
        name: ObjectParser(f"{name}_tokenization_update", {"truncate": converted(_truncation), "span": INT})
        for name in TOKENIZERS
    },
)
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
UPDATE = named(
    {
        kind: ObjectParser(
            f"{kind}_config_update",
            fields if kind in _TREES else {**fields, "results_field": TEXT, "tokenization": _SPANS},
        )
        for kind, fields in _UPDATED.items()
    },
)
"""The field of a request to infer."""

INPUT = within(ObjectParser("trained_model_config_input", {"field_names": TEXTS}, required=("field_names",)))
PREFIXES = within(ObjectParser("trained_model_config_prefix_strings", {"ingest": TEXT, "search": TEXT}))
