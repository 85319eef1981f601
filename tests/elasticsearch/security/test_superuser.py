"""What `elastic` is answered on a cluster with security is what everybody is answered on one without."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.elasticsearch.product import PRODUCT
from fakeinfer.fixtures import Fixture, read_all, replay
from fakeinfer.versions import Version
from tests.elasticsearch.security.asking import ELASTIC

FIXTURES = Path(__file__).parents[3] / "fixtures"
TELLING_THE_USER = ("created_by", "updated_by")
WITHOUT = ("without_security", "switched_off", "switched_off_in_8", "credentials_unread")
"""Fixtures about the lack of security."""

BY_OPERATION: dict[str, list[Fixture]] = defaultdict(list)
for _fixture in read_all(FIXTURES, "elasticsearch"):
    if "security" not in _fixture.document.get("options", {}) and _fixture.case not in WITHOUT:
        BY_OPERATION[_fixture.operation].append(_fixture)


@pytest.mark.parametrize("operation", BY_OPERATION)
def test_answers_are_those_without_security(operation: str) -> None:
    for fixture in BY_OPERATION[operation]:
        lines = [line for line in PRODUCT.releases if fixture.holds_for(Version.parse(line))]
        if not lines:
            continue
        options = {**fixture.document.get("options", {}), "security": True}
        cluster = Cluster("elasticsearch", lines[-1], follow=fixture.document.get("follow"), **options)
        as_elastic = Fixture("elasticsearch", operation, fixture.case, {**fixture.document, "as": ELASTIC})
        differences = [
            difference
            for difference in replay(as_elastic, cluster.handle).differences
            if not any(word in difference for word in TELLING_THE_USER)
        ]
        assert differences == [], fixture.id
        assert cluster.bugs == []
