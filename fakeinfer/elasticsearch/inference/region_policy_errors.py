"""Refusals of the region policy: one constructor a situation.

elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/action/TransportPutRegionPolicyAction.java
and its neighbours for getting and deleting.
"""

from __future__ import annotations

from ...errors import ApiError, parse_error, request_invalid, resource_not_found, status_error
from ...formats.javatext import hash_order
from ...wire import Json


def no_region_policy() -> ApiError:
    """There is none to get or delete."""
    return resource_not_found("No region policy is configured for this deployment")


def no_body() -> ApiError:
    """Nothing came. elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/rest/RestPutRegionPolicyAction.java"""
    return parse_error("body is required")


def empty_list(name: str) -> ApiError:
    """Nothing at all would be allowed. elastic/elasticsearch:x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/inference/action/PutRegionPolicyAction.java"""
    return request_invalid(f"[region_policy.{name}] must not be empty")


def endpoints_in_use(denied: list[str], pipelines: list[str], indexes: list[str]) -> ApiError:
    """The policy would deny endpoints that are used; who uses which stands beside the reason, one value without brackets."""
    lists = {"denied_endpoint_ids": denied, "referencing_pipelines": pipelines, "referencing_indexes": indexes}
    names = [name.removeprefix("es.") for name in hash_order([f"es.{name}" for name in lists])]
    metadata: dict[str, Json] = {
        name: lists[name] if len(lists[name]) > 1 else lists[name][0] for name in names if lists[name]
    }
    return status_error(
        409,
        "Cannot put the region policy because it would deny access to the following in-use inference endpoints: "
        f"[{', '.join(denied)}]. Ensure that these inference endpoints are not in use, or use force to ignore this warning "
        "and proceed anyway.",
        metadata=metadata,
    )
