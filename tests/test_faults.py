"""Faults: what can be declared, how it is counted, and that nothing of it gives a secret away."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeinfer.faults import LONGEST, Fault, Faults, Upstream


@pytest.mark.parametrize(
    ("what", "complaint"),
    [
        ({}, "say what goes wrong: status=, error=, upstream=, drop= or a delay"),
        ({"status": 429, "drop": "eof"}, "drop and status or error do not go together: declare a fault for each"),
        ({"drop": "eof", "delay": 1}, "drop and delay do not go together: declare a fault for each"),
        ({"status": "429"}, "status is a number, not '429'"),
        ({"status": True}, "status is a number, not True"),
        ({"error": ["x"]}, 'error is a name, or {"type": "..", "reason": ".."}'),
        ({"drop": "explode"}, "drop is one of reset, eof, truncate, garbage, stall, not 'explode'"),
        ({"drop": ["eof"]}, "drop is one of reset, eof, truncate, garbage, stall, not ['eof']"),
        ({"drop": "eof", "when": "later"}, 'when is "before" or "after" the operation runs, not \'later\''),
        ({"drop": "garbage", "when": "after"}, 'when="after" goes with drop=reset, eof, stall'),
        ({"status": 429, "when": "after"}, 'when="after" goes with drop=reset, eof, stall'),
        ({"status": 429, "times": 0}, "times is a number from 1, or None for always, not 0"),
        ({"status": 429, "times": 1.5}, "times is a number from 1, or None for always, not 1.5"),
        ({"status": 429, "after": -1}, "after is the number of calls that pass first, not -1"),
        ({"delay": -1}, f"a delay is a number of seconds up to {LONGEST}, not -1"),
        ({"delay": "1s"}, f"a delay is a number of seconds up to {LONGEST}, not '1s'"),
        ({"delay": float("nan")}, f"a delay is a number of seconds up to {LONGEST}, not nan"),
        ({"delay": 10**400}, f"a delay is a number of seconds up to {LONGEST}, not 1{'0' * 400}"),
    ],
)
def test_what_makes_no_sense_is_refused_at_once(what: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the words are compared
        Fault("bulk", **what)
    assert str(refused.value) == complaint


@pytest.mark.parametrize(
    "value", [400, 429, 599, "malformed", "timeout", {"status": 503, "message": "no", "headers": {}}]
)
def test_a_provider_can_answer_a_status_or_nonsense_or_nothing_in_time(value: Any) -> None:
    assert Upstream.read(value).status == (value["status"] if isinstance(value, dict) else value)
    assert Upstream.read(Upstream.read(value)) == Upstream.read(value)


@pytest.mark.parametrize(
    ("value", "complaint"),
    [
        (200, "upstream is a status from 400 to 599 or one of 'malformed', 'timeout', not 200"),
        ("slow", "upstream is a status from 400 to 599 or one of 'malformed', 'timeout', not 'slow'"),
        ([429], "upstream is a status from 400 to 599 or one of 'malformed', 'timeout', not [429]"),
        ({"message": "no"}, "upstream needs a status"),
        ({"status": 429, "text": "no"}, "upstream has status, message, headers, after_chunks; not text"),
        ({"status": 429, "message": 1}, "the message of upstream is a text"),
        ({"status": 429, "headers": {"retry-after": 1}}, "the headers of upstream are texts by name"),
        ({"status": 429, "after_chunks": -1}, "after_chunks of upstream is a number of pieces"),
    ],
)
def test_a_provider_cannot_do_anything_else(value: Any, complaint: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the words are compared
        Upstream.read(value)
    assert str(refused.value) == complaint


def test_the_first_calls_pass_and_then_so_many_fail() -> None:
    declared = Faults().declare(Fault("bulk", status=429, after=1, times=2))
    assert [declared.strikes() for _ in range(5)] == [False, True, True, False, False]
    assert (declared.hits, declared.passed, declared.spent, declared.tally) == (2, 1, True, "2 of 2")


def test_without_a_number_it_goes_on_for_ever() -> None:
    declared = Faults().declare(Fault("bulk", status=429))
    assert all(declared.strikes() for _ in range(100))
    assert (declared.spent, declared.tally) == (False, "100")


def test_what_a_provider_does_is_asked_for_and_counted() -> None:
    faults = Faults()
    faults.declare(Fault("inference.*", status=500))
    first = Fault("inference.rerank", {"service": "cohere"}, upstream=Upstream(429), times=1)
    then = Fault("inference.*", upstream=Upstream("timeout"))
    faults.declare(first)
    faults.declare(then)
    cohere, other = {"service": "cohere", "inference_id": "a"}, {"service": "openai", "inference_id": "b"}
    assert faults.upstream("inference.rerank", other) is then
    assert faults.upstream(("inference.inference", "inference.rerank"), cohere) is first
    assert faults.upstream("inference.rerank", cohere) is then
    assert faults.upstream("bulk", cohere) is None
    assert faults.told() == [
        "upstream timeout for inference.* (1)",
        "upstream 429 for inference.rerank service='cohere' (1 of 1)",
        "upstream timeout for inference.* (2)",
    ]
    assert faults.told() == []


def test_a_field_that_the_provider_is_not_told_by_never_fits() -> None:
    faults = Faults()
    faults.declare(Fault("inference.*", {"colour": None}, upstream=Upstream(429)))
    assert faults.upstream("inference.rerank", {"service": "cohere"}) is None


def test_one_is_taken_back_by_its_handle_or_at_the_end_of_a_block() -> None:
    faults = Faults()
    one = faults.declare(Fault("bulk", status=429))
    with faults.declare(Fault("search", status=503)) as two:
        assert list(faults) == [one, two]
        assert (faults[0], faults[:1], len(faults)) == (one, [one], 2)
    assert list(faults) == [one]
    one.remove()
    one.remove()
    assert not faults


def test_clearing_takes_all_back_and_counts_anew() -> None:
    faults = Faults()
    faults.declare(Fault("bulk", status=429))
    faults.clear()
    assert not faults
    assert faults.declare(Fault("bulk", status=429)).number == 1


def test_it_says_what_goes_wrong() -> None:
    faults = Faults()
    faults.declare(Fault("bulk", {"index": "docs"}, status=429, times=2, after=3)).strikes()
    faults.declare(Fault("search", error="circuit_breaking"))
    faults.declare(Fault("search", status=418, error={"type": "teapot_exception", "reason": "short and stout"}))
    faults.declare(Fault("search", drop="eof", when="after"))
    faults.declare(Fault("search", delay=2.5)).strikes()
    assert repr(faults).splitlines() == [
        "<Faults: 5>",
        "  <fault 1: status 429 for bulk index='docs', the first 3 pass, struck 0 of 2>",
        "  <fault 2: circuit_breaking for search, struck 0>",
        "  <fault 3: status 418 teapot_exception for search, struck 0>",
        "  <fault 4: eof after it ran for search, struck 0>",
        "  <fault 5: a delay of 2.5 s for search, struck 1>",
    ]
    assert repr(faults[1].fault) == "<Fault circuit_breaking for search>"
    assert faults[0].shown == {
        "number": 1,
        "about": "status 429 for bulk index='docs'",
        "hits": 0,
        "times": 2,
    }


@given(
    st.sampled_from(["api_key", "service_settings.api_key", "Authorization", "credential.secret_key", "pin"]),
    st.text("abcdefghijklmnop", min_size=8, max_size=20).map(lambda text: f"zz{text}"),
)
def test_the_value_of_a_secret_field_is_nowhere(name: str, secret: str) -> None:
    faults = Faults()
    for fields in (
        {name: secret},
        {"service_settings": {"api_key": secret}},
        {"api_key": secret, "note": f"is {secret}"},
    ):
        names = frozenset({"pin"})
        declared = faults.declare(Fault("inference.put", fields, upstream=Upstream(401), secret_names=names))
        for text in (repr(declared), repr(declared.fault), declared.told, str(declared.shown), repr(faults)):
            assert secret not in text


def test_what_stalls_is_let_go_when_its_fault_is_taken_back_or_all_are_released() -> None:
    faults, called = Faults(), []
    one, two = faults.declare(Fault("bulk", drop="stall")), faults.declare(Fault("search", drop="stall"))
    one.gate.when_open(lambda: called.append(1))
    two.gate.when_open(lambda: called.append(2))
    one.remove()
    assert called == [1]
    faults.release()
    assert called == [1, 2]
    two.gate.when_open(lambda: called.append(3))
    assert called == [1, 2]  # released once; what stalls from now on stalls
