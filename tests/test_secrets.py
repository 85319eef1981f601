"""What is secret never shows, wherever a canary is planted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

import fakeinfer
from fakeinfer.cluster import Cluster
from fakeinfer.contract import contract_for, product_named
from fakeinfer.operations import Call
from fakeinfer.pipeline import Exchange
from fakeinfer.secrets import Mask, is_secret, masked, names_of
from fakeinfer.testing.assertions import called, not_called
from fakeinfer.testing.report import failure_section
from fakeinfer.wire import Json, Request
from tests.toy import Toys, refusal

CANARY = 'canary-51/ä b"+c'
SECRET_NAMES = (
    "api_key", "apiKey", "openai-api-key", "access_key", "secret_key", "client_secret", "secretAccessKey", "entra_id",
    "service_account_json", "secret_parameters", "credential", "credentials", "password", "passphrase", "private_key",
    "session_token", "access_token", "bearer_token", "Authorization", "x-api-key", "X-Goog-Api-Key", "Cookie",
)  # fmt: skip
ORDINARY_NAMES = (
    "service", "model_id", "max_tokens", "tokens", "token", "token_count", "pad_token_id", "url", "rate_limit", "name",
    "total_token_numbers", "key", "keyword", "tokenizer",
)  # fmt: skip

ordinary: st.SearchStrategy[Json] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 9)
    | st.sampled_from(["openai", "a text", "", "[service] is odd", "{no json"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(ORDINARY_NAMES), inner, max_size=3),
    max_leaves=8,
)


@st.composite
def planted(draw: st.DrawFn) -> Json:
    """A body with the canary somewhere under a secret's name."""
    value: Json = CANARY
    for wrap in draw(st.lists(st.sampled_from(["list", "object"]), max_size=2)):
        value = [value] if wrap == "list" else {"any_name": value}
    value = {
        draw(st.sampled_from(SECRET_NAMES)): value,
        **draw(st.dictionaries(st.sampled_from(ORDINARY_NAMES), ordinary)),
    }
    for wrap in draw(st.lists(st.sampled_from(["list", "object", "text"]), max_size=3)):
        if wrap == "list":
            value = [draw(ordinary), value]
        elif wrap == "object":
            value = {"service_settings": value, draw(st.sampled_from(ORDINARY_NAMES)): draw(ordinary)}
        else:
            value = {"request_body": json.dumps(value, ensure_ascii=draw(st.booleans()))}
    return value


def shows_canary(*texts: str) -> bool:
    """Whether the canary, or its tell-tale part, can be read in any of the texts."""
    return any("canary" in text for text in texts)


def everything_shown(toys: Toys) -> list[str]:
    """All that journal, messages and a report could print."""
    entry = toys.journal[-1]
    shown = [repr(entry), json.dumps(entry.shown()), repr(entry.shown()), str(entry.reason), repr(toys.journal)]
    for check in (
        lambda: called(
            toys.contract, toys.journal, "toy.put", None, {"toy_id": "other", "service": 1, "service_settings": {}}
        ),
        lambda: called(toys.contract, toys.journal, "toy.put", 7, {}),
        lambda: called(
            toys.contract, toys.journal, "toy.delete", None, {"api_key": CANARY, "credential": {"x": CANARY}}
        ),
        lambda: called(toys.contract, toys.journal, "toy.put", None, {"service_settings.api_key": CANARY + "!"}),
        lambda: called(
            toys.contract, toys.journal, "toy.put", None, {"service_settings": {"api_key": CANARY, "odd": 1}}
        ),
        lambda: not_called(toys.contract, toys.journal, "toy.*", {}),
    ):
        with pytest.raises(AssertionError) as failure:
            check()
        shown.append(str(failure.value))
    return shown


@given(planted(), st.booleans())
def test_a_planted_secret_never_shows(body: Json, pretty: bool) -> None:
    toys = Toys()
    sent = json.dumps(body, indent=2 if pretty else None).encode()
    toys.happened("PUT", "/_toy/doll/anna", sent, 400, refusal("x_exception", f"cannot take [{CANARY}] here"))
    assert not shows_canary(*everything_shown(toys))


@given(planted(), st.data())
def test_a_planted_secret_never_shows_in_a_body_that_cannot_be_read(body: Json, data: st.DataObject) -> None:
    toys = Toys()
    text = json.dumps(body, ensure_ascii=False)
    cut = data.draw(st.integers(1, len(text) - 1))
    broken = data.draw(
        st.sampled_from(
            [text[:cut], f"{text}}}", text.replace('"', "'"), text.replace('"', ""), text.replace(",", ";") + ","]
        )
    )
    answer = refusal("parse_exception", f"at [Source: {broken[:300]}]")
    toys.happened("PUT", "/_toy/doll/anna", broken.encode(), 400, answer)
    try:
        json.loads(broken)
    except ValueError:
        assert not shows_canary(*everything_shown(toys))


