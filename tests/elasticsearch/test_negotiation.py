"""Reading Accept and Content-Type: pure, whatever they hold."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeinfer.elasticsearch.negotiation import Headers, read_headers
from fakeinfer.errors import ApiError, NoAnswer

VENDOR = "application/vnd.elasticsearch+json"
HEADER = st.none() | st.tuples(st.text("application/vnd.elasticsearch+json; compatible-with=789x,*", max_size=50))


@given(HEADER, HEADER, st.booleans())
def test_any_headers_are_read_or_refused(
    accept: tuple[str, ...] | None, content_type: tuple[str, ...] | None, has_body: bool
) -> None:
    with suppress(NoAnswer, ApiError):
        assert isinstance(read_headers(9, accept, content_type, has_body), Headers)


@pytest.mark.parametrize("version", ["8", "9"])
def test_both_majors_are_spoken_when_both_headers_agree(version: str) -> None:
    header = (f"{VENDOR}; compatible-with={version}",)
    read = read_headers(9, header, header, True)
    assert read.body_format == "json"
    assert read.output.content_type == f"{VENDOR};compatible-with={version}"


@pytest.mark.parametrize(
    ("accept", "content_type", "answered"),
    [
        (None, ("application/yaml",), "application/yaml"),
        (("*/*",), ("application/yaml",), "application/yaml"),
        (("text/html",), ("application/yaml",), "application/yaml"),
        (("application/*",), None, "application/json"),
        (("application/x-ndjson",), None, "application/json"),
        ((f"{VENDOR}; charset=latin1",), None, "application/json;charset=latin1"),
    ],
)
def test_the_answer_has_the_form_of_the_body_unless_another_is_asked_for(
    accept: tuple[str, ...] | None, content_type: tuple[str, ...] | None, answered: str
) -> None:
    assert read_headers(9, accept, content_type, True).output.content_type == answered


@pytest.mark.parametrize("version", ["x", "", "999", "-129", "8.0"])
def test_a_version_that_is_no_byte_is_never_answered(version: str) -> None:
    header = (f"{VENDOR}; compatible-with={version}",)
    if version:
        with pytest.raises(NoAnswer):
            read_headers(9, header, None, False)
    else:
        with pytest.raises(ApiError) as refused:
            read_headers(9, header, None, False)
        assert refused.value.caused_by is not None
        assert refused.value.caused_by.reason == f"invalid parameters for header [{header[0]}]"
