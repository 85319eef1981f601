"""`/_ingest/pipeline`: pipelines stored, listed, versioned, deleted. Simulating is in `ingest_simulate.py`.

Records of the collection `pipelines` are {"config": the body as sent, "created_millis", "modified_millis"}.
"""

from __future__ import annotations

from ..clock import Clock
from ..formats.jsontext import dumps
from ..indices import COLLECTION as INDICES
from ..ingest import errors as refusals
from ..ingest.references import processors_of
from ..ingest.stored import COLLECTION, matching, read_pipeline, selected
from ..operations import DELETE, GET, PUT, Bool, Call, Custom, Text, Time, operation
from ..wire import Json, Rendered, Reply
from . import bodies, changes
from . import ingest_errors as errors
from .start_settings import MOST_INFERENCE_PROCESSORS

_MANAGED = ("created_date_millis", "created_date", "modified_date_millis", "modified_date")
_LONGEST = 255
_MOST_INFERENCE = 50
_FORBIDDEN = ' "*,/<>?\\|'


def _if_version(name: str, text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise errors.if_version_no_integer(text) from None


@operation(
    "ingest.put_pipeline",
    PUT("/_ingest/pipeline/{id}"),
    query={"if_version": Custom(_if_version, suggested=False), "timeout": Time("30s"), "master_timeout": Time("30s")},
    body="required_or_source",
    reader=bodies.read_pipeline,
    privilege="manage_ingest_pipelines",
    source="elastic/elasticsearch-specification:specification/ingest/put_pipeline/PutPipelineRequest.ts",
    unread_query="everything is done at once: nothing times out",
)
def put_pipeline(call: Call) -> Json:
    """Store a pipeline, in place of one of the same id; `if_version` asks for the version that is there."""
    id = call.path["id"]
    config = call.body if isinstance(call.body, dict) else {}
    stored = call.store.get(COLLECTION, id)
    required = call.query["if_version"]
    if call.has(changes.PIPELINES_ARE_DATED):
        for name in _MANAGED:
            if name in config:
                raise errors.managed_by_the_system(name)
    _warn_of_name(call, id)
    _limit_inference(call, config)
    read_pipeline(call.state, id, config, call.warnings)
    if required is not None:
        config = _versioned(id, config, stored, required)
    elif stored is not None and stored["config"] == config:
        return {"acknowledged": True}
    now = call.state.clock.millis
    created = stored["created_millis"] if stored else now
    call.store.put(COLLECTION, id, {"config": config, "created_millis": created, "modified_millis": now})
    return {"acknowledged": True}


def _versioned(id: str, config: dict[str, Json], stored: Json, required: int) -> dict[str, Json]:
    """The definition with the version it gets when `if_version` was asked for."""
    if stored is None:
        raise errors.pipeline_version_of_none(id, required)
    current = stored["config"].get("version")
    if current != required:
        raise errors.pipeline_version_conflict(id, required, current)
    given = config.get("version")
    if given is not None and int(given) == current:
        raise errors.same_pipeline_version(id, current)
    return config if given is not None else {**config, "version": required + 1}


def _limit_inference(call: Call, config: dict[str, Json]) -> None:
    """Refuse one more pipeline with inference when the stored ones hold as many such processors as there may be."""
    if not any(type == "inference" for type, _ in processors_of(config)):
        return
    limit = int(call.state.options["settings"].get(MOST_INFERENCE_PROCESSORS, _MOST_INFERENCE))
    stored = (record["config"] for record in call.store[COLLECTION].values())
    count = sum(type == "inference" for definition in stored for type, _ in processors_of(definition))
    if count >= limit:
        raise errors.too_many_inference_processors(count, limit)


def _warn_of_name(call: Call, id: str) -> None:
    """Names that a later version will refuse. elastic/elasticsearch:server/src/main/java/org/elasticsearch/ingest/IngestService.java"""
    if not call.has(changes.PIPELINE_NAMES_ARE_WATCHED):
        return
    reason = None
    if any(character in _FORBIDDEN for character in id):
        reason = "must not contain the following characters [' ','\"','*',',','/','<','>','?','\\','|']"
    elif "#" in id:
        reason = "must not contain '#'"
    elif ":" in id:
        reason = "must not contain ':'"
    elif id[:1] in ("_", "-"):
        reason = "must not start with '_', '-', or '+'"
    elif id in (".", ".."):
        reason = "must not be '.' or '..'"
    elif (length := len(id.encode(errors="replace"))) > _LONGEST:
        reason = f"index name is too long, ({length} > {_LONGEST})"
    if reason is not None:
        call.warnings.append(
            f"Pipeline name [{id}] will be disallowed in a future version for the following reason: {reason}"
        )


@operation(
    "ingest.get_pipeline",
    GET("/_ingest/pipeline"),
    GET("/_ingest/pipeline/{id}"),
    query={"summary": Bool(False), "master_timeout": Time("30s")},
    privilege="read_pipeline",
    source="elastic/elasticsearch-specification:specification/ingest/get_pipeline/GetPipelineRequest.ts",
    unread_query="everything is done at once: nothing times out",
)
def get_pipeline(call: Call) -> Json | Reply:
    """Pipelines by id, list and wildcard; none at all is a 404 with an empty object."""
    records = call.store[COLLECTION]
    ids = selected(records, call.path.get("id"))
    if not ids:
        return Reply({}, 404)
    shown = [(id, {} if call.query["summary"] else _shown(call, records[id])) for id in ids]
    if len(set(ids)) == len(ids):
        return dict(shown)
    return Rendered("{" + ",".join(f"{dumps(id)}:{dumps(config)}" for id, config in shown) + "}")


def _shown(call: Call, record: Json) -> dict[str, Json]:
    """A stored definition with the dates the system keeps."""
    shown = dict(record["config"])
    if call.has(changes.PIPELINES_ARE_DATED):
        for name in ("created", "modified"):
            millis = record[f"{name}_millis"]
            if call.human:
                shown[f"{name}_date"] = Clock(millis).iso()
            shown[f"{name}_date_millis"] = millis
    return shown


@operation(
    "ingest.delete_pipeline",
    DELETE("/_ingest/pipeline/{id}"),
    query={"timeout": Time("30s"), "master_timeout": Time("30s")},
    privilege="manage_ingest_pipelines",
    source="elastic/elasticsearch-specification:specification/ingest/delete_pipeline/DeletePipelineRequest.ts",
    unread_query="everything is done at once: nothing times out",
)
def delete_pipeline(call: Call) -> Json:
    """Remove the pipelines one id or wildcard means; one that an index uses stops all of it."""
    id = call.path["id"]
    records = call.store[COLLECTION]
    ids = matching(records, id) if "*" in id else [id] if id in records else []
    if not ids and id != "*":
        raise refusals.pipeline_missing(id)
    for doomed in ids:
        defaults, finals = (
            _indices_using(call, doomed, "default_pipeline"),
            _indices_using(call, doomed, "final_pipeline"),
        )
        if defaults or finals:
            raise errors.pipeline_in_use(doomed, defaults, finals)
    for doomed in ids:
        call.store.delete(COLLECTION, doomed)
    return {"acknowledged": True}


def _indices_using(call: Call, id: str, setting: str) -> list[str]:
    """The indices whose settings name the pipeline, sorted."""
    return sorted(name for name, record in call.store[INDICES].items() if _setting(record["settings"], setting) == id)


def _setting(settings: Json, name: str) -> Json:
    """An index setting, written flat or nested, with or without `index`."""
    nested = settings.get("index")
    inside = nested.get(name) if isinstance(nested, dict) else None
    return settings.get(f"index.{name}", settings.get(name, inside))


@operation(
    "ingest.geo_ip_stats",
    GET("/_ingest/geoip/stats"),
    privilege="monitor",
    source="elastic/elasticsearch-specification:specification/ingest/geo_ip_stats/IngestGeoIpStatsRequest.ts",
)
def geo_ip_stats(call: Call) -> Json:
    """What was downloaded for `geoip`: nothing, as on a server without a way out."""
    counted = (
        "successful_downloads", "failed_downloads", "total_download_time", "databases_count", "skipped_updates",
        "expired_databases",
    )  # fmt: skip
    return {"stats": dict.fromkeys(counted, 0), "nodes": {}}


@operation(
    "ingest.processor_grok",
    GET("/_ingest/processor/grok"),
    query={"s": Bool(False), "ecs_compatibility": Text("disabled")},
    privilege="cluster:admin/ingest/processor/grok/get",
    source="elastic/elasticsearch-specification:specification/ingest/processor_grok/GrokProcessorPatternsRequest.ts",
)
def processor_grok(call: Call) -> Json:
    """The patterns that grok has built in, by name if `s` is given."""
    from .processors.patterns import bank_of

    patterns = bank_of(call.query["ecs_compatibility"])
    return {"patterns": dict(sorted(patterns.items()) if call.query["s"] else patterns)}
