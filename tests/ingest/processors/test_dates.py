"""How the products read dates differently; the rest is in the fixtures."""

from __future__ import annotations

from fakeinfer.cluster import Cluster
from tests.ingest.tools import simulated


def test_months_of_newer_java_have_other_names() -> None:
    dated = {"date": {"field": "a", "formats": ["d MMM yyyy"], "locale": "de"}}
    assert "@timestamp" in simulated(Cluster("opensearch", "2.19"), dated, source={"a": "3 Okt 2020"})
    assert "@timestamp" in simulated(Cluster("opensearch", "3.0"), dated, source={"a": "3 Okt. 2020"})
    assert "@timestamp" in simulated(Cluster("elasticsearch", "9.0"), dated, source={"a": "3 Okt. 2020"})


def test_the_year_of_the_cluster_is_taken_for_a_text_without_one() -> None:
    cluster = Cluster("opensearch")
    cluster.state.clock.advance(hours=366 * 24)
    dated = {"date": {"field": "a", "formats": ["dd.MM."]}}
    assert simulated(cluster, dated, source={"a": "03.02."})["@timestamp"] == "2027-02-03T00:00:00.000Z"
