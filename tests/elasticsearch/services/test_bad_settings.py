"""Every setting of every service, at every version where its file says something new, with values it does not take.

What a setting takes comes from the service files. Whatever comes instead is refused by name, changes nothing and is no bug of
ours; and a secret shows nowhere.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.contract import contract_for, product_named
from fakeinfer.coverage.services import asked_for, names_setting
from fakeinfer.elasticsearch.facets import services_by_name
from fakeinfer.elasticsearch.services import service as module
from fakeinfer.elasticsearch.services.body_schema import validator
from fakeinfer.elasticsearch.services.plans import narrowed, plan_for
from fakeinfer.elasticsearch.services.service import OBJECTS, Service, secrets_of
from fakeinfer.fixtures import read_all
from fakeinfer.wire import Json, Request

FOLDER = Path(__file__).parents[3] / "fixtures"
SHARED = json.loads((Path(module.__file__).parent / "shared.json").read_text("utf-8"))
LINES = list(product_named("elasticsearch").releases)
NEWEST = product_named("elasticsearch").lines[-1]
UPDATE_LINES = ("8.17", "9.5", "9.6")
ODD: tuple[Any, ...] = (
    True, 0, -1, 2**31, 10**40, 0.5, 1.0, "", "odd", "^ {", "\ud800", "x" * 3000, [], ["odd"], {}, {"odd": 1}, {"odd": {"odder": []}},
)  # fmt: skip


@dataclass(frozen=True)
class Good:
    """A body that creates an endpoint, and what the cluster needs for it."""

    body: Mapping[str, Any]
    options: Mapping[str, Any]


@lru_cache(maxsize=1)
def good_bodies() -> dict[tuple[str, str], list[Good]]:
    """The bodies of fixtures that create an endpoint, by service and task type."""
    found: dict[tuple[str, str], list[Good]] = {}
    for fixture in read_all(FOLDER, "elasticsearch"):
        if fixture.operation == "inference.put" and fixture.document["response"]["status"] == 200:
            asked = asked_for(fixture.document["request"], fixture)
            if asked and asked[0] and asked[1]:
                one = Good(asked[2], fixture.document.get("options", {}))
                found.setdefault((asked[0], asked[1]), []).append(one)
    return found


def edges_in(document: Any) -> Iterator[str]:
    """Every version that a file names."""
    if isinstance(document, dict):
        for key, value in document.items():
            if key == "$ref":
                yield from edges_in(SHARED[value])
            elif key in ("since", "until") and isinstance(value, str):
                yield value
            elif key in ("task_types", "streams"):
                yield from value.values()
            elif key in ("before", "print_before"):
                yield from value
                yield from edges_in(list(value.values()))
            else:
                yield from edges_in(value)
    elif isinstance(document, list):
        for value in document:
            yield from edges_in(value)


def lines_of(document: Mapping[str, Any]) -> list[str]:
    """The lines at which something of the file begins, and the newest that is out."""
    releases = {part for edge in edges_in(document) for part in edge.split("/")}
    return [line for line in LINES if line in releases or line == NEWEST]


def cases() -> list[Any]:
    found = []
    for name, service in services_by_name(contract_for("elasticsearch", LINES[-1])).items():
        for line in lines_of(service.document):
            there = services_by_name(contract_for("elasticsearch", line)).get(name)
            for task_type in there.task_types if there else ():
                found.append(pytest.param(line, name, task_type, id=f"{line}-{name}-{task_type}"))
    return found


def create(cluster: Cluster, task_type: str, body: Any) -> tuple[int, str]:
    data = json.dumps(body).encode()
    headers = {"Content-Type": "application/json"}
    response = cluster.handle(Request.build("PUT", f"/_inference/{task_type}/endpoint", headers, data))
    assert not cluster.bugs, (body, cluster.bugs[0])
    return response.status, response.content.decode()


def usable(line: str, service: str, task_type: str) -> tuple[Cluster, Good] | None:
    """The smallest good body of this version, with a cluster that takes it."""
    for good in sorted(good_bodies().get((service, task_type), ()), key=lambda good: len(str(good.body))):
        cluster = Cluster("elasticsearch", line, **good.options)
        beginning = cluster.snapshot()
        if create(cluster, task_type, good.body)[0] == 200:
            cluster.restore(beginning)
            return cluster, good
    return None


def entries(cluster: Cluster, service: Service, task_type: str) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Place on the wire, name and entry of each setting; of several kinds of model, as the first that has it."""
    for scope in OBJECTS:
        for name, written in service.document.get(scope, {}).items():
            for variant in service.document.get("variants", (None,)):
                entry = narrowed(written, cluster.contract.version, task_type, variant)
                if entry is not None:
                    yield "service_settings" if scope == "secret_settings" else scope, name, entry
                    break


def with_setting(body: Mapping[str, Any], place: str, name: str, value: Json) -> dict[str, Any]:
    changed = copy.deepcopy(dict(body))
    changed[place] = {**(changed.get(place) or {}), name: value}
    return changed


def candidates(entry: Mapping[str, Any]) -> Iterator[Json]:
    """Odd values, and those just outside of the range."""
    yield from ODD
    for limit, step in (("minimum", -1), ("maximum", 1)):
        if limit in entry:
            yield entry[limit] + step
            yield entry[limit] + step * 1.5
    for name, inner in entry.get("properties", {}).items():
        for value in candidates(inner):
            yield {name: value}


