"""The page of services: which fixtures take and which refuse a setting."""

from __future__ import annotations

from typing import Any

from fakeinfer.coverage.services import Row, fill, page, rows, sent
from fakeinfer.fixtures import Fixture


def fixture(
    case: str, status: int, body: Any, reason: str = "", given: tuple[Any, ...] = (), path: str = "e"
) -> Fixture:
    document = {
        "since": "9.2",
        "given": given,
        "request": {"method": "PUT", "path": f"/_inference/text_embedding/{path}", "body": body},
        "response": {"status": status, "body": {"error": {"reason": reason}} if reason else {}},
    }
    return Fixture("elasticsearch", "inference.put", case, document)


def openai(**settings: Any) -> dict[str, Any]:
    return {"service": "openai", "service_settings": {"api_key": "k", "model_id": "m", **settings}}


def filled(*fixtures: Fixture) -> dict[str, Row]:
    found = rows()
    fill(found, fixtures)
    return {row.setting: row for row in found if row.service == "openai" and "text_embedding" in row.tasks}


def test_a_row_tells_the_setting_as_it_last_was() -> None:
    found = filled()
    assert found["similarity"].kind == "string"
    assert found["similarity"].limits == "cosine | dot_product | l2_norm"
    assert found["rate_limit"].versions == "8.15"
    assert found["rate_limit.requests_per_minute"].limits == "at least 1"
    assert found["task_settings.headers"].kind == "object"


def test_versions_in_words() -> None:
    spans = {(row.service, row.setting): row.versions for row in rows() if "sparse_embedding" in row.tasks}
    assert spans["elser", "num_threads"] == "8.11 to 8.15 only"


def test_what_a_good_body_holds_is_taken() -> None:
    found = filled(fixture("good", 200, openai(rate_limit={"requests_per_minute": 1}, organization_id=None)))
    shown = {name for name, row in found.items() if row.taken == {"inference.put/good"}}
    assert shown == {"api_key", "model_id", "rate_limit", "rate_limit.requests_per_minute"}


def test_what_steps_before_create_is_taken_too_and_an_update_belongs_to_it() -> None:
    step = {"request": {"method": "PUT", "path": "/_inference/text_embedding/e", "body": openai(url="http://a")}}
    update = fixture("update", 200, {"service_settings": {"max_input_tokens": 3}}, given=(step,), path="e/_update")
    found = filled(update)
    assert found["url"].taken
    assert found["max_input_tokens"].taken


def test_what_a_refusal_names_is_refused_and_what_is_around_it() -> None:
    reason = "Validation Failed: 1: [rate_limit] Invalid value [0]. [requests_per_minute] must be a positive long;"
    found = filled(fixture("bad", 400, openai(rate_limit={"requests_per_minute": 0}), reason))
    assert {name for name, row in found.items() if row.refused} == {"rate_limit", "rate_limit.requests_per_minute"}
    assert not any(row.taken for row in found.values())


def test_another_service_and_other_requests_show_nothing() -> None:
    other = fixture("other", 400, {"service": "cohere", "service_settings": {}}, "[api_key] is missing")
    performed = fixture("perform", 400, {"input": "[api_key]"}, "[api_key]")
    assert not any(row.refused or row.taken for row in filled(other, performed).values())


def test_a_setting_that_nothing_shows_needs_a_reason_and_reasons_are_needed() -> None:
    good = fixture("good", 200, openai())
    text, problems = page([good], {"openai url": "nobody asks", "openai no_such": "gone"})
    assert "| nobody asks |" in text
    assert "no fixture shows openai organization_id taken" in problems
    assert not any(problem.startswith("no fixture shows openai url ") for problem in problems)
    assert "openai no_such needs no reason: it is shown, or gone" in problems


def test_the_names_of_what_a_body_holds() -> None:
    body = {"service_settings": {"a": {"b": 1}, "c": None}, "task_settings": {"d": []}, "x": 1}
    assert list(sent(body)) == ["a", "a.b", "task_settings.d"]
