"""Refusals of algorithms that run in the node: training, predicting and executing. Observed: opensearch 2.19.1.

Sources are files of opensearch-project/ml-commons, `ml-algorithms/src/main/java/org/opensearch/ml/engine/` unless said otherwise.
"""

from __future__ import annotations

from ...errors import ApiError, CustomError, NoAnswer, illegal_argument, resource_not_found
from ..ml.errors import ml_error, no_enum_constant, null_pointer

BAD_REQUEST, NOT_IMPLEMENTED = 400, 501


def value_is_not(type: str) -> ApiError:
    """A value of another type than an algorithm reads, e.g. "Double" (common/.../dataframe/ColumnValue.java)."""
    return ApiError(500, "runtime_exception", f"the value isn't {type} type")


def row_too_short(size: int) -> ApiError:
    """A row that has fewer values than there are columns (common/.../dataframe/Row.java)."""
    return illegal_argument(f"index is out of scope, index:{size}; row size:{size}")


def no_such_place(index: int, size: int) -> ApiError:
    """A row or a point that is shorter than an algorithm takes it to be."""
    return ApiError(500, "array_index_out_of_bounds_exception", f"Index {index} out of bounds for length {size}")


def no_such_target() -> ApiError:
    """`target` names no column (utils/TribuoUtil.java)."""
    return illegal_argument("No matched target when generating dataset from data frame.")


def no_target() -> ApiError:
    """A regression without `target` (utils/TribuoUtil.java)."""
    return illegal_argument("Empty target when generating dataset from data frame.")


def unknown_word(kind: str, word: str) -> ApiError:
    """A word that is no member of an enum of ML Commons, e.g. "dataframe.ColumnType"."""
    return no_enum_constant(f"org.opensearch.ml.common.{kind}", word)


def empty_frame() -> ApiError:
    """No rows to train with (MLEngine.java)."""
    return illegal_argument("Input data frame should not be null or empty")


def unsupported_algorithm(name: str) -> ApiError:
    """An algorithm refuses its parameters; what it says against them is lost (MLEngine.java)."""
    return illegal_argument(f"Unsupported algorithm: {name}")


def unknown_parameters(name: str, line: int, column: int) -> ApiError:
    """Something that is read by the name of an algorithm which has none of that kind."""
    return ApiError(400, "named_object_not_found_exception", f"[{line}:{column}] unknown field [{name}]")


def not_castable(what: str, to: str) -> ApiError:
    """A Java class of ML Commons is asked for what it cannot do."""
    loader = "in unnamed module of loader java.net.FactoryURLClassLoader @35764bef"
    return ApiError(
        500, "class_cast_exception", f"class {what} cannot be cast to class {to} ({what} and {to} are {loader})"
    )


def no_trained_model() -> ApiError:
    """Predicting with a model that is gone, though it is known which algorithm it had."""
    return resource_not_found("No model found, please check the modelId.")


def no_features(row: dict[str, float], output: str, *, as_many: bool) -> ApiError:
    """A row has no column that a model was trained with; `as_many`: it has as many of others (Tribuo).

    `output` is how Tribuo prints that there is no result yet.
    """
    (first, value), *rest = sorted(row.items())
    features = f"({first}, {value!r})" + "".join(f"({name}, {other!r}), " for name, other in rest)
    example = f"ArrayExample(numFeatures={len(row)},output={output},weight=1.0,features=[{features}])"
    if as_many:
        return illegal_argument(f"No features in this example were found in the feature map. Example - {example}")
    return illegal_argument(f"No features found in Example {example}")


def no_features_to_train_with() -> ApiError:
    """Nothing is left beside the target, or two columns have one name (Tribuo)."""
    return illegal_argument("Example had duplicate features, invalid features or no features.")


def batches_of_nothing() -> ApiError:
    """`batch_size` 0."""
    return no_such_place(0, 0)


def forest_setting_not_positive(name: str) -> ApiError:
    """`numberOfTrees`, `sampleSize` or `outputAfter` below one (aws/random-cut-forest-by-aws)."""
    return illegal_argument(f"{name} must be greater than 0")


def not_a_moment(text: str) -> ApiError:
    """A time that the pattern does not read (algorithms/rcf/FixedInTimeRandomCutForest.java)."""
    return ml_error("validation_exception", f"Failed to parse timestamp {text}")


def wrong_type_of_time(type: str) -> ApiError:
    """A time that is neither a number nor a text (algorithms/rcf/FixedInTimeRandomCutForest.java)."""
    return ml_error("validation_exception", f"Wrong data type of time field. Should use LONG or STRING, but got {type}")


