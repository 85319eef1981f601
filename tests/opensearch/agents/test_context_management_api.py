"""Templates of context management: pages of them, and what an update keeps."""

from __future__ import annotations

from fakeinfer.cluster import Cluster
from tests.opensearch.asking import ML, ok, refused

PATH = f"{ML}/context_management"
HOOKS = {"pre_llm": [{"type": "SlidingWindowManager"}]}


def test_pages_go_on_where_the_one_before_ended() -> None:
    cluster = Cluster("opensearch", "3.5")
    for name in ("a", "b", "c"):
        ok(cluster, "POST", f"{PATH}/{name}", {"hooks": HOOKS})
    page = ok(cluster, "GET", f"{PATH}?from=1&size=1")
    assert (page["total"], [template["name"] for template in page["templates"]]) == (3, ["b"])


def test_an_update_keeps_what_it_does_not_name() -> None:
    cluster = Cluster("opensearch", "3.5")
    ok(cluster, "POST", f"{PATH}/a", {"description": "d", "hooks": HOOKS})
    before = ok(cluster, "GET", f"{PATH}/a")
    ok(cluster, "PUT", f"{PATH}/a", {"hooks": {"post_tool": [{"type": "X"}]}})
    after = ok(cluster, "GET", f"{PATH}/a")
    assert (after["description"], after["created_time"]) == ("d", before["created_time"])
    assert after["hooks"].keys() == {"pre_llm", "post_tool"}
    assert after["last_modified"] > before["last_modified"]


def test_a_template_to_update_has_to_be_there() -> None:
    cluster = Cluster("opensearch", "3.5")
    ok(cluster, "POST", f"{PATH}/a", {"hooks": HOOKS})
    assert refused(cluster, "PUT", f"{PATH}/b", {"hooks": HOOKS})[0] == 404
