"""`_scripts/painless/_execute`: a script run by itself, or over a document that comes with it.

Source: opensearch-project/OpenSearch:modules/lang-painless/src/main/java/org/opensearch/painless/action/PainlessExecuteAction.java;
observed: opensearch 2.19.1.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .. import documents, indices
from ..errors import ApiError, illegal_argument, not_implemented, request_invalid
from ..object_parser import OBJECT, TEXT, Field, ObjectParser, reader_of, within
from ..operations import GET, POST, Call
from ..script_definitions import PAINLESS, Script, check_language, read_script
from ..search.locate import Place
from ..search.query import Reading
from ..search.scripts.search_scripts import over
from ..search.view import view_of
from ..store import Store
from ..wire import Json
from .declaring import Shared
from .templating import MUSTACHE
from .writing import concrete_index

if TYPE_CHECKING:
    from ..cluster import State

SETUP = ObjectParser("execute_script_context", {"index": TEXT, "document": OBJECT, "query": OBJECT})
REQUEST = ObjectParser(
    "painless_execute_request",
    {
        "script": Field(("START_OBJECT", "VALUE_STRING"), read_script),
        "context": TEXT,
        "context_setup": within(SETUP),
    },
)
ALONE, FILTER, SCORE = "painless_test", "filter", "score"
OF_FIELDS = tuple(
    f"{kind}_field" for kind in ("boolean", "composite", "date", "double", "geo_point", "ip", "keyword", "long")
)
"""Contexts of Elasticsearch whose scripts make the values of a field."""


def unsupported_context(name: str) -> ApiError:
    """A context in which nothing is run by itself."""
    cause = ApiError(400, "unsupported_operation_exception", f"unsupported script context name [{name}]")
    reason = "Failed to build [painless_execute_request] after last required field arrived"
    return ApiError(400, "x_content_parse_exception", reason, caused_by=cause)


def no_setup() -> ApiError:
    """A context that wants a document, and nothing said of one."""
    return ApiError(500, "null_pointer_exception", 'Cannot read field "index" because "this.contextSetup" is null')


def execute(call: Call) -> Json:
    """Run a script, and show what it makes."""
    body: dict[str, Any] = call.body
    if "script" not in body:
        raise illegal_argument("Required [script]")
    script, context, setup = body["script"], body.get("context", ALONE), body.get("context_setup")
    if context not in (ALONE, FILTER, SCORE):
        if context in OF_FIELDS and call.contract.product.name == "elasticsearch":
            raise not_implemented(f"scripts of the context [{context}]")
        raise unsupported_context(context)
    problems = [] if script.id is None else ["only inline scripts are supported"]
    if context != ALONE:
        if setup is None:
            raise no_setup()
        problems += [
            f"{name} is a required parameter for current context" for name in ("index", "document") if name not in setup
        ]
    if problems:
        raise request_invalid(*problems)
    if script.lang != PAINLESS:
        if script.lang == MUSTACHE:
            raise illegal_argument(f"mustache engine does not know how to handle context [{context}]")
        check_language(script.lang)
    return {
        "result": _alone(call, script) if setup is None or context == ALONE else _over(call, script, context, setup)
    }


def _alone(call: Call, script: Script) -> str:
    from ..painless import compile, frozen  # few run scripts by themselves
    from ..painless.values import text

    compiled = compile(str(script.source), ("params",))
    return text(compiled.run({"params": frozen(dict(script.params))}, now=call.state.clock.millis))


def _over(call: Call, script: Script, context: str, setup: dict[str, Any]) -> Json:
    """What the script makes of the only document of an index like the one that is named."""
    index = concrete_index(call.state, setup["index"])
    alone = _with_one_document(call.state, index, setup["document"])
    view, score = view_of(alone, index), 1.0
    if "query" in setup and context == SCORE:
        query = Reading(alone).query(setup["query"], Place(setup["query"]))
        score = query.scores(view, 1.0).get(0, 0.0)
    made: Json = over(script, view, "boolean" if context == FILTER else "double", scored=context == SCORE)(0, score)
    return made


def _with_one_document(state: State, index: str, source: dict[str, Any]) -> State:
    """A state that holds nothing but a document."""
    alone = replace(state, store=Store(), memo={})
    alone.store.put(indices.COLLECTION, index, indices.find(state, index))
    documents.write(alone, index, "document", source)
    return alone


EXECUTE = Shared(
    "scripts_painless_execute",
    (GET("/_scripts/painless/_execute"), POST("/_scripts/painless/_execute")),
    execute,
    {},
    "required_or_source",
    reader_of(REQUEST),
)