def taker(cluster: Cluster, service: Service, task_type: str, name: str, entry: Mapping[str, Any]) -> Any:
    """Whether the setting's own schema takes a value; of settings of several kinds of model, of the first kind."""
    if entry.get("type_error") == "ignored":
        return lambda value: True
    plan = plan_for(cluster.contract, service, task_type)
    known = {setting.name: setting.schema for scope in OBJECTS for setting in plan.objects[scope]}
    schema = known.get(name, True)
    return validator(schema if isinstance(schema, dict) else {} if schema else {"not": {}}).is_valid


@pytest.mark.parametrize(("line", "name", "task_type"), cases())
def test_what_a_setting_does_not_take_is_refused_by_name_and_changes_nothing(
    line: str, name: str, task_type: str
) -> None:
    found = usable(line, name, task_type)
    if found is None:
        assert line != NEWEST, "every task type of the newest release has a fixture that creates it"
        return
    cluster, good = found
    service = services_by_name(cluster.contract)[name]
    beginning = cluster.snapshot()
    for place, setting, entry in entries(cluster, service, task_type):
        is_taken = taker(cluster, service, task_type, setting, entry)
        for value in candidates(entry):
            status, answer = create(cluster, task_type, with_setting(good.body, place, setting, value))
            shown = (place, setting, value, status, answer[:400])
            if status < 300:
                cluster.restore(beginning)
                decided = (
                    "variants" in service.document or "fixed" in entry or place in service.document.get("ignores", ())
                )
                assert decided or is_taken(value), shown
                continue
            assert status in (400, 404, 405) or (status == 500 and "class_cast_exception" in answer), shown
            assert not cluster.state.store["inference_endpoints"], shown
            if status == 400 and not is_taken(value) and not names_others_first(service):
                refused = entry.get("forbidden")
                named = any(names_setting(answer, name) for name in (setting, *keys_in(value)))
                assert named or (isinstance(refused, str) and refused in answer), shown


UPDATING = [(line, *service.values[1:]) for service in cases() for line in [service.values[0]] if line in UPDATE_LINES]


@pytest.mark.parametrize(("line", "name", "task_type"), UPDATING)
def test_an_update_that_is_refused_changes_nothing(line: str, name: str, task_type: str) -> None:
    found = usable(line, name, task_type)
    if found is None:
        return
    cluster, good = found
    assert create(cluster, task_type, good.body)[0] == 200
    made = cluster.snapshot()
    stored = cluster.state.store["inference_endpoints"]["endpoint"]
    headers = {"Content-Type": "application/json"}
    for place, setting, entry in entries(cluster, services_by_name(cluster.contract)[name], task_type):
        for value in candidates(entry):
            body = json.dumps({place: {setting: value}}).encode()
            response = cluster.handle(Request.build("PUT", "/_inference/endpoint/_update", headers, body))
            shown = (place, setting, value, response.status, response.content[:400])
            assert not cluster.bugs, (shown, cluster.bugs[0])
            if response.status >= 400:
                assert cluster.state.store["inference_endpoints"]["endpoint"] is stored, shown
                assert response.status < 500 or b"class_cast_exception" in response.content, shown
            else:
                cluster.restore(made)


def names_others_first(service: Service) -> bool:
    """Whether a bad value may lead to a refusal that is about something else: another kind of model, what is left over."""
    return "variants" in service.document or service.document.get("leftovers_win", False)


def keys_in(value: Json) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from keys_in(inner)


def planted(value: Json, text: str) -> Json:
    """The value with the canary for each of its texts."""
    if isinstance(value, dict):
        return {name: planted(inner, text) for name, inner in value.items()}
    if isinstance(value, list):
        return [planted(inner, text) for inner in value]
    return text if isinstance(value, str) else value


@pytest.mark.parametrize(("line", "name", "task_type"), cases())
def test_a_secret_shows_nowhere(line: str, name: str, task_type: str) -> None:
    found = usable(line, name, task_type)
    if found is None:
        return
    cluster, good = found
    service = services_by_name(cluster.contract)[name]
    for setting in set(secrets_of(service)) & set(good.body["service_settings"]):
        canary = "canary-hidden-in-the-cage"
        value = planted(good.body["service_settings"][setting], canary)
        hiding = with_setting(good.body, "service_settings", setting, value)
        beginning = cluster.snapshot()
        status, answer = create(cluster, task_type, hiding)
        answers = [answer]
        answers.append(create(cluster, task_type, hiding)[1])
        answers.append(create(cluster, task_type, with_setting(hiding, "service_settings", "unheard_of", 1))[1])
        answers.append(create(cluster, task_type, with_setting(hiding, "task_settings", "unheard_of", 1))[1])
        for method, path in (("GET", "/_inference"), ("GET", "/_fakeinfer/state"), ("GET", "/_fakeinfer/journal")):
            answers.append(cluster.handle(Request.build(method, path)).content.decode())
        shown = [*answers, repr(cluster), repr(cluster.state), repr(cluster.snapshot()), repr(cluster.journal)]
        shown += [f"{entry!r}{entry.shown()}" for entry in cluster.journal]
        assert not [text for text in shown if canary in text], setting
        kept = str(dict(cluster.state.store["inference_endpoints"]))
        assert (canary in kept) == (status == 200), (
            "where a secret has no form of its own, the canary is there to be found"
        )
        cluster.restore(beginning)


def test_the_lines_of_a_file_are_where_it_changes() -> None:
    document = services_by_name(contract_for("elasticsearch", NEWEST))["openai"].document
    assert {"8.12", "8.14", "8.15", "8.18", "9.2", "9.5"} <= set(lines_of(document))
