"""Options of fields that OpenSearch takes although they do nothing."""

from __future__ import annotations

from fakeinfer.cluster import Cluster
from tests.opensearch.asking import ask


def test_options_without_effect_are_warned_of_once() -> None:
    field = {"type": "knn_vector", "dimension": 3, "index": True}
    body = {"mappings": {"properties": {"a": field, "b": field}}}
    response = ask(Cluster("opensearch", "2.19"), "PUT", "/k", body)
    warnings = [value for name, value in response.headers if name == "Warning"]
    assert len(warnings) == 1
    assert warnings[0].endswith('"Parameter [index] has no effect on type [knn_vector] and will be removed in future"')