def division_by_zero() -> ApiError:
    """A number that is divided by is zero."""
    return ApiError(500, "arithmetic_exception", "/ by zero")


# --- executing: plugin/.../rest/RestMLExecuteAction.java --------------------------------------------------------------


def failed_execution(error: ApiError) -> ApiError:
    """A failure in the envelope of `_execute`, which names the Java class; what is not the server's stays as it is."""
    if isinstance(error, NoAnswer) or error.status == NOT_IMPLEMENTED:
        return error
    java = "".join(word.capitalize() for word in error.type.split("_"))
    name = "OpenSearchStatusException" if java == "StatusException" else java
    reason = "Invalid Request" if error.status == BAD_REQUEST else "System Error"
    described = {"type": name, "reason": reason, "details": error.reason}
    return CustomError(error.status, {"status": error.status, "error": described})


def not_enabled() -> ApiError:
    """Metrics correlation, which no setting enables any more."""
    return illegal_argument("This algorithm is not enabled from settings")


def metrics_differ_in_length() -> ApiError:
    """Metrics correlation over series of different lengths (common/.../input/execute/metricscorrelation/)."""
    return illegal_argument("All the input metrics sizes should be same")


def too_many_metrics() -> ApiError:
    """Metrics correlation over as many series as they are long, or more."""
    return illegal_argument("The number of metrics to correlate must be smaller than the length of each time series.")


def index_to_localize_not_found(name: str) -> ApiError:
    """Anomaly localization over an index that is not there (algorithms/anomalylocalization/AnomalyLocalizerImpl.java)."""
    return ApiError(404, "index_not_found_exception", f"no such index [Failed to find index: {name}]")


def aggregate_is_no_number() -> ApiError:
    """Anomaly localization of an aggregation that has no single value."""
    buckets = "org.opensearch.search.aggregations.bucket.terms.DoubleTerms"
    number = "org.opensearch.search.aggregations.metrics.NumericMetricsAggregation$SingleValue"
    both = f"{buckets} and {number} are in unnamed module of loader 'app'"
    return ApiError(500, "class_cast_exception", f"class {buckets} cannot be cast to class {number} ({both})")


def no_outputs_asked() -> ApiError:
    """Anomaly localization with `num_outputs` 0 finds something."""
    return null_pointer(
        'Cannot invoke "org.opensearch.ml.common.output.execute.anomalylocalization.AnomalyLocalizationOutput$Entity.'
        'getContributionValue()" because "a" is null'
    )


# --- where work is done: plugin/.../task/MLTaskDispatcher.java, plugin/.../breaker/ -----------------------------------


def no_node_to_predict() -> ApiError:
    """Predicting while no node may run local models."""
    return illegal_argument("no eligible node to run predict request")


def unknown_policy() -> ApiError:
    """`task_dispatch_policy` is none, which the setting itself does not look at."""
    return illegal_argument("Unknown policy")


def node_is_busy() -> ApiError:
    """The policy `least_load` finds no node below `max_ml_task_per_node`."""
    return ApiError(500, "limit_exceeded_exception", "All nodes' executing ML task count reach limitation.")


def breaker_is_open(name: str) -> ApiError:
    """ "Memory" or "Disk": more is used than the threshold says."""
    text = f"{name} Circuit Breaker is open, please check your resources!"
    limits = {"bytes_wanted": 0, "bytes_limit": 0, "durability": "TRANSIENT"}
    return ApiError(429, "circuit_breaking_exception", text, metadata=limits)


# --- models in the node: algorithms/DLModel.java ----------------------------------------------------------------------


def inference_failed(function: str, id: str, cause: ApiError) -> ApiError:
    """What goes wrong in a local model is wrapped."""
    return ApiError(500, "m_l_exception", f"Failed to inference {function} model: {id}", caused_by=cause)


def wrong_input_of_model(function: str, id: str, wanted: str, given: str) -> ApiError:
    """Input in the form of another function."""
    names = {
        "TextDocs": "TextDocsInputDataSet",
        "Similarity": "TextSimilarityInputDataSet",
        "Question": "QuestionAnsweringInputDataSet",
        "Parameters": "remote.RemoteInferenceInputDataSet",
    }
    datasets = "org.opensearch.ml.common.dataset."
    return inference_failed(function, id, not_castable(datasets + names[given], datasets + names[wanted]))
