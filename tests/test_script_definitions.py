"""Scripts of requests: what they name, and what may not stand together."""

from __future__ import annotations

import pytest

from fakeinfer.errors import ApiError
from fakeinfer.object_parser import Source, Unreadable
from fakeinfer.script_definitions import STORED, Script, read_script
from fakeinfer.store import Store


@pytest.mark.parametrize(
    ("value", "script"),
    [
        ("1", Script("1")),
        ({"source": "1", "params": {"a": 2}}, Script("1", params={"a": 2})),
        ({"id": "s", "options": {}}, Script(id="s")),
        ({"source": "1", "options": {"content_type": "x"}}, Script("1", options={"content_type": "x"})),
    ],
)
def test_a_script_is_a_text_or_an_object(value: object, script: Script) -> None:
    assert read_script(value, Source(b""), ()) == script


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ({}, "must specify either [source] for an inline script or [id] for a stored script"),
        ({"id": "s", "lang": "painless"}, "illegally specified <lang> for a stored script"),
        ({"id": "s", "options": {"a": "b"}}, "field [options] cannot be specified using a stored script"),
        ({"source": "1", "options": {"a": "b"}}, "illegal compiler options [{a=b}] specified"),
    ],
)
def test_what_may_not_stand_together_is_refused(value: object, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_script(value, Source(b"{}"), ())
    assert refused.value.cause.reason == reason


def test_a_stored_script_is_looked_up_when_it_runs() -> None:
    store = Store()
    with pytest.raises(ApiError, match="unable to find script"):
        Script(id="s").text(store)
    store.put(STORED, "s", {"lang": "painless", "source": "2", "options": {}})
    assert Script(id="s").text(store) == "2"


@pytest.mark.parametrize(("lang", "status"), [("expression", 501), ("magic", 400)])
def test_other_languages_are_not_run(lang: str, status: int) -> None:
    with pytest.raises(ApiError) as refused:
        Script("1", lang=lang).text(Store())
    assert refused.value.status == status
