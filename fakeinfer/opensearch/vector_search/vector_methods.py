"""How vectors are indexed: the `method` of a `knn_vector` field.

Sources: opensearch-project/k-NN:src/main/java/org/opensearch/knn/index/engine/{KNNMethodContext,MethodComponent,AbstractKNNLibrary,
AbstractKNNMethod}.java; texts observed: opensearch 2.19.1.
"""

from __future__ import annotations

from typing import Any

from ...mapping.options import java_text
from ...mapping.types import Definition, Refused
from ...wire import Json

SPACES = ("l2", "cosinesimil", "l1", "linf", "innerproduct", "hamming")
ENGINES = ("nmslib", "faiss", "lucene")
MAX_DIMENSIONS = 16_000
_COMMON = ("l2", "cosinesimil", "innerproduct", "hamming")
METHODS: dict[tuple[str, str], tuple[str, ...]] = {
    ("lucene", "hnsw"): _COMMON,
    ("faiss", "hnsw"): _COMMON,
    ("faiss", "ivf"): _COMMON,
    ("nmslib", "hnsw"): ("l2", "l1", "linf", "cosinesimil", "innerproduct"),
}
"""Methods of each engine, with the spaces they index."""
_NUMBERS = {
    "lucene": ("m", "ef_construction"),
    "faiss": ("m", "ef_construction", "ef_search"),
    "nmslib": ("m", "ef_construction"),
}
ENCODERS = {"lucene": ("sq",), "faiss": ("flat", "sq", "pq", "binary")}
_COMPRESSIONS = {"lucene": ("1x", "4x"), "nmslib": ("1x",), "faiss": ("1x", "2x", "8x", "16x", "32x")}


def read_method(value: Json) -> dict[str, Any]:
    """A method in the form in which it is printed, its engine and space still None where it leaves them open."""
    if not isinstance(value, dict):
        raise Refused('Unable to parse mapping into KNNMethodContext. Object not of type "Map"')
    engine = space = None
    name: Json = ""
    parameters: Json = {}
    for key, setting in value.items():
        if key == "engine":
            engine = _engine(setting)
        elif key == "space_type":
            space = _space(setting)
        elif key == "name":
            if not isinstance(setting, str):
                raise Refused("namehas to be a string")
            name = setting
        elif key == "parameters":
            parameters = _parameters(setting)
        else:
            raise Refused(f"Invalid parameter: {key}")
    if not name:
        raise Refused("name needs to be set")
    return {"engine": engine, "space_type": space, "name": name, "parameters": parameters}


def _engine(value: Json) -> str | None:
    if value is not None and not isinstance(value, str):
        raise Refused('"engine" must be a string')
    if value is not None and value.lower() not in ENGINES:
        raise Refused(f"Invalid engine: {value}")
    return None if value is None else value.lower()


def _space(value: Json) -> str | None:
    if value is not None and not isinstance(value, str):
        raise Refused('"space_type" must be a string')
    if value is None or value.lower() not in (*SPACES, "undefined"):
        raise Refused(f"Invalid space_type: {java_text(value)}")
    return None if value.lower() == "undefined" else value.lower()


def _parameters(value: Json) -> Json:
    if value is None:
        return None
    if not isinstance(value, dict):
        raise Refused("Unable to parse parameters for main method component")
    return {
        name: {"name": part.get("name"), "parameters": part.get("parameters") or {}} if isinstance(part, dict) else part
        for name, part in value.items()
    }


def invalid(*problems: str) -> Refused:
    """What is wrong with a method altogether."""
    listed = "".join(f"{number}: {problem};" for number, problem in enumerate(problems, 1))
    return Refused(f"Validation Failed: {listed}", type="validation_exception")


def check_method(method: dict[str, Any], definition: Definition, data_type: str) -> None:
    """Refuse a method with its engine and space, or a field without one, that cannot be indexed so."""
    engine, space, name = method["engine"], method["space_type"], method["name"]
    if (engine, name) not in METHODS:
        raise Refused(f"Invalid method name: {name}", as_argument=True)
    compression = definition.get("compression_level")
    if compression is not None and compression not in _COMPRESSIONS[engine]:
        raise invalid(f'"{engine}" does not support "{compression}" compression')
    if name == "ivf" or _trained(method["parameters"], engine):
        raise invalid('"method" requires training.')
    problems = _size_problems(definition.get("dimension", -1), engine, data_type)
    if (space == "hamming") != (data_type == "binary"):
        raise Refused(f"Space type [{space}] is not supported with [{data_type}] data type", as_argument=True)
    if space not in METHODS[engine, name]:
        problems.append(f'"{name}" with "{engine}" configuration does not support space type: "{space}".')
    if engine == "nmslib" and data_type != "float":
        problems.append(f'Method "{name}" is not supported for vector data type "{data_type.upper()}".')
    problems += _parameter_problems(method["parameters"] or {}, engine)
    if problems:
        raise invalid(*problems)


def _trained(parameters: Json, engine: str) -> bool:
    """Whether the vectors are encoded by something that has to be trained first."""
    encoder = parameters.get("encoder") if isinstance(parameters, dict) else None
    if not isinstance(encoder, dict) or engine not in ENCODERS:
        return False
    if encoder.get("name") not in ENCODERS[engine]:
        asked = "org.opensearch.knn.index.engine.MethodComponent.isTrainingRequired(org.opensearch.knn.index.engine.MethodComponentContext)"
        reason = f'Cannot invoke "{asked}" because "methodComponent" is null'
        raise Refused(reason, type="null_pointer_exception")
    return bool(encoder["name"] == "pq")


def _size_problems(dimension: int, engine: str, data_type: str) -> list[str]:
    if dimension > MAX_DIMENSIONS:
        return [f"Dimension value cannot be greater than {MAX_DIMENSIONS} for vector with engine: {engine}"]
    if data_type == "binary" and dimension > 0 and dimension % 8:
        return ["Dimension should be multiply of 8 for binary vector data type"]
    return []


def _parameter_problems(parameters: dict[str, Json], engine: str) -> list[str]:
    problems = []
    for name in sorted(parameters):  # the server lists them in a hash order
        value = parameters[name]
        if name == "encoder" and engine != "nmslib":
            continue
        if name not in _NUMBERS[engine]:
            problems.append(f"Unknown parameter '{name}' found")
        elif isinstance(value, bool) or not isinstance(value, int):
            problems.append(f"value is not an instance of Integer for Integer parameter [{name}].")
        elif value <= 0:
            problems.append(f"parameter validation failed for Integer parameter [{name}].")
    return problems
