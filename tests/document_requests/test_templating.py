"""Search templates, whatever the product."""

from __future__ import annotations

import pytest

from fakeinfer.document_requests.templating import Asked, check_asked, read_asked
from fakeinfer.errors import ApiError


def test_of_a_source_and_a_name_the_later_one_counts() -> None:
    assert read_asked({"source": "{}", "id": "t"}, None) == Asked("t", True)
    assert read_asked({"id": "t", "source": {"size": 0}}, None) == Asked('{"size":0}', False)


def test_flags_may_be_texts() -> None:
    asked = read_asked({"explain": "true", "profile": "false"}, None)
    assert asked.explain
    assert not asked.profile


@pytest.mark.parametrize(
    ("asked", "problems"),
    [(Asked(), "1: template is missing;2: template's script type"), (Asked("", False), "1: temp")],
)
def test_a_template_is_needed(asked: Asked, problems: str) -> None:
    with pytest.raises(ApiError) as raised:
        check_asked(asked)
    assert problems in raised.value.reason
