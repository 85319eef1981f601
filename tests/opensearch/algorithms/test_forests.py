"""Forests over a series: quiet at first, then ordinary scores, then an anomaly."""

from __future__ import annotations

from fakeinfer.opensearch.algorithms.forests import predict_fit, train_fit, train_predict_batch, train_predict_fit
from fakeinfer.opensearch.algorithms.frames import Frame, result

MINUTE = 60_000


def series(*values: float) -> Frame:
    rows = [(1_600_000_000_000 + place * MINUTE, value) for place, value in enumerate(values)]
    return result({"timestamp": "LONG", "x": "DOUBLE"}, rows)


STEADY = [1 + place % 3 * 0.1 for place in range(60)]


def column(frame: Frame, name: str) -> list[float]:
    place = frame.names.index(name)
    return [row[place].value for row in frame.rows]


def test_nothing_is_said_until_there_is_enough_to_compare_with() -> None:
    """Observed: opensearch 2.19.1, the first score comes after `output_after` shingles."""
    scores = column(train_predict_fit(series(*STEADY, 50.0), {"shingle_size": 8}, 1), "score")
    assert next(place for place, score in enumerate(scores) if score > 0) == 39


def test_an_anomaly_has_a_grade_and_the_others_have_none() -> None:
    grades = column(train_predict_fit(series(*STEADY, 50.0), {}, 1), "anomaly_grade")
    assert grades[-1] == 1.0
    assert set(grades[:-1]) == {0.0}


def test_a_stored_forest_goes_on_where_it_stopped() -> None:
    content = train_fit(series(*STEADY), {"shingle_size": 1}, 1)
    at_once = train_predict_fit(series(*STEADY, 30.0), {"shingle_size": 1}, 1)
    assert column(predict_fit(content, series(30.0), {}), "score") == column(at_once, "score")[-1:]


def test_rows_beyond_the_training_size_are_scored_and_not_learned() -> None:
    frame = result({"x": "DOUBLE"}, [(1.0,), (2.0,), (3.0,), (3.0,)])
    found = train_predict_batch(frame, {"output_after": 1, "training_data_size": 2}, 1)
    scores = column(found, "score")
    assert scores[2] == scores[3] > 1
