"""The document store against a plain dict, and what versions and sequence numbers do."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from fakeinfer import documents, indices
from fakeinfer.cluster import Cluster, State

IDS = st.sampled_from(["a", "b", "c"])
SOURCES = st.dictionaries(st.sampled_from(["x", "y"]), st.integers(0, 9), min_size=1)
STEPS = st.lists(
    st.tuples(st.just("write"), IDS, SOURCES)
    | st.tuples(st.just("update"), IDS, SOURCES)
    | st.tuples(st.just("remove"), IDS, st.just({})),
    max_size=20,
)


def fresh() -> State:
    """The state of a new cluster."""
    return Cluster("opensearch", "2.19").state


@settings(deadline=None)
@given(steps=STEPS)
def test_the_store_holds_what_was_written_last(steps: list[tuple[str, str, dict[str, int]]]) -> None:
    state, model = fresh(), dict[str, dict[str, int]]()
    indices.create(state, "i")
    for number, (step, id, source) in enumerate(steps):
        if step == "update" and id in model:
            written = documents.update(state, "i", id, source)
            model[id] = {**model[id], **source}
        elif step == "remove":
            written = documents.remove(state, "i", id)
            assert written.result == ("deleted" if id in model else "not_found")
            model.pop(id, None)
        else:
            written = documents.write(state, "i", id, source)
            model[id] = source
        assert written.seq_no == number
    held = {document.id: document.source for document in documents.all_documents(state, "i")}
    assert held == model
    assert {id: read.source for id in model if (read := documents.read(state, "i", id))} == model


@settings(deadline=None)
@given(steps=STEPS, more=STEPS)
def test_a_snapshot_keeps_documents_and_counters(
    steps: list[tuple[str, str, dict[str, int]]], more: list[tuple[str, str, dict[str, int]]]
) -> None:
    cluster = Cluster("opensearch", "2.19")

    def play(played: list[tuple[str, str, dict[str, int]]]) -> list[documents.Written]:
        return [documents.write(cluster.state, "i", id, source) for _, id, source in played]

    play(steps)
    before = cluster.snapshot()
    first = play(more)
    cluster.restore(before)
    assert play(more) == first


def test_versions_go_on_after_a_removal() -> None:
    state = fresh()
    versions = [documents.write(state, "i", "a", {}).version, documents.remove(state, "i", "a").version]
    versions += [documents.remove(state, "i", "a").version, documents.write(state, "i", "a", {}).version]
    assert versions == [1, 2, 3, 4]


def test_a_removed_version_is_forgotten_after_a_minute() -> None:
    state = fresh()
    documents.write(state, "i", "a", {})
    documents.remove(state, "i", "a")
    state.clock.advance(seconds=61)
    assert documents.write(state, "i", "a", {}).version == 1


def test_an_answer_has_the_keys_in_the_servers_order() -> None:
    answer = documents.write(fresh(), "i", "a", {}, refresh=True).answer()
    assert list(answer) == [
        "_index",
        "_id",
        "_version",
        "result",
        "forced_refresh",
        "_shards",
        "_seq_no",
        "_primary_term",
    ]


def test_a_hidden_index_has_no_replicas() -> None:
    state = fresh()
    indices.create(state, ".h", hidden=True)
    assert documents.write(state, ".h", "a", {}).answer()["_shards"] == {"total": 1, "successful": 1, "failed": 0}
