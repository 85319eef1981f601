"""Refusals of the services for tests: one constructor a situation, with when and source.

Sources are below x-pack/plugin/inference/qa/test-service-plugin/src/main/java/org/elasticsearch/xpack/inference/mock/ of
elastic/elasticsearch.
"""

from __future__ import annotations

from ....errors import ApiError, number_format
from ...errors import no_enum_constant


def no_constant(constants: str, name: str) -> ApiError:
    """A word that is no constant of a Java enum. elastic/elasticsearch:TestDenseInferenceServiceExtension.java"""
    return no_enum_constant(constants, name)


def no_number(text: str) -> ApiError:
    """A task setting that spells no number. elastic/elasticsearch:TestRerankingServiceExtension.java"""
    return number_format(text)


def told_to_fail() -> ApiError:
    """`should_fail_validation`. elastic/elasticsearch:TestRerankingServiceExtension.java"""
    return ApiError(500, "runtime_exception", "validation call intentionally failed based on task settings")


def only_words() -> ApiError:
    """A field asks for another chunking strategy. elastic/elasticsearch:AbstractTestInferenceService.java"""
    reason = "Test inference service only supports word chunking strategies"
    return ApiError(500, "unsupported_operation_exception", reason)


def only_streams() -> ApiError:
    """The streaming service is asked for a plain answer.

    elastic/elasticsearch:x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/inference/results/StreamingChatCompletionResults.java
    """
    return ApiError(500, "unsupported_operation_exception", "Not implemented")
