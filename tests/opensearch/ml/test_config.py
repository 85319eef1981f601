"""The index that ML Commons makes by itself."""

from __future__ import annotations

from fakeinfer.cluster import Cluster
from tests.opensearch.asking import ML, new_connector, ok, refused

INTERVAL = {"plugins.ml_commons.sync_up_job_interval_in_seconds": 0}


def names(cluster: Cluster) -> list[str]:
    return [row["index"] for row in ok(cluster, "GET", "/_cat/indices?format=json")]


def test_a_server_that_runs_has_made_it() -> None:
    cluster = Cluster("opensearch")
    assert names(cluster) == [".plugins-ml-config"]
    (hit,) = ok(cluster, "GET", "/.plugins-ml-config/_search")["hits"]["hits"]
    assert (hit["_id"], set(hit["_source"])) == ("master_key", {"master_key", "create_time"})
    assert ok(cluster, "GET", f"{ML}/stats/ml_config_index_status") == {"ml_config_index_status": "green"}


def test_without_the_job_the_first_credential_makes_it() -> None:
    cluster = Cluster("opensearch", settings=INTERVAL)
    assert names(cluster) == []
    assert refused(cluster, "GET", f"{ML}/config/x") == (404, "Failed to get config index")
    new_connector(cluster)
    assert set(names(cluster)) == {".plugins-ml-config", ".plugins-ml-connector"}


def test_clusters_of_other_seeds_have_other_keys() -> None:
    keys = {
        ok(Cluster("opensearch", seed=seed), "GET", "/.plugins-ml-config/_search")["hits"]["hits"][0]["_source"][
            "master_key"
        ]
        for seed in ("a", "b")
    }
    assert len(keys) == 2
