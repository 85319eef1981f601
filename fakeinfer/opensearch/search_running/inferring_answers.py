"""`ml_inference` on answers: fields of the hits, of all together or of each alone, go to a model; its output into the hits.

Source: opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/processor/MLInferenceSearchResponseProcessor.java
(observed: opensearch 2.19.1).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ...errors import ApiError
from ...formats.javatext import hash_order
from ...formats.jsontext import dumps
from ...wire import Json
from ..processors.inferring import EVERYTHING
from ..remote import gson
from . import changes, errors
from .asking import Maps, ask, checked_maps, maps_of, output_of, value_at
from .extensions import extension
from .rendering import in_hash_order, rendered

if TYPE_CHECKING:
    from .running import SearchRun

Hit = dict[str, Any]
EXTENSION = "ext.ml_inference"
_OF_REQUEST = ("_request.", "$._request.")


def infer(run: SearchRun, options: Any) -> None:
    """Ask the model about the hits. An answer that was made anew tells successful shards as the time it took."""
    if extension(run.source, "generative_qa_parameters") is not None:
        raise errors.question_does_not_print()
    work = _Work(run, options)
    if not run.hits:
        return
    if options.one_to_one:
        run.replace_hits(_one_by_one(work, run.hits))
        return
    hits = work.written(run.hits)
    run.edit_hits(hits)
    run.answer["took"] = run.answer["_shards"]["successful"]
    if work.told:
        section = {**run.answer.get("ext", {}).get("ml_inference", {}), **work.told}
        run.answer["ext"] = {"ml_inference": {name: section[name] for name in hash_order(section)}}


def _one_by_one(work: _Work, hits: list[Hit]) -> list[Hit]:
    """Each hit alone. All models are asked before the first refusal is told, with those that followed it."""
    done: list[Hit] = []
    refused: list[ApiError] = []
    prepared = [work.inputs_of([hit]) for hit in hits]
    for hit, inputs in zip(hits, prepared, strict=True):
        try:
            done += work.written([hit], inputs)
        except ApiError as error:
            if error.status == 501:
                raise
            refused.append(error)
    if refused:
        raise _with_others(*refused)
    return done


def _with_others(first: ApiError, *others: ApiError) -> ApiError:
    """The first refusal, with the others; its root cause tells of them only when it is of the server's own kind."""
    alone = ApiError(first.status, first.type, first.reason)
    roots = None if first.type == "status_exception" else [alone]
    return ApiError(first.status, first.type, first.reason, suppressed=others, root_cause=roots)


class _Inputs:
    """What goes to the model for one map, and which of the hits it came from."""

    __slots__ = ("parameters", "takes_part")

    def __init__(self, parameters: dict[str, str], takes_part: list[bool]) -> None:
        self.parameters = parameters
        self.takes_part = takes_part


class _Work:
    """The maps of a processor at work on the hits of one search."""

    def __init__(self, run: SearchRun, options: Any) -> None:
        self.run = run
        self.options = options
        self.query: Any = rendered(run.state, run.source)
        self.required: Maps = checked_maps(options.input_map)
        self.maps = checked_maps(options.input_map, getattr(options, "optional_input_map", None))
        self.outputs = maps_of(options.output_map, getattr(options, "optional_output_map", None))
        self.told: dict[str, Json] = {}
        """What goes into the answer beside the hits."""

    def inputs_of(self, hits: list[Hit]) -> list[_Inputs]:
        """The inputs for each map, one with whole sources if there is none."""
        if not self.maps:
            whole: dict[str, Any] = {}
            for hit in hits:
                for name, value in hit.get("_source", {}).items():
                    self._collect(whole, name, value)
            return [_Inputs(_as_texts(whole), [True] * len(hits))]
        return [self._mapped(number, hits) for number in range(len(self.maps))]

    def _mapped(self, number: int, hits: list[Hit]) -> _Inputs:
        names = self.maps[number]
        self._check_request(names)
        required = self.required[number] if number < len(self.required) else {}
        found: dict[str, Any] = {}
        takes_part = [self._has_all(hit, required) for hit in hits]
        for hit, complete in zip(hits, takes_part, strict=True):
            if complete:
                self._take(found, names, hit)
            elif not self.options.ignore_missing:
                raise errors.field_of_hits_missing(
                    [*names.values()], dumps(hit, pretty=True).rstrip(), dumps(self.query)
                )
        return _Inputs(_as_texts(found), takes_part)

    def _check_request(self, names: dict[str, str]) -> None:
        for path in names.values():
            if path.startswith(_OF_REQUEST):
                wanted = path.replace("_request.", "", 1)
                config = self.options.model_config or {}
                absent = value_at(self.query, wanted) is None and wanted not in config
                if absent and not self.options.ignore_missing:
                    raise errors.field_of_request_missing([*names.values()], dumps(self.query))

    def _has_all(self, hit: Hit, required: dict[str, str]) -> bool:
        config = self.options.model_config or {}
        return all(
            path in config or value_at(hit.get("_source", {}), path) is not None
            for path in required.values()
            if not path.startswith(_OF_REQUEST)
        )

    def _take(self, found: dict[str, Any], names: dict[str, str], hit: Hit) -> None:
        for name, path in names.items():
            if path.startswith(_OF_REQUEST) and name not in found:
                value = value_at(self.query, path.replace("_request.", "", 1))
                if value is not None:
                    found[name] = gson.parameter(value)
            elif (value := value_at(hit.get("_source", {}), path)) is not None:
                self._collect(found, name, value)

    def _collect(self, found: dict[str, Any], name: str, value: Json) -> None:
        if self.options.one_to_one:
            found[name] = value
        else:
            found.setdefault(name, []).append(value)

    def written(self, hits: list[Hit], inputs: list[_Inputs] | None = None) -> list[Hit]:
        """The hits with the model's output in their sources."""
        inputs = self.inputs_of(hits) if inputs is None else inputs
        answers = [ask(self.run, self.options, one.parameters) for one in inputs]
        turns = [0] * len(answers)
        done = []
        for place, hit in enumerate(hits):
            if "_source" in hit:
                hit = {**hit, "_source": self._new_source(hit, place, inputs, answers, turns)}
            done.append(hit)
        return done

    def _new_source(
        self, hit: Hit, place: int, inputs: list[_Inputs], answers: list[list[dict[str, Any]]], turns: list[int]
    ) -> dict[str, Json]:
        source = {name: in_hash_order(value) for name, value in hit["_source"].items()}
        for number, (one, results) in enumerate(zip(inputs, answers, strict=True)):
            if not one.takes_part[place]:
                continue
            names: Any = self.outputs[number] if self.outputs else {EVERYTHING: None}
            for name, field in names.items():
                everything = output_of(results, self.options, field)
                own = self._share(everything, sum(one.takes_part), turns[number])
                if name.startswith(EXTENSION):
                    at_once = changes.EXTENSIONS_GET_EVERYTHING in self.run.state.switched_on
                    self.told[re.sub(r"ext.ml_inference.", "", name, count=1)] = everything if at_once else own
                elif name not in hit["_source"] or self.options.override:
                    source[name] = own
            turns[number] += 1
        return {name: source[name] for name in hash_order(source)}

    def _share(self, value: Json, hits: int, turn: int) -> Json:
        """Of a list as long as there are hits, each gets its own."""
        spread = isinstance(value, list) and len(value) == hits and not self.options.one_to_one
        return value[turn] if spread and isinstance(value, list) else value


def _as_texts(values: dict[str, Any]) -> dict[str, str]:
    return {name: gson.parameter(value) for name, value in values.items()}
