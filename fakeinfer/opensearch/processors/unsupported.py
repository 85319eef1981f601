"""OpenSearch's processors that the fake does not have."""

from __future__ import annotations

from ...ingest.processors.unsupported import unsupported

DECLARED_PROCESSORS = unsupported(
    "acl_routing",
    "attachment",
    "geoip",
    "hierarchical_routing",
    "ip2geo",
    source="opensearch-project/documentation-website:_ingest-pipelines/processors/index-processors.md",
)
