"""Forests that find anomalies: `batch_rcf` in points of no order, `fit_rcf` in a series of times. Approximate, see `trees.py`.

What is an anomaly to `fit_rcf` is a threshold of our own: a score far above those before it. opensearch-project/ml-commons:
ml-algorithms/src/main/java/org/opensearch/ml/engine/algorithms/rcf/.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import errors as algorithm_errors
from .frames import Frame, Value, result
from .parameters import Refused
from .simpledates import date_reader
from .trees import Forest

_BATCH: dict[str, Any] = {
    "number_of_trees": 30, "sample_size": 256, "output_after": 32, "anomaly_score_threshold": 1.0,
}  # fmt: skip
_FIT: dict[str, Any] = {
    "number_of_trees": 30, "sample_size": 256, "output_after": 32, "shingle_size": 8, "time_field": "timestamp",
    "date_format": "yyyy-MM-dd HH:mm:ss", "time_zone": "UTC",
}  # fmt: skip
_TIMES = ("time_field", "date_format", "time_zone")
_DEVIATIONS = 3.0
_ORDINARY = 1.5
"""A score up to here is an ordinary one however even those before it were."""


def train_batch(frame: Frame, parameters: dict[str, Any], seed: int) -> dict[str, Any]:
    """Nothing to be kept: the server's stored forest remembers no points, so each later score is zero."""
    _scores(frame, {**_BATCH, **parameters}, seed)
    return {}


def predict_batch(_content: dict[str, Any], frame: Frame, _parameters: dict[str, Any]) -> Frame:
    """Zero for each row, see `train_batch` (observed: opensearch 2.19.1)."""
    return _anomalous([0.0] * len(frame.even_points()), 1.0)


def train_predict_batch(frame: Frame, parameters: dict[str, Any], seed: int) -> Frame:
    """Each row's score before the forest was shown it."""
    settings = {**_BATCH, **parameters}
    return _anomalous(_scores(frame, settings, seed), settings["anomaly_score_threshold"])


def check_fit(parameters: dict[str, Any]) -> None:
    """A pattern of dates that is none is refused."""
    try:
        date_reader(parameters.get("date_format", _FIT["date_format"]), "UTC")
    except ValueError as error:
        raise Refused(str(error)) from None


def train_fit(frame: Frame, parameters: dict[str, Any], seed: int) -> dict[str, Any]:
    """The points of the series, from which the forest grows again as it was."""
    settings = {**_FIT, **parameters}
    _, points = _series(frame, settings)
    _Stream(settings, seed)
    return {"settings": settings, "points": points, "seed": seed}


def predict_fit(content: dict[str, Any], frame: Frame, parameters: dict[str, Any]) -> Frame:
    """The series goes on: how strange what comes is. With parameters the time is read by them alone."""
    settings = content["settings"]
    if parameters:
        settings = {**settings, **{name: parameters.get(name, _FIT[name]) for name in _TIMES}}
    times, points = _series(frame, settings)
    stream = _Stream(settings, content["seed"])
    for point in content["points"]:
        stream.next(point)
    return _graded(settings["time_field"], times, [stream.next(point) for point in points])


def train_predict_fit(frame: Frame, parameters: dict[str, Any], seed: int) -> Frame:
    """How strange each moment of a series is to those before it."""
    settings = {**_FIT, **parameters}
    times, points = _series(frame, settings)
    stream = _Stream(settings, seed)
    return _graded(settings["time_field"], times, [stream.next(point) for point in points])


def _scores(frame: Frame, settings: dict[str, Any], seed: int) -> list[float]:
    points = frame.even_points()
    forest = _planted(settings, seed)
    most = settings.get("training_data_size", len(points))
    scores = []
    for place, point in enumerate(points):
        scores.append(forest.score(point) if forest.shown >= settings["output_after"] else 0.0)
        if place < most:
            forest.show(point)
    return scores


def _planted(settings: dict[str, Any], seed: int) -> Forest:
    for name, said in (
        ("number_of_trees", "numberOfTrees"),
        ("sample_size", "sampleSize"),
        ("output_after", "outputAfter"),
    ):
        if settings[name] <= 0:
            raise algorithm_errors.forest_setting_not_positive(said)
    return Forest(settings["number_of_trees"], settings["sample_size"], seed)


def _anomalous(scores: list[float], threshold: float) -> Frame:
    return result({"score": "DOUBLE", "anomalous": "BOOLEAN"}, [(score, score > threshold) for score in scores])


class _Stream:
    """A series so far: what it looks like over some moments (a shingle), and the scores there were."""

    def __init__(self, settings: dict[str, Any], seed: int) -> None:
        self._forest = _planted(settings, seed)
        self._first = settings["output_after"]
        self._shingle_size = settings["shingle_size"]
        if self._shingle_size == 0:
            raise algorithm_errors.division_by_zero()
        self._moments: list[list[float]] = []
        self._count, self._sum, self._squares = 0, 0.0, 0.0

    def next(self, point: list[float]) -> tuple[float, float]:
        """Score and grade of the next moment."""
        self._moments = [*self._moments, point][-self._shingle_size :]
        if len(self._moments) < self._shingle_size:
            return 0.0, 0.0
        shingle = [value for moment in self._moments for value in moment]
        score = grade = 0.0
        if self._forest.shown >= self._first:
            score = self._forest.score(shingle)
            grade = self._grade(score)
        self._forest.show(shingle)
        return score, grade

    def _grade(self, score: float) -> float:
        mean = self._sum / self._count if self._count else score
        spread = (max(0.0, self._squares / self._count - mean * mean) if self._count else 0.0) ** 0.5
        self._count += 1
        self._sum += score
        self._squares += score * score
        threshold = max(_ORDINARY, mean + _DEVIATIONS * spread)
        return 0.0 if score <= threshold else min(1.0, (score - threshold) / threshold)


def _series(frame: Frame, settings: dict[str, Any]) -> tuple[list[int], list[list[float]]]:
    """The moments of the rows, -1 without a column for them, and their points."""
    if settings["time_field"] not in frame.names:
        return [-1] * len(frame.rows), frame.even_points()
    times, points = [], []
    time_column = frame.names.index(settings["time_field"])
    read = date_reader(settings["date_format"], settings["time_zone"])
    for row in range(len(frame.rows)):
        point = []
        for column, type in enumerate(frame.types):
            cell = frame.cell(row, column)
            if column == time_column:
                times.append(_moment(cell, type, read))
            else:
                point.append(cell.number)
        points.append(point)
    return times, points


def _moment(cell: Value, type: str | None, read: Callable[[str], int | None]) -> int:
    if type == "LONG":
        return cell.moment
    if type != "STRING":
        raise algorithm_errors.wrong_type_of_time(str(type))
    moment = read(cell.text)
    if moment is None:
        raise algorithm_errors.not_a_moment(cell.text)
    return moment


def _graded(time_field: str, times: list[int], found: list[tuple[float, float]]) -> Frame:
    """The server keeps a row in a hash map, which orders the columns."""
    from ...formats.javatext import hash_order

    values = {time_field: "LONG", "score": "DOUBLE", "anomaly_grade": "DOUBLE"}
    order = hash_order(values)
    rows = [
        [{time_field: time, "score": score, "anomaly_grade": grade}[name] for name in order]
        for time, (score, grade) in zip(times, found, strict=True)
    ]
    return result({name: values[name] for name in order}, rows)
