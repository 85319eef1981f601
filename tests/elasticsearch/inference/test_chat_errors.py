"""How chats are told refusals."""

from __future__ import annotations

import pytest

from fakeinfer.elasticsearch.inference.chat_errors import STATUS_NAMES, in_chat_form
from fakeinfer.errors import ApiError, CustomError, illegal_argument, resource_not_found


def test_a_chat_is_told_the_outermost_message_without_a_status() -> None:
    refused = ApiError(400, "x_content_parse_exception", "[1:1] no", caused_by=illegal_argument("because"))
    told = in_chat_form(refused)
    assert told.status == 400
    assert told.body() == {"error": {"code": "bad_request", "message": "[1:1] no", "type": "x_content_parse_exception"}}


def test_what_has_a_form_of_its_own_keeps_it() -> None:
    own = CustomError(400, {"error": "x"})
    assert in_chat_form(own) is own


@pytest.mark.parametrize(("status", "code"), [(404, "not_found"), (429, "too_many_requests"), (599, "599")])
def test_the_code_is_the_name_of_the_status(status: int, code: str) -> None:
    refused = resource_not_found("x")
    refused.status = status
    assert in_chat_form(refused).body()["error"]["code"] == code
    assert STATUS_NAMES.get(status, str(status)) == code
