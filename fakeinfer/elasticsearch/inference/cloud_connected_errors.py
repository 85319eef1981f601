"""Refusals of cloud connected mode: one constructor a situation.

Source: elastic/elasticsearch:x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/inference/action/PutCCMConfigurationAction.java
"""

from __future__ import annotations

from ...errors import ApiError, illegal_argument, request_invalid, status_error


def not_permitted() -> ApiError:
    """The environment has no such mode. elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/services/elastic/ccm/CCMFeature.java"""
    return status_error(403, "Cloud Connected Mode configuration is not permitted for this environment")


def no_body() -> ApiError:
    """PUT without a body."""
    return illegal_argument("The body must be specified when configuring CCM.")


def no_api_key() -> ApiError:
    """PUT without a key, or with an empty one."""
    return request_invalid("The [api_key] field cannot be an empty string or null")