@given(
    st.sampled_from(SECRET_NAMES),
    st.sampled_from(["", "&wait", "&size=1"]),
    st.sampled_from([quote, lambda t, safe: quote(t)]),
)
def test_a_secret_in_the_query_never_shows(name: str, rest: str, spell: Any) -> None:
    toys = Toys()
    target = f"/_toy/doll/anna?{name}={spell(CANARY, '')}{rest}"
    answer = {"error": f"no handler found for uri [{target}] and method [PUT], nor for [{CANARY}]"}
    toys.happened("PUT", target, status=400, answer=answer)
    assert not shows_canary(*everything_shown(toys))


@pytest.mark.parametrize("product", ["elasticsearch", "opensearch"])
def test_a_secret_never_shows_in_a_report(product: str) -> None:
    cluster = Cluster(product)
    body = {
        "service_settings": {"api_key": CANARY},
        "credential": {"openAI_key": CANARY},
        "url": f"https://me:{quote(CANARY, '')}@host",
    }
    for sent in (json.dumps(body), json.dumps(body)[:-1], f'{{"credential": {CANARY}'):
        headers = {"authorization": f"ApiKey {CANARY}", "content-type": "application/json"}
        cluster.handle(Request.build("PUT", f"/_nowhere?api_key={quote(CANARY, '')}", headers, sent.encode()))
        cluster.handle(Request.build("POST", "/", headers, sent.encode()))
    report = failure_section([cluster])
    assert not shows_canary(report)
    assert "api_key" in report


def test_a_secret_of_the_schema_is_hidden_in_its_operation() -> None:
    toys = Toys()
    assert toys.happened("PUT", "/_toy/doll/anna", {"pin": "123456", "pins": 2}).body == {"pin": "***", "pins": 2}
    assert toys.happened("DELETE", "/_toy/anna", {"pins": "x"}).body == {"pins": "x"}


@pytest.mark.parametrize("name", SECRET_NAMES)
def test_names_that_are_secret(name: str) -> None:
    assert is_secret(name)


def test_every_secret_of_a_service_is_known_by_its_name() -> None:
    files = sorted((Path(fakeinfer.__file__).parent / "elasticsearch" / "services").glob("*.json"))
    services = [json.loads(file.read_text("utf-8")) for file in files]
    names = {name for service in services for name in service.get("secret_settings", {})}
    assert "api_key" in names
    newest = contract_for("elasticsearch", list(product_named("elasticsearch").releases)[-1])
    for operation in ("inference.put", "inference.update"):
        more = names_of(newest, operation)
        assert [name for name in sorted(names) if not is_secret(name, more)] == []
    assert "user_id" not in names_of(newest, "index")


@pytest.mark.parametrize("name", ORDINARY_NAMES)
def test_names_that_are_not(name: str) -> None:
    assert not is_secret(name)


@given(ordinary)
def test_what_is_not_secret_shows_as_it_is(value: Json) -> None:
    assert masked(value) == value


def test_the_shape_of_a_secret_stays() -> None:
    value = {"credential": {"key": "abc", "on": True, "off": None, "empty": "", "number": 7, "list": ["a"]}}
    assert masked(value) == {
        "credential": {"key": "***", "on": True, "off": None, "empty": "", "number": "***", "list": ["***"]}
    }


def test_pairs_are_understood() -> None:
    headers = [{"name": "Authorization", "value": "Bearer x"}, {"name": "Accept", "value": "text"}]
    assert masked(headers) == [{"name": "Authorization", "value": "***"}, {"name": "Accept", "value": "text"}]
    assert masked([["api_key", "x"], ["model", "y"]]) == [["api_key", "***"], ["model", "y"]]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://u:pw@host/p", "https://u:***@host/p"),
        ("https://host/p?key=abc&model=m", "https://host/p?key=***&model=m"),
        ('{"api_key": "abc"}', '{"api_key": "***"}'),
        ('{"api_key": "abc"', '{"api_key***'),
        ('{ "input": ${parameters.x} }', '{ "input": ${parameters.x} }'),
        ("[service_settings] does not contain the required setting [api_key]",) * 2,
        ("[api_key] is not here",) * 2,
        ("missing api_key; see: the docs",) * 2,
        ("set api_key: abc", "set api_key***"),
        ("api_key=abc and model=m", "api_key=*** and model=m"),
        ('[null, {"api_key": "abc"}]', '[null, {"api_key": "***"}]'),
        ('[null, {"api_key": "abc"}', '[null, {"api_key***'),
    ],
)
def test_texts_show_what_is_not_secret(text: str, shown: str) -> None:
    assert Mask().text(text) == shown


def test_short_secrets_do_not_blot_out_words() -> None:
    mask = Mask()
    mask.learn({"api_key": "the"})
    assert mask.text("the end") == "the end"


def test_what_a_traceback_prints_of_a_request_holds_no_secret() -> None:
    cluster = Cluster("elasticsearch")
    body = json.dumps({"api_key": CANARY}).encode()
    request = Request.build("POST", f"/?api_key={quote(CANARY, '')}", {"authorization": CANARY}, body)
    exchange = Exchange(cluster, request)
    exchange.raw_query = {"api_key": CANARY}
    response = cluster.handle(request)
    call = Call(
        cluster.contract, cluster.state, cluster.contract.operations["info"], request, {}, {"api_key": CANARY}, body
    )
    assert not shows_canary(*map(repr, (request, exchange, response, call, cluster, cluster.state, cluster.journal)))
