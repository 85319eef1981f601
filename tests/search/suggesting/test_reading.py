"""Suggestions: words, phrases and completions, over one index and several."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from tests.search.asking import asked, reason, searched

FIELDS = {"t": {"type": "text"}, "done": {"type": "completion"}}
TEXTS = ["nobel prize", "noble winner", "the nobel prize in physics"]


def holding(product: str = "opensearch", line: str = "2.19", indices: tuple[str, ...] = ("s",)) -> Cluster:
    cluster = Cluster(product, line)
    for index in indices:
        assert asked(cluster, "PUT", f"/{index}", {"mappings": {"properties": FIELDS}})[0] == 200
        for number, text in enumerate(TEXTS):
            document = {"t": text, "done": {"input": text, "weight": number}}
            assert asked(cluster, "PUT", f"/{index}/_doc/{number}", document)[0] == 201
    return cluster


def suggested(cluster: Cluster, suggestion: dict[str, Any], target: str = "/s/_search") -> list[dict[str, Any]]:
    answer = searched(cluster, target=target, suggest={"it": suggestion})
    assert answer["hits"]["total"]["value"] == 0
    found: list[dict[str, Any]] = answer["suggest"]["it"]
    return found


@pytest.mark.parametrize(("product", "line"), [("opensearch", "2.19"), ("elasticsearch", "9.1")])
def test_words_that_are_near(product: str, line: str) -> None:
    (entry,) = suggested(holding(product, line), {"text": "nobl", "term": {"field": "t"}})
    assert [(one["text"], one["freq"]) for one in entry["options"]] == [("nobel", 2), ("noble", 1)]


def test_several_indices_count_together() -> None:
    cluster = holding(indices=("s", "r"))
    (entry,) = suggested(cluster, {"text": "nobl", "term": {"field": "t", "size": 1}}, "/s,r/_search")
    assert [(one["text"], one["freq"]) for one in entry["options"]] == [("nobel", 4)]
    (entry,) = suggested(cluster, {"prefix": "nob", "completion": {"field": "done"}}, "/s,r/_search")
    assert {(one["text"], one["_index"]) for one in entry["options"][:2]} == {
        ("noble winner", "r"),
        ("noble winner", "s"),
    }


def test_a_word_that_is_there_is_left_alone_unless_all_are_wanted() -> None:
    (entry,) = suggested(holding(), {"text": "nobel", "term": {"field": "t"}})
    assert entry["options"] == []
    (entry,) = suggested(
        holding(), {"text": "nobel", "term": {"field": "t", "suggest_mode": "always", "max_term_freq": 9}}
    )
    assert [one["text"] for one in entry["options"]] == ["noble"]


def test_phrases_are_put_right_as_a_whole() -> None:
    (entry,) = suggested(holding(), {"text": "nobel prixe", "phrase": {"field": "t"}})
    assert entry["options"][0]["text"] == "nobel prize"


def test_completions_show_documents_by_weight() -> None:
    (entry,) = suggested(holding(), {"prefix": "NOB", "completion": {"field": "done"}})
    assert [(one["text"], one["_score"]) for one in entry["options"]] == [("noble winner", 1.0), ("nobel prize", 0.0)]


def test_what_is_not_imitated_says_so() -> None:
    options = {"field": "t", "gram_size": 2}
    status, _ = asked(holding(), "POST", "/s/_search", {"suggest": {"it": {"text": "a", "phrase": options}}})
    assert status == 501


def test_nothing_is_suggested_by_what_is_not_there() -> None:
    cluster = holding()
    assert reason(cluster, suggest={"it": {"text": "a", "term": {"field": "u"}}}) == "no mapping found for field [u]"
    assert reason(cluster, suggest={"it": {"term": {"field": "t"}}}) == "The required text option is missing"
