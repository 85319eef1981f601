"""`assert_called` and `assert_not_called`: what matches, and the exact words of a failure."""

from __future__ import annotations

from typing import Any
from unittest.mock import ANY

import pytest

from fakeinfer import journal as journal_module
from fakeinfer.testing.assertions import called, not_called
from tests.toy import Toys, refusal


@pytest.fixture
def toys() -> Toys:
    """Four calls, one of them refused, and a request that led nowhere."""
    toys = Toys()
    toys.happened("GET", "/_toy/anna", status=404, answer=refusal("toy_missing_exception", "no toy [anna]"))
    body = {"colour": "red", "parts": {"arm": 2, "a.b": 1}, "names": ["a", {"b": 3}], "api_key": "sk-canary"}
    toys.happened("PUT", "/_toy/doll/an%20na?wait&size=3", body)
    toys.happened("PUT", "/_toy/doll/bert?wait=yes", {"colour": "blue"})
    toys.happened("DELETE", "/_toy/bert?force=true")
    toys.happened("GET", "/_tyo", status=400, answer={"error": "no handler found for uri [/_tyo]"})
    return toys


def find(toys: Toys, pattern: str, times: int | None = None, **fields: Any) -> list[int]:
    return [entry.number for entry in called(toys.contract, toys.journal, pattern, times, fields)]


def failure(toys: Toys, pattern: str, times: int | None = None, **fields: Any) -> str:
    with pytest.raises(AssertionError) as raised:
        called(toys.contract, toys.journal, pattern, times, fields)
    return str(raised.value)


@pytest.mark.parametrize(
    ("pattern", "fields", "found"),
    [
        ("toy.put", {}, [2, 3]),
        ("toy.*", {}, [1, 2, 3, 4]),
        ("toy.get", {}, [1]),
        ("toy.put", {"toy_id": "an na"}, [2]),
        ("toy.*", {"toy_id": "bert"}, [3, 4]),
        ("toy.put", {"wait": True}, [2]),
        ("toy.put", {"wait": "yes"}, [3]),
        ("toy.put", {"size": 3}, [2]),
        ("toy.put", {"size": "3"}, [2]),
        ("toy.put", {"size": None}, [3]),
        ("toy.delete", {"force": True}, [4]),
        ("toy.put", {"colour": "blue", "toy_id": "bert"}, [3]),
        ("toy.put", {"parts": {"arm": 2, "a.b": 1}}, [2]),
        ("toy.put", {"parts.arm": 2}, [2]),
        ("toy.put", {"parts.a.b": 1}, [2]),
        ("toy.put", {"names.0": "a", "names.1.b": 3}, [2]),
        ("toy.put", {"names.7": None, "colour": ANY}, [2, 3]),
        ("toy.put", {"api_key": "sk-canary"}, [2]),
    ],
)
def test_fields_match_what_was_sent(toys: Toys, pattern: str, fields: dict[str, Any], found: list[int]) -> None:
    assert find(toys, pattern, **fields) == found


def test_a_parameter_that_was_not_sent_has_its_default() -> None:
    toys = Toys()
    toys.happened("DELETE", "/_toy/anna")
    assert find(toys, "toy.delete", force=False) == [1]
    assert "force: wanted True, not sent" in failure(toys, "toy.delete", force=True)


def test_times_are_exact(toys: Toys) -> None:
    assert find(toys, "toy.put", 2) == [2, 3]
    assert find(toys, "toy.put", 0, colour="green") == []


def test_a_call_that_differs_is_shown_with_the_fields_that_do(toys: Toys) -> None:
    assert failure(toys, "toy.put", toy_id="anna", colour="red", **{"parts.arm": 3}) == (
        "toy.put was not called with toy_id='anna', colour='red', parts.arm=3.\n"
        "\n"
        "Nearest call of 2:\n"
        "  #2 toy.put: PUT /_toy/doll/an%20na?wait=&size=3 -> 200\n"
        "    toy_id: wanted 'anna', got 'an na'\n"
        "    parts.arm: wanted 3, got 2"
    )


def test_objects_differ_field_by_field(toys: Toys) -> None:
    assert failure(toys, "toy.put", toy_id="an na", parts={"arm": 3, "leg": 2}) == (
        "toy.put was not called with toy_id='an na', parts={'arm': 3, 'leg': 2}.\n"
        "\n"
        "Nearest call of 2:\n"
        "  #2 toy.put: PUT /_toy/doll/an%20na?wait=&size=3 -> 200\n"
        "    parts.arm: wanted 3, got 2\n"
        "    parts.leg: wanted 2, not sent\n"
        "    parts.a.b: wanted nothing, got 1"
    )


def test_a_misspelled_field_is_recognized(toys: Toys) -> None:
    assert failure(toys, "toy.delete", toi_id="bert", force=True) == (
        "toy.delete was not called with toi_id='bert', force=True.\n"
        "\n"
        "Nearest call:\n"
        "  #4 toy.delete: DELETE /_toy/bert?force=true -> 200\n"
        "    toi_id: wanted 'bert', not sent; did you mean 'toy_id'?"
    )


