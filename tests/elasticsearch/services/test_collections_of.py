"""Maps, translations and pairs: what is kept, and what of a wrong entry is said."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.elasticsearch.services.collections_of import Check, pairs, values, words
from fakeinfer.errors import ApiError

TEXTS = values("headers", ("String",), hidden=False)[0]
HIDDEN = values("secret_parameters", ("String",), hidden=True)[0]
SIMPLE = values("parameters", ("String", "Integer", "Double", "Float", "Boolean"), hidden=False)[0]
WORDS = words("translation", ("ingest", "search"))[0]
PAIRS = pairs("query_parameters", "service_settings")[0]


@pytest.mark.parametrize(
    ("check", "value", "kept"),
    [
        (TEXTS, {"a": "b", "none": None}, {"a": "b"}),
        (TEXTS, {"none": None}, None),
        (TEXTS, {}, None),
        (SIMPLE, {"a": 1, "b": 1.5, "c": True, "d": "x"}, {"a": 1, "b": 1.5, "c": True, "d": "x"}),
        (WORDS, {}, {}),
        (WORDS, {" SEARCH ": "q", "ingest": "d"}, {"ingest": "d", "search": "q"}),
        (PAIRS, [["a", "b"]], [["a", "b"]]),
        (PAIRS, [], None),
    ],
)
def test_what_is_kept(check: Check, value: Any, kept: Any) -> None:
    found: list[str] = []
    assert check(value, found) == kept
    assert found == []


def test_translations_have_the_order_of_the_words() -> None:
    assert list(WORDS({"search": "q", "ingest": "d"}, [])) == ["ingest", "search"]


@pytest.mark.parametrize(("check", "wanted"), [(TEXTS, "Map"), (WORDS, "Map"), (PAIRS, "List")])
def test_another_kind_is_one_problem_among_others(check: Check, wanted: str) -> None:
    found = ["first"]
    assert check("x", found) is None
    assert len(found) == 2
    assert found[1].endswith(f"The value [x] cannot be converted to a [{wanted}]")


@pytest.mark.parametrize(
    ("check", "value", "problem"),
    [
        (TEXTS, {"a": 1}, "[a => 1]. Value type of [1] is not one of [String]."),
        (
            SIMPLE,
            {"a": 2**31},
            "[a => 2147483648]. Value type of [2147483648] is not one of [Boolean, Double, Float, Int",
        ),
        (WORDS, {"ingest": None}, "not null and not empty, received: [null], type: [null]."),
        (WORDS, {"other": "x"}, "for key: [other], is not a valid value. Must be one of [ingest, search]"),
        (
            PAIRS,
            [["a", "b"], ["a", 1.5]],
            "list entry [1] for setting [query_parameters], the second element must be a str",
        ),
        (PAIRS, [{}], "expected a list but the entry is [HashMap]"),
    ],
)
def test_the_first_wrong_entry_is_answered_after_what_was_found_before(check: Check, value: Any, problem: str) -> None:
    with pytest.raises(ApiError) as refused:
        check(value, ["before"])
    assert refused.value.type == "validation_exception"
    assert refused.value.reason.startswith("Validation Failed: 1: before;2: ")
    assert problem in refused.value.reason


def test_a_hidden_entry_is_not_quoted() -> None:
    with pytest.raises(ApiError) as refused:
        HIDDEN({"name": 12345}, [])
    assert "name" not in refused.value.reason.replace("secret_parameters", "")
    assert "12345" not in refused.value.reason
