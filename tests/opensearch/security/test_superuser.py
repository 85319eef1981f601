"""What `admin` is answered on a cluster with security is what everybody is answered on one without."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.fixtures import Fixture, read_all, replay
from fakeinfer.opensearch.product import PRODUCT
from fakeinfer.versions import Version
from tests.opensearch.security.asking import ADMIN

FIXTURES = Path(__file__).parents[3] / "fixtures"
WITHOUT = ("switched_off", "session-of-nobody", "session-of-nobody-in-33")
"""Fixtures about the lack of security."""
PROTECTED = (".plugins-ml-", ".opendistro_security")
COUNTING = ("cat.", "cluster.health", "cluster.state", "cluster.stats", "indices.resolve_index", "nodes.stats")
"""Operations that tell of the index of the Security plugin, and of the plugin."""
OF_ALL_INDICES = (
    "delete/all",
    "get/all",
    "index/all",
    "indices.close/all",
    "indices.delete_alias/of_all",
    "indices.delete_alias/wildcard_without_match",
    "indices.get_alias/all",
    "indices.put_settings/all",
    "msearch/header_no_object",
)
"""Fixtures that mean protected indices, too, where there are some."""
TELLING_THE_USER = tuple(f"'{name}' is too many" for name in ("user", "user_id", "owner_id", "owner"))

BY_OPERATION: dict[str, list[Fixture]] = defaultdict(list)
for _fixture in read_all(FIXTURES, "opensearch"):
    _text = str([_fixture.document["request"], _fixture.document.get("given", [])])
    _left_out = (
        "security" in _fixture.document.get("options", {})
        or _fixture.case in WITHOUT
        or _fixture.operation.startswith(COUNTING)
        or _fixture.id in OF_ALL_INDICES
        or any(f"/{name}" in _text or f"'_index': '{name}" in _text for name in PROTECTED)
    )
    if not _left_out:
        BY_OPERATION[_fixture.operation].append(_fixture)


@pytest.mark.parametrize("operation", BY_OPERATION)
def test_answers_are_those_without_security(operation: str) -> None:
    for fixture in BY_OPERATION[operation]:
        lines = [line for line in PRODUCT.releases if fixture.holds_for(Version.parse(line))]
        if not lines:
            continue
        options = {**fixture.document.get("options", {}), "security": True}
        cluster = Cluster("opensearch", lines[-1], follow=fixture.document.get("follow"), **options)
        as_admin = Fixture("opensearch", operation, fixture.case, {**fixture.document, "as": ADMIN})
        differences = [
            difference
            for difference in replay(as_admin, cluster.handle).differences
            if not any(word in difference for word in TELLING_THE_USER)
        ]
        assert differences == [], fixture.id
        assert cluster.bugs == []
