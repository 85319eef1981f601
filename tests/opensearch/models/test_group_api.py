"""Groups and the models in them."""

from __future__ import annotations

from fakeinfer.cluster import Cluster
from fakeinfer.opensearch.ml.indices import GROUPS, every
from tests.opensearch.asking import ML, new_connector, new_model, ok


def test_models_of_one_name_share_a_group_and_count_up() -> None:
    cluster = Cluster("opensearch")
    connector = new_connector(cluster)
    ids = [new_model(cluster, name="same", connector_id=connector) for _ in range(3)]
    models = [ok(cluster, "GET", f"{ML}/models/{id}") for id in ids]
    assert [model["model_version"] for model in models] == ["1", "2", "3"]
    assert len({model["model_group_id"] for model in models}) == 1
    assert ok(cluster, "GET", f"{ML}/model_groups/{models[0]['model_group_id']}")["latest_version"] == 3


def test_an_automatic_group_takes_name_and_description_of_its_model() -> None:
    cluster = Cluster("opensearch")
    new_model(cluster, name="loner", description="words")
    (group,) = every(cluster.state, GROUPS)
    assert (group.source["name"], group.source["description"]) == ("loner", "words")


def test_a_group_that_lost_a_model_does_not_count_down() -> None:
    cluster = Cluster("opensearch", follow="server")
    connector = new_connector(cluster)
    first = new_model(cluster, name="same", connector_id=connector)
    ok(cluster, "DELETE", f"{ML}/models/{first}")
    second = new_model(cluster, name="same", connector_id=connector)
    assert ok(cluster, "GET", f"{ML}/models/{second}")["model_version"] == "2"


def test_an_update_that_changes_nothing_writes_nothing() -> None:
    cluster = Cluster("opensearch")
    id = ok(cluster, "POST", f"{ML}/model_groups/_register", {"name": "a"})["model_group_id"]
    ok(cluster, "PUT", f"{ML}/model_groups/{id}", {"name": "a"})
    ok(cluster, "PUT", f"{ML}/model_groups/{id}", {})
    assert ok(cluster, "DELETE", f"{ML}/model_groups/{id}")["_version"] == 2
