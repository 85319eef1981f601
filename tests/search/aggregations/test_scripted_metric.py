"""What scripts gather."""

from __future__ import annotations

from tests.search.aggregations.asking import answered

SUM = {
    "init_script": "state.all = []",
    "map_script": "state.all.add(doc['n'].value * params.by)",
    "combine_script": "int s = 0; for (one in state.all) s += one; return s",
    "reduce_script": "int s = 0; for (one in states) s += one; return ['sum': s]",
    "params": {"by": 2},
}


def test_documents_are_gathered_combined_and_reduced() -> None:
    assert answered([{"n": 1}, {"n": 3}], {"scripted_metric": SUM}) == {"value": {"sum": 8}}
