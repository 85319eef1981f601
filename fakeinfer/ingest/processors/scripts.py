"""The `script` processor: a script that changes the document.

`opensearch-project/OpenSearch:modules/ingest-common/src/main/java/org/opensearch/ingest/common/ScriptProcessor.java` and
`server/src/main/java/org/opensearch/script/Script.java`, which Elasticsearch shares.
"""

from __future__ import annotations

import math
from typing import Any

from ...errors import illegal_argument, not_implemented
from ...formats.javatext import hash_order, to_text
from ...wire import Json
from .. import errors
from ..declaring import Options, processor
from ..options import Config, Custom, Taken
from ..running import Run, Unhandled
from ..script_definitions import KEYS, check_definition, check_id

_DOCS = "elastic/elasticsearch-specification:specification/ingest/_types/Processors.ts"
_MOST_VALUES = 1_000_000


def _read(config: Config, taken: Taken) -> Any:
    """The script, compiled, and its parameters."""
    given = {name: config.values[name] for name in hash_order(config.values, config.held)}
    for name in KEYS:
        config.take(name)
    from ...painless import compile, frozen  # read by pipelines with scripts alone

    check_definition(given)
    source = given.get("source", given.get("inline"))
    if source is None and given.get("id") is None:
        raise illegal_argument("must specify either [source] for an inline script or [id] for a stored script")
    params = given.get("params")
    if source is None:
        return _read_stored(config, given), frozen(params if isinstance(params, dict) else {})
    lang = given.get("lang") or "painless"
    if lang != "painless":
        raise illegal_argument(f"script_lang not supported [{lang}]")
    if options := given.get("options"):
        raise illegal_argument(f"illegal compiler options [{to_text(options)}] specified")
    return compile(str(source), returns="void"), frozen(params if isinstance(params, dict) else {})


def _read_stored(config: Config, given: dict[str, Json]) -> str:
    """The name of a script that is stored; it has to be there, and to compile."""
    from ..stored_scripts import compile_stored

    id = check_id(given)
    if config.builder is not None and config.builder.state is not None:
        compile_stored(config.builder.state, id, "void")
    return id


@processor("script", [Custom("source", None, reading=_read)], source=_DOCS)
def script(run: Run, options: Options) -> None:
    """Run a script over the document."""
    from ..stored_scripts import compile_stored

    compiled, params = options.source
    if isinstance(compiled, str):
        compiled = compile_stored(run.state, compiled, "void")
    ctx = run.document.ctx
    compiled.run({"ctx": ctx, "params": params}, now=run.state.clock.millis)
    _check_values(ctx, [], [0])
    run.document.ctx = {_name(name): _plain(value) for name, value in ctx.items()}


def _check_values(value: Any, around: list[int], count: list[int]) -> None:
    """Refuse what holds itself (`CollectionUtils.ensureNoSelfReferences`)."""
    if not isinstance(value, dict | list):
        return
    count[0] += 1
    if count[0] > _MOST_VALUES:
        raise not_implemented("scripts that make so many values")
    if id(value) in around:
        raise illegal_argument("Iterable object is self-referencing itself (ingest script)")
    around.append(id(value))
    for item in list(value.values()) if isinstance(value, dict) else value:
        _check_values(item, around, count)
    around.pop()


def _plain(value: Any) -> Json:
    """A value of a script as JSON has it; what JSON has not fails the request, past all handlers."""
    from ...painless import ReadOnlyList, as_json, class_of

    if type(value) is dict or isinstance(value, dict):
        return {_name(name): _plain(item) for name, item in value.items()}
    if type(value) in (list, ReadOnlyList):
        return [_plain(item) for item in value]
    if value is None or type(value) in (str, bool, int):
        return value
    told = as_json(value)
    if told is not None:
        return told if not isinstance(told, float) or math.isfinite(told) else to_text(told)
    if isinstance(value, float):
        return value if math.isfinite(value) else to_text(value)
    if isinstance(value, int):
        return int(value)
    raise Unhandled(errors.not_writable(class_of(value)))


def _name(name: Any) -> str:
    if isinstance(name, str):
        return name
    if name is None:
        raise Unhandled(illegal_argument("Field name cannot be null"))
    raise Unhandled(errors.class_cast(name, "java.lang.String"))