def test_secrets_do_not_show_and_their_difference_does(toys: Toys) -> None:
    assert failure(toys, "toy.put", colour="red", api_key="sk-other-canary") == (
        "toy.put was not called with colour='red', api_key=***.\n"
        "\n"
        "Nearest call of 2:\n"
        "  #2 toy.put: PUT /_toy/doll/an%20na?wait=&size=3 -> 200\n"
        "    api_key: wanted ***, got ***"
    )


def test_too_few_calls_are_shown_with_the_nearest_other(toys: Toys) -> None:
    assert failure(toys, "toy.put", 2, colour="red") == (
        "toy.put was called once with colour='red', wanted 2:\n"
        "  #2 toy.put: PUT /_toy/doll/an%20na?wait=&size=3 -> 200\n"
        "\n"
        "Nearest call:\n"
        "  #3 toy.put: PUT /_toy/doll/bert?wait=yes -> 200\n"
        "    colour: wanted 'red', got 'blue'"
    )


def test_too_many_calls_are_shown(toys: Toys) -> None:
    assert failure(toys, "toy.put", 1) == (
        "toy.put was called 2 times, wanted 1:\n"
        "  #2 toy.put: PUT /_toy/doll/an%20na?wait=&size=3 -> 200\n"
        "  #3 toy.put: PUT /_toy/doll/bert?wait=yes -> 200"
    )


def test_what_was_called_instead_is_shown() -> None:
    toys = Toys()
    toys.happened("GET", "/_toy/anna", status=404, answer=refusal("toy_missing_exception", "no toy [anna]"))
    toys.happened("GET", "/_tyo", status=400, answer={"error": "no handler found for uri [/_tyo]"})
    toys.happened("DELETE", "/_toy/b", status=0)
    assert failure(toys, "toy.put", toy_id="anna") == (
        "toy.put was not called with toy_id='anna'.\n"
        "\n"
        "Called instead:\n"
        "  #1 toy.get: GET /_toy/anna -> 404 [toy_missing_exception] no toy [anna]\n"
        "  #2 (no operation): GET /_tyo -> 400 no handler found for uri [/_tyo]\n"
        "  #3 toy.delete: DELETE /_toy/b -> closed without an answer"
    )


def test_an_empty_journal_says_so() -> None:
    assert failure(Toys(), "toy.put") == "toy.put was not called.\n\nNothing was called at all."


def test_an_operation_that_does_not_exist_is_recognized(toys: Toys) -> None:
    unknown = "toys 1.0.0 has no operation 'toy.putt'. Did you mean 'toy.put' or 'toy.get'?"
    assert failure(toys, "toy.putt") == unknown
    with pytest.raises(AssertionError) as raised:
        not_called(toys.contract, toys.journal, "toy.putt", {})
    assert str(raised.value) == unknown


def test_an_operation_of_another_version_is_recognized(toys: Toys) -> None:
    assert failure(toys, "toy.mend") == "toys 1.0.0 has no operation 'toy.mend': toy.mend exists since 2.0."


def test_a_call_that_should_not_have_been_is_shown(toys: Toys) -> None:
    not_called(toys.contract, toys.journal, "toy.put", {"toy_id": "carl"})
    with pytest.raises(AssertionError) as raised:
        not_called(toys.contract, toys.journal, "toy.*", {"toy_id": "bert"})
    assert str(raised.value) == (
        "toy.* was called 2 times with toy_id='bert', and should not have been:\n"
        "  #3 toy.put: PUT /_toy/doll/bert?wait=yes -> 200\n"
        "  #4 toy.delete: DELETE /_toy/bert?force=true -> 200"
    )


def test_messages_are_bounded(toys: Toys) -> None:
    for number in range(500):
        toys.happened("PUT", f"/_toy/doll/{number}?x={'y' * 5000}", {"colour": "z" * 5000, "all": [number] * 5000})
    wanted = {"colour": "c" * 5000, "all": [1] * 5000}
    assert len(failure(toys, "toy.put", **wanted)) < 2000
    assert len(failure(toys, "toy.put", 3)) < 3000
    assert "  ... and 492 more" in failure(toys, "toy.put", 3)
    assert len(failure(toys, "toy.delete", toy_id="x")) < 2000


def test_calls_are_not_listed_without_end() -> None:
    toys = Toys()
    for number in range(30):
        toys.happened("GET", f"/_toy/{number}")
    listed = failure(toys, "toy.put").splitlines()
    assert listed[2:5] == ["Called instead:", "  ... 20 calls before", "  #21 toy.get: GET /_toy/20 -> 200"]


def test_what_is_forgotten_is_mentioned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_module, "KEEP", 1)
    toys = Toys()
    toys.happened("PUT", "/_toy/doll/a")
    toys.happened("GET", "/_toy/a")
    assert failure(toys, "toy.put").endswith("\n\n(1 older exchange is forgotten.)")
