"""The terms of documents, of fields, and the shards that would be asked."""

from __future__ import annotations

import pytest

from fakeinfer.cluster import Cluster
from tests.search.asking import asked, holding


@pytest.fixture
def cluster() -> Cluster:
    documents = [{"t": "one two two", "k": "apple"}, {"t": "two", "k": "apricot"}, {"k": "pear"}]
    return holding(documents, "elasticsearch", "9.5")


def test_terms_of_a_document_are_counted_there_and_everywhere(cluster: Cluster) -> None:
    body = {"fields": ["t"], "term_statistics": True}
    terms = asked(cluster, "POST", "/s/_termvectors/0", body)[1]["term_vectors"]["t"]["terms"]
    two = terms["two"]
    assert (two["term_freq"], two["doc_freq"], two["ttf"]) == (2, 2, 3)
    assert [token["position"] for token in two["tokens"]] == [1, 2]


def test_documents_that_nobody_wrote_have_terms_too(cluster: Cluster) -> None:
    answer = asked(cluster, "POST", "/s/_termvectors", {"doc": {"t": "new two"}})[1]
    assert sorted(answer["term_vectors"]["t"]["terms"]) == ["new", "two"]


def test_several_are_asked_at_once(cluster: Cluster) -> None:
    answer = asked(cluster, "POST", "/s/_mtermvectors", {"ids": ["0", "9"], "parameters": {"fields": ["t"]}})[1]
    assert [one["found"] for one in answer["docs"]] == [True, False]


@pytest.mark.parametrize(
    ("asks", "terms"),
    [
        ({"string": "ap"}, ["apple", "apricot"]),
        ({"string": "AP"}, []),
        ({"string": "AP", "case_insensitive": True}, ["apple", "apricot"]),
        ({"string": "ap", "search_after": "apple"}, ["apricot"]),
        ({"size": 1}, ["apple"]),
        ({"index_filter": {"term": {"k": "pear"}}}, ["apple", "apricot", "pear"]),
    ],
)
def test_terms_begin_as_somebody_types(cluster: Cluster, asks: dict[str, object], terms: list[str]) -> None:
    assert asked(cluster, "POST", "/s/_terms_enum", {"field": "k", **asks})[1]["terms"] == terms


def test_shards_stand_on_the_only_node(cluster: Cluster) -> None:
    answer = asked(cluster, "GET", "/s/_search_shards")[1]
    assert [[shard["node"] for shard in shards] for shards in answer["shards"]] == [list(answer["nodes"])]
