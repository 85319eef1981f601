"""Analyzers that the settings of an index define, in documents and queries."""

from __future__ import annotations

from typing import Any

from fakeinfer.cluster import Cluster
from tests.search.asking import asked

ANALYSIS = {
    "analyzer": {
        "begun": {"tokenizer": "standard", "filter": ["lowercase", "edges"]},
        "alike": {"tokenizer": "standard", "filter": ["lowercase", "same"]},
    },
    "filter": {
        "edges": {"type": "edge_ngram", "min_gram": 2, "max_gram": 5},
        "same": {"type": "synonym", "synonyms": ["quick, fast"]},
    },
    "normalizer": {"plain": {"type": "custom", "filter": ["lowercase", "asciifolding"]}},
}
FIELDS = {
    "english": {"type": "text", "analyzer": "english"},
    "begun": {"type": "text", "analyzer": "begun", "search_analyzer": "standard"},
    "alike": {"type": "text", "analyzer": "alike"},
    "tag": {"type": "keyword", "normalizer": "plain"},
}


def cluster() -> Cluster:
    made = Cluster("opensearch", "2.19")
    body = {"settings": {"analysis": ANALYSIS}, "mappings": {"properties": FIELDS}}
    assert asked(made, "PUT", "/t", body)[0] == 200
    text = "The quick foxes of nations were running"
    assert asked(made, "PUT", "/t/_doc/1", {"english": text, "begun": text, "alike": text, "tag": "Café"})[0] == 201
    return made


def finds(query: dict[str, Any], cluster: Cluster) -> bool:
    status, answer = asked(cluster, "POST", "/t/_search", {"query": query})
    assert status == 200, answer
    found: int = answer["hits"]["total"]["value"]
    return found == 1


def test_words_meet_at_their_stems_and_small_words_count_for_nothing() -> None:
    made = cluster()
    assert finds({"match": {"english": "fox"}}, made)
    assert finds({"match": {"english": {"query": "the national runs", "operator": "and"}}}, made)
    assert not finds({"match": {"english": "the"}}, made)


def test_phrases_know_how_many_words_were_left_out() -> None:
    made = cluster()
    assert finds({"match_phrase": {"english": "foxes of nations"}}, made)
    assert not finds({"match_phrase": {"english": "foxes nations"}}, made)


def test_beginnings_are_found() -> None:
    assert finds({"match": {"begun": "runn"}}, cluster())
    assert not finds({"match": {"begun": "unning"}}, cluster())


def test_synonyms_are_found_and_score_as_one() -> None:
    made = cluster()
    assert finds({"match": {"alike": "fast"}}, made)
    assert finds({"match_phrase": {"alike": "the fast foxes"}}, made)


def test_keywords_are_made_alike_in_documents_and_queries() -> None:
    made = cluster()
    assert finds({"term": {"tag": "CAFE"}}, made)
    assert finds({"prefix": {"tag": "CÄ".replace("Ä", "á")}}, made)


def test_marked_words_are_those_of_the_text() -> None:
    body = {"query": {"match": {"english": "run"}}, "highlight": {"fields": {"english": {}}}}
    _, answer = asked(cluster(), "POST", "/t/_search", body)
    shown = "The quick foxes of nations were <em>running</em>"
    assert answer["hits"]["hits"][0]["highlight"] == {"english": [shown]}


def test_an_index_analyzes_as_its_settings_say() -> None:
    _, answer = asked(cluster(), "POST", "/t/_analyze", {"analyzer": "begun", "text": "Foxes"})
    assert [one["token"] for one in answer["tokens"]] == ["fo", "fox", "foxe", "foxes"]
