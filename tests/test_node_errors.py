"""What a node in trouble answers, as far as both products word it alike."""

from __future__ import annotations

import pytest

from fakeinfer import node_errors


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0b"),
        (1023, "1023b"),
        (1024, "1kb"),
        (1100, "1kb"),
        (1536, "1.5kb"),
        (369_611_440, "352.4mb"),
        (566_122_900, "539.8mb"),
        (20_293_537_836, "18.8gb"),
    ],
)
def test_bytes_have_one_decimal_that_is_cut_off(number: int, text: str) -> None:
    assert node_errors.bytes_text(number) == text


def test_the_parent_breaker_counts_the_request() -> None:
    error = node_errors.parent_breaker(2048, ("request=0/0b", "in_flight_requests={}"))
    assert error.reason == (
        "[parent] Data too large, data for [<http_request>] would be [1027376104/979.7mb], which is larger than the limit of"
        " [1020054732/972.7mb], real usage: [1027374056/979.7mb], new bytes reserved: [2048/2kb],"
        " usages [request=0/0b, in_flight_requests=2048/2kb]"
    )
    assert error.metadata == {"bytes_wanted": 1_027_376_104, "bytes_limit": 1_020_054_732, "durability": "TRANSIENT"}


def test_writes_are_rejected_by_the_memory_they_take() -> None:
    assert node_errors.indexing_pressure("x", 200).reason == (
        "rejected execution of coordinating operation [coordinating_and_primary_bytes=107374082, replica_bytes=0,"
        " all_bytes=107374082, coordinating_operation_bytes=200, max_coordinating_and_primary_bytes=107374182]"
    )


def test_a_full_queue_names_its_pool() -> None:
    reason = node_errors.thread_pool_full("x", "task", "org.example.Pool", "node-1/search").reason
    assert reason is not None
    assert reason.startswith(
        "rejected execution of task on Pool[name = node-1/search, queue capacity = 1000, org.example.Pool@"
    )


@pytest.mark.parametrize(
    ("status", "title"),
    [
        (502, "502 Bad Gateway"),
        (503, "503 Service Temporarily Unavailable"),
        (504, "504 Gateway Time-out"),
        (408, "408 Request Time-out"),
        (413, "413 Request Entity Too Large"),
        (404, "404 Not Found"),
    ],
)
def test_a_proxy_answers_a_page(status: int, title: str) -> None:
    response = node_errors.proxy_page(status)
    assert response.status == status
    assert response.headers == [("Server", "nginx"), ("Content-Type", "text/html")]
    assert (
        response.body
        == (
            f"<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n"
            "<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
        ).encode()
    )


def test_a_body_that_is_too_large_is_answered_with_nothing() -> None:
    response = node_errors.body_too_large()
    assert (response.status, response.headers, response.body) == (413, [("content-length", "0")], b"")
