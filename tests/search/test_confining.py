"""What a search may find only, whatever it asks for."""

from __future__ import annotations

import pytest

from fakeinfer import documents, indices
from fakeinfer.cluster import Cluster
from fakeinfer.search import engine
from fakeinfer.search.confining import Confinement, confine
from fakeinfer.search.request import read_request
from fakeinfer.wire import Json

RED = {"term": {"k": "red"}}
MATCH = {"match": {"t": "fox"}}


@pytest.fixture
def cluster() -> Cluster:
    made = Cluster("opensearch")
    indices.create(made.state, "i", mappings={"properties": {"k": {"type": "keyword"}, "t": {"type": "text"}}})
    for id, (k, t) in enumerate((("red", "fox"), ("blue", "fox"), ("red", "dog"))):
        documents.write(made.state, "i", str(id), {"k": k, "t": t}, refresh=True)
    return made


def found(cluster: Cluster, body: Json, *within: Confinement) -> dict[str, float]:
    request = read_request(cluster.state, body)
    confine(cluster.state, request, within)
    return {hit["_id"]: hit["_score"] for hit in engine.run(cluster.state, ["i"], request)["hits"]["hits"]}


@pytest.mark.parametrize("kind", ["must", "filter"])
def test_only_what_is_allowed_is_found(cluster: Cluster, kind: str) -> None:
    allowed = Confinement(**{kind: [RED]})
    assert set(found(cluster, {"query": MATCH}, allowed)) == {"0"}
    assert set(found(cluster, {}, allowed)) == set(found(cluster, None, allowed)) == {"0", "2"}


def test_what_is_not_allowed_is_not_found(cluster: Cluster) -> None:
    assert set(found(cluster, {"query": {"match_all": {}}}, Confinement(must_not=[RED]))) == {"1"}


def test_filters_change_no_score_and_stand_alone_without_a_query(cluster: Cluster) -> None:
    alone = Confinement(filter=[RED], alone=RED)
    assert found(cluster, {"query": MATCH}, alone)["0"] == found(cluster, {"query": MATCH})["0"]
    assert found(cluster, {}, alone) == found(cluster, {"query": RED})
    assert set(found(cluster, {}, Confinement(filter=[RED])).values()) == {0.0}


def test_several_hold_together(cluster: Cluster) -> None:
    assert set(found(cluster, {}, Confinement(filter=[RED]), Confinement(must=[MATCH]))) == {"0"}


def test_a_query_that_ranks_for_itself_is_run_as_inside_of_a_bool(cluster: Cluster) -> None:
    hybrid = {"hybrid": {"queries": [MATCH]}}
    wrapped = {"query": {"bool": {"must": [hybrid], "filter": [RED]}}}
    assert found(cluster, {"query": hybrid}, Confinement(filter=[RED])) == found(cluster, wrapped)
    request = read_request(cluster.state, {"query": hybrid})
    confine(cluster.state, request, [Confinement(filter=[RED])])
    assert request.ranking is None
