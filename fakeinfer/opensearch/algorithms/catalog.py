"""Which algorithms run in the node, and what each can do. What one cannot do is a class cast that fails, as on the server."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from ...errors import not_implemented
from .frames import Frame

Content = dict[str, Any]
"""What a trained model keeps: JSON."""
_ENGINE = "org.opensearch.ml.engine."


def _anything(_parameters: dict[str, Any]) -> None:
    """No parameters are refused."""


class Algorithm(NamedTuple):
    """One algorithm; None for what it cannot do."""

    java: str
    """Its class."""
    train: Callable[[Frame, dict[str, Any], int], Content] | None = None
    predict: Callable[[Content, Frame, dict[str, Any]], Frame] | None = None
    train_predict: Callable[[Frame, dict[str, Any], int], Frame] | None = None
    check: Callable[[dict[str, Any]], None] = _anything


@lru_cache(maxsize=1)
def algorithms() -> dict[str, Algorithm]:
    """The algorithms by `function_name`."""
    from . import forests, kmeans, regression, sample, summarize

    return {
        "KMEANS": Algorithm(
            f"{_ENGINE}algorithms.clustering.KMeans",
            kmeans.train,
            kmeans.predict,
            lambda frame, parameters, seed: kmeans.predict(kmeans.train(frame, parameters, seed), frame, parameters),
            kmeans.check,
        ),
        "RCF_SUMMARIZE": Algorithm(
            f"{_ENGINE}algorithms.clustering.RCFSummarize",
            summarize.train,
            summarize.predict,
            lambda frame, parameters, seed: summarize.predict(summarize.train(frame, parameters, seed), frame, {}),
            summarize.check,
        ),
        "LINEAR_REGRESSION": Algorithm(
            f"{_ENGINE}algorithms.regression.LinearRegression",
            regression.train_linear,
            regression.predict_linear,
            check=regression.check_linear,
        ),
        "LOGISTIC_REGRESSION": Algorithm(
            f"{_ENGINE}algorithms.regression.LogisticRegression",
            regression.train_logistic,
            regression.predict_logistic,
            check=regression.check_logistic,
        ),
        "BATCH_RCF": Algorithm(
            f"{_ENGINE}algorithms.rcf.BatchRandomCutForest",
            forests.train_batch,
            forests.predict_batch,
            forests.train_predict_batch,
        ),
        "FIT_RCF": Algorithm(
            f"{_ENGINE}algorithms.rcf.FixedInTimeRandomCutForest",
            forests.train_fit,
            forests.predict_fit,
            forests.train_predict_fit,
            forests.check_fit,
        ),
        "AD_LIBSVM": Algorithm(f"{_ENGINE}algorithms.ad.AnomalyDetectionLibSVM", _not_done),
        "SAMPLE_ALGO": Algorithm(f"{_ENGINE}algorithms.sample.SampleAlgo", sample.train, check=sample.check),
        "LOCAL_SAMPLE_CALCULATOR": Algorithm(f"{_ENGINE}algorithms.sample.LocalSampleCalculator"),
        "ANOMALY_LOCALIZATION": Algorithm(f"{_ENGINE}algorithms.anomalylocalization.AnomalyLocalizerImpl"),
        "METRICS_CORRELATION": Algorithm(f"{_ENGINE}algorithms.metrics_correlation.MetricsCorrelation"),
        "REMOTE": Algorithm(f"{_ENGINE}algorithms.remote.RemoteModel"),
        "AGENT": Algorithm(f"{_ENGINE}algorithms.agent.MLAgentExecutor"),
    }


def _not_done(_frame: Frame, _parameters: dict[str, Any], _seed: int) -> Content:
    raise not_implemented("training with AD_LIBSVM (a one-class support vector machine)")
