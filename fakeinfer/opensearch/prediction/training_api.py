"""Training with algorithms that run in the node, and predicting with what was trained.

Data come with the call or from a search. A trained model is a document like any other model, with what it learned as its content.
`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/rest/{RestMLTrainingAction,RestMLTrainAndPredictAction}.java`,
`.../task/{MLTrainingTaskRunner,MLTrainAndPredictTaskRunner,MLPredictTaskRunner}.java`.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ...errors import ApiError, illegal_argument, not_implemented, request_invalid
from ...operations import POST, Bool, Call, operation
from ...wire import Json
from ..algorithms import errors as algorithm_errors
from ..algorithms import sample
from ..algorithms.catalog import Algorithm, algorithms
from ..algorithms.frames import Frame, frame_of_documents, frame_of_json, read_frame
from ..algorithms.parameters import Refused, read_parameters
from ..algorithms.reading import read_list, read_object, read_text
from ..ml import indices as ml_indices
from ..ml import task_records
from ..ml.counts import count_model, counted, times_asked
from ..ml.indices import MODELS
from ..models import errors as model_errors
from ..models.bodies import DEEP_LEARNING, function_of
from ..models.dispatching import check_breakers, choose_node
from ..models.group_api import PRIVILEGE, SOURCE

if TYPE_CHECKING:
    from ...cluster import State

VERSION = "1.0.0"
TRAINABLE = "org.opensearch.ml.engine.Trainable"
TRAINABLE_AND_PREDICTABLE = "org.opensearch.ml.engine.TrainAndPredictable"
DATASETS = "org.opensearch.ml.common.dataset."
DATA_FRAMES = f"{DATASETS}DataFrameInputDataset"
REMEMBERED_FROM = 2
"""From so many predictions on the server knows a model without its document (observed: opensearch 2.19.1)."""
LIKE_REMOTE = ("REMOTE", "AGENT")
"""Functions whose input is read as a remote model's: parameters are data enough."""


@dataclass(slots=True)
class Input:
    """What a body gives an algorithm: parameters, and data themselves or a search for them."""

    algorithm: str
    parameters: dict[str, Any] | None = None
    frame: Frame | None = None
    indices: list[str] = field(default_factory=list)
    search: Json = None
    other: str | None = None
    """The Java class of data of another kind, which no algorithm here takes."""

    @property
    def type(self) -> str:
        """What tasks call it."""
        return "DATA_FRAME" if self.frame is not None else "SEARCH_QUERY" if self.search is not None else "REMOTE"

    def record(self) -> dict[str, Any]:
        """It as JSON, for a task that is done later."""
        kept = {"algorithm": self.algorithm, "parameters": self.parameters, "indices": self.indices}
        frame = None if self.frame is None else self.frame.json()
        return {**kept, "frame": frame, "search": self.search, "other": self.other}

    @classmethod
    def of(cls, record: dict[str, Any]) -> Input:
        """What `record` gave."""
        frame = None if record["frame"] is None else frame_of_json(record["frame"])
        return cls(**{**record, "frame": frame})

    @property
    def is_there(self) -> bool:
        """Whether there are any data at all."""
        return self.frame is not None or self.search is not None or self.other is not None


@operation(
    "ml.train",
    POST("/_plugins/_ml/_train/{algorithm_name}"),
    query={"async": Bool(False)},
    body="required",
    privilege=PRIVILEGE + "train",
    source=SOURCE,
)
def train(call: Call) -> Json:
    """Train a model and store it; with `async` a task tells when that is done."""
    given = _input_to_train_with(call)
    if not call.query["async"]:
        return {"model_id": _trained(call.state, given), "status": "COMPLETED"}
    task = task_records.start(call.state, "TRAINING", given.algorithm, input_type=given.type)
    task_records.schedule(call.state, task, "train", given=given.record())
    return {"task_id": task, "status": "CREATED"}


@operation(
    "ml.train_predict",
    POST("/_plugins/_ml/_train_predict/{algorithm_name}"),
    query={"async": Bool(False)},
    body="required",
    privilege=PRIVILEGE + "trainAndPredict",
    source=SOURCE,
    unread_query="it is never asynchronous, whatever `async` says",
)
def train_predict(call: Call) -> Json:
    """Train, and predict for the same data; nothing is stored."""
    given = _input_to_train_with(call)
    with counted(call.state, given.algorithm, "train_predict"):
        algorithm = _algorithm(given.algorithm)
        if algorithm.train_predict is None:
            raise algorithm_errors.not_castable(algorithm.java, TRAINABLE_AND_PREDICTABLE)
        frame = _frame(call.state, given)
        _check(given, algorithm, given.algorithm)
        return _predicted(algorithm.train_predict(frame, given.parameters or {}, _seed(call.state)))


def read_input(call: Call, name: str) -> Input:
    """The body as an algorithm reads it."""
    given = Input(name)
    body = read_object(call, (), call.body)
    for field_name, value in body.items():
        if field_name == "parameters":
            if name in LIKE_REMOTE:
                given.other = f"{DATASETS}remote.RemoteInferenceInputDataSet"
            else:
                given.parameters = read_parameters(call, name, value)
        elif field_name == "input_index":
            items = read_list(call, (field_name,), value)
            given.indices = [read_text(call, (field_name, place), item) for place, item in enumerate(items)]
        elif field_name == "input_query":
            given.search = read_object(call, (field_name,), value)
        elif field_name == "input_data":
            given.frame = read_frame(call, (field_name,), value)
    if name in DEEP_LEARNING:
        _refuse_texts(given, body)
    elif given.frame is None and given.search is not None and not given.indices:
        raise illegal_argument("indices can't be empty")
    return given


