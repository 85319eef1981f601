"""What is wrong with an `inference_config`: one constructor a situation.

Sources are below x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/ml/inference/trainedmodel/ of elastic/elasticsearch.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...errors import ApiError, illegal_argument, status_error
from ..errors import no_enum_constant

TRAINED_MODEL = "xpack.core.ml.inference.trainedmodel"


def no_constant(enum: str, word: str) -> ApiError:
    """A word that is none of an enum's of this package."""
    return no_enum_constant(f"{TRAINED_MODEL}.{enum}", word)


# --- tokenization: elastic/elasticsearch:Tokenization.java ------------------------------------------------------------


def no_length() -> ApiError:
    """A sequence may hold nothing."""
    return illegal_argument("[max_sequence_length] must be positive")


def negative_span() -> ApiError:
    """A span below zero that is not the one for none."""
    return illegal_argument(
        "[span] must be non-negative to indicate span length or [-1] to indicate no windowing should occur"
    )


def span_too_long(span: int, length: int) -> ApiError:
    """Windows that overlap by more than they are long."""
    return illegal_argument(
        f"[span] provided [{span}] must not be greater than [max_sequence_length] provided [{length}]"
    )


def span_of_a_cut_text(truncate: str) -> ApiError:
    """Windows over a text that is cut."""
    return illegal_argument(f"[span] must not be provided when [truncate] is [{truncate}]")


# --- kinds of models --------------------------------------------------------------------------------------------------


def vocabulary_at_creation() -> ApiError:
    """The server says itself where vocabularies are. elastic/elasticsearch:NerConfig.java and its neighbours"""
    return status_error(400, "illegal setting [vocabulary] on inference model creation")


def no_windows(kind: str, span: int) -> ApiError:
    """A kind of model that reads no text in windows. elastic/elasticsearch:NerConfig.java and its neighbours"""
    return status_error(400, f"[{kind}] does not support windowing long text sequences; configured span [{span}]")


def negative_importance() -> ApiError:
    """elastic/elasticsearch:ClassificationConfig.java, RegressionConfig.java"""
    return illegal_argument("[num_top_feature_importance_values] must be greater than or equal to 0")


def no_embedding_size(size: int) -> ApiError:
    """elastic/elasticsearch:TextEmbeddingConfig.java"""
    return status_error(400, f"[embedding_size] must be a number greater than 0; configured size [{size}]")


def another_mask(asked: str, mask: str) -> ApiError:
    """The mask is the tokenizer's. elastic/elasticsearch:FillMaskConfig.java"""
    return illegal_argument(f"Mask token requested was [{asked}] but must be [{mask}] for this model")


def tags_of_another_scheme(labels: Sequence[str]) -> ApiError:
    """Labels of entities begin inside, at the beginning or outside. elastic/elasticsearch:NerConfig.java"""
    listed = ", ".join(labels)
    return status_error(
        400, f"[ner] only allows IOB tokenization tagging for classification labels; provided [{listed}]"
    )


def no_outside_label() -> ApiError:
    """Most words are no entity. elastic/elasticsearch:NerConfig.java"""
    return status_error(
        400, "[ner] only allows IOB tokenization tagging for classification labels; missing outside label [O]"
    )


def too_few_labels(labels: Sequence[str] | None) -> ApiError:
    """elastic/elasticsearch:TextClassificationConfig.java"""
    listed = "null" if labels is None else f"[{', '.join(labels)}]"
    return status_error(400, f"[text_classification] requires at least 2 [classification_labels]; provided {listed}")


def other_labels_than_three(bad: Sequence[str] = ()) -> ApiError:
    """Not those of natural-language inference, or more, or fewer. elastic/elasticsearch:ZeroShotClassificationConfig.java"""
    invalid = f". Invalid labels [{', '.join(bad)}]" if bad else ""
    return status_error(
        400,
        "[classification_labels] must contain exactly the three values [contradiction, entailment, neutral]" + invalid,
    )


def no_labels() -> ApiError:
    """Nothing to choose from. elastic/elasticsearch:ZeroShotClassificationConfig.java"""
    return status_error(400, "[labels] must not be empty")


def too_few_classes(count: int) -> ApiError:
    """elastic/elasticsearch:QuestionAnsweringConfig.java"""
    return status_error(400, f"[num_top_classes] must be greater than or equal to [0]; provided [{count}]")


def no_answer_length(length: int) -> ApiError:
    """elastic/elasticsearch:QuestionAnsweringConfig.java"""
    return status_error(400, f"[max_answer_length] must be greater than [0]; provided [{length}]")


# --- named objects ----------------------------------------------------------------------------------------------------


def unknown_name(name: str, line: int, column: int) -> ApiError:
    """`NamedObjectNotFoundException`: no parser has this name."""
    return ApiError(400, "named_object_not_found_exception", f"[{line}:{column}] unknown field [{name}]")
