"""Pre- and post-process functions of one's own: Painless scripts, whose value is a text of JSON.

Sources: opensearch-project/ml-commons:common/src/main/java/org/opensearch/ml/common/connector/functions/preprocess/
{DefaultPreProcessFunction,RemoteInferencePreProcessFunction}.java, `common/.../utils/StringUtils.java`, `ScriptUtils.java` and
`HttpConnector.java` (`parseResponse`) (observed: opensearch 2.19.1).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ...errors import illegal_argument
from ...painless import LinkedMap, compile
from ...wire import Json
from ..ml.errors import null_pointer
from . import errors, gson
from .inputs import Input, Parameters, Question, Similarity, TextDocs
from .made_tensors import read_tensors
from .postprocess import Tensor, mapped

AS_TEXTS = "pre_process_function.convert_input_to_json_string"
AS_OBJECTS = "pre_process_function.convert_remote_inference_param_to_object"


def pre_process(script: str, given: Input, parameters: Mapping[str, str | None]) -> dict[str, str]:
    """The parameters that a script makes of an input."""
    if isinstance(given, Parameters):
        asked: dict[str, Json] = dict(given.values or {})
        if _is_on(parameters, AS_OBJECTS):
            asked = {name: gson.read(value) if gson.is_json(value) else value for name, value in asked.items()}
    else:
        asked = _as_map(given)
        if _is_on(parameters, AS_TEXTS):
            asked = {name: gson.parameter(asked[name]) for name in sorted(asked, reverse=True)}
    made = _run(script, asked)
    if made is None:
        raise illegal_argument("Preprocess function output is null")
    return _parameters_in(made)


def _is_on(parameters: Mapping[str, str | None], name: str) -> bool:
    return (parameters.get(name) or "").lower() == "true"


def _run(script: str, params: dict[str, Json]) -> Any:
    return compile(script, ("params",), returns="String").run({"params": _linked(params)})


def _linked(value: Json) -> Any:
    """JSON as Gson holds it: maps in the order in which they were written."""
    if isinstance(value, dict):
        return LinkedMap((name, _linked(item)) for name, item in value.items())
    return [_linked(item) for item in value] if isinstance(value, list) else value


def _as_map(given: Input) -> dict[str, Json]:
    """An input as it prints, texts escaped for JSON."""
    if isinstance(given, TextDocs):
        return {"algorithm": given.algorithm, "text_docs": [_escaped(doc) for doc in given.docs]}
    if isinstance(given, Similarity):
        docs: Json = [_escaped(doc) for doc in given.docs]
        return {"algorithm": "REMOTE", "query_text": _escaped(given.query), "text_docs": docs}
    assert isinstance(given, Question)
    return {"algorithm": "REMOTE", "question": given.question, "context": given.context}


def _escaped(text: str | None) -> str | None:
    return None if text is None else gson.text(text)[1:-1]


def _parameters_in(made: str) -> dict[str, str]:
    """What the script says of `parameters`: texts as they are, all else as JSON."""
    if made.lstrip()[:1] not in ("{", "["):
        raise errors.not_an_object(_beginning(_first(made)))
    try:
        read = gson.read(made)
    except gson.NotJson as refused:
        raise errors.answer_is_no_json(refused.problem, ends=refused.ends) from None
    if not isinstance(read, dict):
        raise errors.not_an_object(_beginning(read))
    parameters = read.get("parameters")
    if parameters is None:
        return {}
    if not isinstance(parameters, dict):
        raise errors.no_map(parameters)
    return {name: gson.parameter(gson.doubles(value)) for name, value in parameters.items()}


def _first(made: str) -> Json:
    """The value that a text begins with, which may go on in any way."""
    word = re.match(r"\s*([^\s,;:{}\[\]]*)", made)
    held = gson.read(word[1]) if word and word[1][:1] not in ("", "'", '"') else ""
    if held is None:
        raise null_pointer('Cannot invoke "java.util.Map.get(Object)" because "processedInput" is null')
    return held


def _beginning(read: Json) -> str:
    """What Gson found where an object should begin; of a list it reads pairs."""
    if isinstance(read, list):
        token = "NUMBER" if read and isinstance(read[0], int | float) else "STRING"
        return f"Expected BEGIN_ARRAY but was {token} at line 1 column 3 path $[0]\n{gson.OTHER_KIND}"
    token = "BOOLEAN" if isinstance(read, bool) else "NUMBER" if isinstance(read, int | float) else "STRING"
    return f"Expected BEGIN_OBJECT but was {token} at line 1 column 1 path $\n{gson.OTHER_KIND}"


def post_process(script: str, value: Json) -> str | None:
    """The text that a script makes of an answer; None when it leaves it as it is."""
    params = gson.doubles(value)
    made: str | None = _run(script, params if isinstance(params, dict) else {"result": params})
    return made


def tensors_of(made: Json, said: str) -> list[Tensor]:
    """The tensors in a script's value, or in what a filter found there; `said` is the value itself."""
    if not gson.is_json(said):
        return [mapped(made if isinstance(made, dict) else {"response": made})]
    if not isinstance(made, str):
        raise errors.cast_to_text(made)
    return read_tensors(made)
