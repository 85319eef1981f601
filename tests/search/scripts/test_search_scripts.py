"""Scripts of searches: fields, queries, sorting, on both products."""

from __future__ import annotations

import pytest

from tests.search.asking import asked, holding, ids, reason, searched

DOCUMENTS = [{"n": 1, "k": "b"}, {"n": 3, "k": ["a", "c"]}, {"n": 2}]
LINES = [("opensearch", "2.19"), ("elasticsearch", "9.1")]


@pytest.mark.parametrize(("product", "line"), LINES)
def test_fields_are_made_of_each_hit_and_take_the_place_of_its_source(product: str, line: str) -> None:
    script = {"source": "doc['n'].value * params.by", "params": {"by": 2}}
    hits = searched(holding(DOCUMENTS, product, line), script_fields={"twice": {"script": script}})["hits"]["hits"]
    assert [hit["fields"] for hit in hits] == [{"twice": [2]}, {"twice": [6]}, {"twice": [4]}]
    assert not any("_source" in hit for hit in hits)


def test_a_field_may_look_at_the_source() -> None:
    (hit,) = searched(holding([{"u": "x"}]), script_fields={"u": {"script": "params._source.u + '!'"}})["hits"]["hits"]
    assert hit["fields"] == {"u": ["x!"]}


@pytest.mark.parametrize(("product", "line"), LINES)
def test_a_script_decides_what_is_found(product: str, line: str) -> None:
    assert ids(holding(DOCUMENTS, product, line), {"script": {"script": "doc['n'].value > 1"}}) == ["1", "2"]


def test_a_script_sorts() -> None:
    key = {"_script": {"type": "number", "script": "-doc['n'].value"}}
    assert ids(holding(DOCUMENTS), sort=key) == ["1", "2", "0"]


def test_a_script_sorts_by_texts_in_pages() -> None:
    key = [{"_script": {"type": "string", "script": "doc['k'].size() == 0 ? 'z' : doc['k'].value"}}]
    assert ids(holding(DOCUMENTS), sort=key) == ["1", "0", "2"]
    assert ids(holding(DOCUMENTS), sort=key, search_after=["b"]) == ["2"]


def test_a_stored_script_runs() -> None:
    cluster = holding(DOCUMENTS)
    asked(cluster, "PUT", "/_scripts/big", {"script": {"lang": "painless", "source": "doc['n'].value > params.than"}})
    assert ids(cluster, {"script": {"script": {"id": "big", "params": {"than": 2}}}}) == ["1"]


def test_a_script_that_fails_for_a_document_fails_the_search() -> None:
    assert reason(holding([{"k": "a"}]), {"script": {"script": "doc['n'].value > 1"}}) == "runtime error"


def test_as_many_terms_as_a_document_says() -> None:
    cluster = holding([{"k": ["a", "b"], "n": 2}, {"k": ["a"], "n": 2}, {"k": ["a"], "n": 1}, {"k": "a"}])
    assert ids(cluster, {"terms_set": {"k": {"terms": ["a", "b"], "minimum_should_match_field": "n"}}}) == ["0", "2"]


def test_random_scores_stay_the_same_for_a_seed_and_differ_for_another() -> None:
    def order(seed: int) -> list[str]:
        many = holding([{"n": number} for number in range(30)])
        return ids(many, {"function_score": {"random_score": {"seed": seed, "field": "n"}}})

    assert order(1) == order(1)
    assert order(1) != order(2)
