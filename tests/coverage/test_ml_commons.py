"""The page of ML Commons: what fixtures show is seen from outside."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.coverage import ml_commons as module
from fakeinfer.coverage.ml_commons import as_cell, in_words, observed, page, routes, settings
from fakeinfer.fixtures import Fixture
from tests.opensearch.asking import KEY, ML, connector_body

CREATE = {"request": {"method": "POST", "path": f"{ML}/connectors/_create", "body": connector_body()}}
REGISTER = {
    "request": {
        "method": "POST",
        "path": f"{ML}/models/_register",
        "body": {"name": "m", "function_name": "remote", "connector_id": "${c}"},
    },
    "save": {"m": "model_id"},
}


def fixture(request: dict[str, Any], *given: dict[str, Any], **more: Any) -> Fixture:
    document = {"given": list(given), "request": request, "response": {"status": 200}, "since": "2.19", **more}
    return Fixture("opensearch", "ml.x", "case", document)


def deploying(**more: Any) -> Fixture:
    create = {**CREATE, "save": {"c": "connector_id"}}
    return fixture({"method": "POST", "path": f"{ML}/models/${{m}}/_deploy"}, create, REGISTER, **more)


def test_routes_and_moves_are_seen() -> None:
    seen = observed([deploying()])
    assert seen.routes["POST /_plugins/_ml/models/{model_id}/_deploy"] == {"ml.x/case"}
    assert seen.moves["model", None, "REGISTERED"] == {"ml.x/case"}
    assert seen.moves["model", "DEPLOYING", "DEPLOYED"] == {"ml.x/case"}
    assert seen.heard == {}


def test_a_setting_is_heard_where_the_code_asks_for_what_a_fixture_gave() -> None:
    given = {f"{KEY}remote_inference.enabled": False, f"{KEY}sync_up_job_interval_in_seconds": 3}
    seen = observed([deploying(options={"settings": given})])
    assert set(seen.given) == set(given)
    assert set(seen.heard) == {f"{KEY}remote_inference.enabled"}


def test_what_was_watched_is_as_it_was() -> None:
    before = (module.Setting.read, module.documents.write)
    observed([deploying()])
    assert (module.Setting.read, module.documents.write) == before


def test_what_nobody_shows_needs_a_reason_and_nothing_else_does() -> None:
    shown = "POST /_plugins/_ml/connectors/_create"
    _, problems = page([fixture(CREATE["request"])], {"model: *": "why", shown: "no reason", "task: *": "why"})
    assert f"{shown} needs no reason: it is shown, or gone" in problems
    assert "no fixture shows GET /_plugins/_ml/tools" in problems
    assert f"no fixture shows {KEY}safe_delete_model" in problems
    assert not any("model: " in problem for problem in problems)


def test_a_move_that_is_not_declared_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TRANSITIONS", {"model": (), "task": ()})
    assert "model: none to REGISTERED is no declared move" in page([deploying()], {})[1]


def test_routes_and_settings_are_those_of_all_versions() -> None:
    assert routes()["PUT /_plugins/_ml/connectors/{connector_id}"] == "ml.update_connector"
    assert settings()[f"{KEY}update_connector.enabled"][1] == "2.11 only"
    assert settings()[f"{KEY}safe_delete_model"][1] == "2.19"


@pytest.mark.parametrize(
    ("having", "words"), [(["1", "2", "3"], "all"), (["2", "3"], "2"), (["1", "2"], "1 to 2"), (["2"], "2 only")]
)
def test_versions_in_words(having: list[str], words: str) -> None:
    assert in_words(having, ["1", "2", "3"]) == words


def test_defaults_fit_into_a_cell() -> None:
    assert as_cell("") == "empty"
    assert as_cell(["a", "b|c"]) == "`a, b\\|c`"
    assert as_cell("x" * 100) == f"`{'x' * 60}..`"
