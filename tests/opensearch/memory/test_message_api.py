"""Messages: pages of them."""

from __future__ import annotations

from fakeinfer.cluster import Cluster
from tests.opensearch.asking import ML, ok


def test_pages_show_every_message_once() -> None:
    cluster = Cluster("opensearch")
    id = ok(cluster, "POST", f"{ML}/memory", {"name": "n"})["memory_id"]
    for number in range(5):
        ok(cluster, "POST", f"{ML}/memory/{id}/messages", {"input": str(number)})
    seen, token = [], 0
    while True:
        page = ok(cluster, "GET", f"{ML}/memory/{id}/messages?max_results=2&next_token={token}")
        seen += [message["input"] for message in page["messages"]]
        if "next_token" not in page:
            break
        token = page["next_token"]
    assert seen == ["0", "1", "2", "3", "4"]