def predict_with(call: Call, id: str, model: dict[str, Any], given: Input) -> Json:
    """What a trained model says to data; the algorithm is the model's, whatever the path says."""
    if not given.is_there:
        raise request_invalid("input data can't be null")
    name = model["algorithm"]
    if not is_trained(model):
        raise algorithm_errors.not_castable(DATA_FRAMES, f"{DATASETS}TextDocsInputDataSet")
    choose_node(call.state, to_predict=True)
    check_breakers(call.state)
    with counted(call.state, name, "predict", id):
        if given.other is not None:
            raise algorithm_errors.not_castable(given.other, DATA_FRAMES)
        frame = _frame(call.state, given)
        content = json.loads(base64.b64decode(model["model_content"]))
        algorithm = algorithms()[name]
        if given.parameters is not None and given.algorithm != name:
            raise algorithm_errors.unsupported_algorithm(name)  # parameters of one algorithm are none of another
        _check(given, algorithm, name)
        if name == "SAMPLE_ALGO":
            return {"sample_result": sample.total(frame)}
        if algorithm.predict is None:
            raise not_implemented(f"predicting with {name}")
        return _predicted(algorithm.predict(content, frame, given.parameters or {}))


def predict_with_absent(state: State, id: str) -> ApiError:
    """The refusal of a model that is not there: one that was used twice is still known, and only then found gone."""
    if times_asked(state, id, "predict") >= REMEMBERED_FROM:
        return algorithm_errors.no_trained_model()
    return model_errors.model_not_found()


def finish_training(state: State, task: str, work: dict[str, Any]) -> None:
    """End a training that was asked for without waiting."""
    try:
        model = _trained(state, Input.of(work["given"]), begun=lambda: task_records.show_running(state, task))
    except ApiError as error:
        task_records.end(state, task, "FAILED", error=error.reason)
        return
    count_model(state, model, "train")
    task_records.end(state, task, "COMPLETED", model_id=model)


def reads_data(name: str) -> bool:
    """Whether the body for a function is data, and not texts or parameters."""
    return name not in DEEP_LEARNING and name not in LIKE_REMOTE


def is_trained(model: dict[str, Any]) -> bool:
    """Whether a model was trained here, and predicts by an algorithm."""
    return "model_content" in model and model["algorithm"] in algorithms()


def _input_to_train_with(call: Call) -> Input:
    given = read_input(call, function_of(call, {"function_name": call.path["algorithm_name"]}))
    if not given.is_there:
        raise request_invalid("input data can't be null")
    choose_node(call.state)
    check_breakers(call.state)
    return given


def _refuse_texts(given: Input, body: dict[str, Any]) -> None:
    """Models of text read data of their own kind, and cannot be trained with them."""
    from ..remote.inputs import read_input as read_texts

    read_texts(body, given.algorithm)
    given.other = f"{DATASETS}TextDocsInputDataSet"


def _trained(state: State, given: Input, begun: Callable[[], None] = lambda: None) -> str:
    """The id of a new model; `begun` is told when the data are there."""
    name = given.algorithm
    with counted(state, name, "train"):
        algorithm = _algorithm(name)
        if algorithm.train is None:
            raise algorithm_errors.not_castable(algorithm.java, TRAINABLE)
        frame = _frame(state, given)
        begun()
        _check(given, algorithm, name)
        content = algorithm.train(frame, given.parameters or {}, _seed(state))
    document = {
        "name": name,
        "algorithm": name,
        "model_version": VERSION,
        "model_content": base64.b64encode(json.dumps(content, separators=(",", ":")).encode()).decode(),
        "model_state": "TRAINED",
    }
    return ml_indices.add(state, MODELS, document)


def _algorithm(name: str) -> Algorithm:
    if name not in algorithms():
        raise not_implemented(f"training with {name}")
    return algorithms()[name]


def _check(given: Input, algorithm: Algorithm, name: str) -> None:
    try:
        algorithm.check(given.parameters or {})
    except Refused as error:
        raise algorithm_errors.unsupported_algorithm(name) from error


def _frame(state: State, given: Input) -> Frame:
    """The data themselves."""
    frame = given.frame
    if frame is None:
        from ...indices.resolving import resolve
        from ...search import engine

        found = engine.search(state, resolve(state, ",".join(given.indices)), given.search)
        if found["hits"]["total"]["value"] == 0:
            raise illegal_argument("No document found")
        frame = frame_of_documents([hit.get("_source", {}) for hit in found["hits"]["hits"]])
    if not frame.rows:
        raise algorithm_errors.empty_frame()
    return frame


def _predicted(found: Frame) -> Json:
    return {"status": "COMPLETED", "prediction_result": found.json()}


def _seed(state: State) -> int:
    """Where algorithms begin that the server seeds with the time."""
    return int.from_bytes(hashlib.blake2b(f"{state.ids.seed}/trained".encode(), digest_size=8).digest())
