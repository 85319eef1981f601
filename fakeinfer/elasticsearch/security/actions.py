"""Which action of the server an operation is, what it is done to, and whether the body is read before the user is asked about.

The names are those of the transport actions in elastic/elasticsearch (`NAME` or `TYPE` of each `*Action.java`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from .. import changes

if TYPE_CHECKING:
    from ...cluster import State
    from ...operations import Operation

On = Literal["cluster", "index", "indices", "items", "nothing"]
"""cluster: no index is looked at; index: the one that the path names; indices: an expression, whose wildcards mean what the
user may see; items: the action's name first, then each item; nothing: everybody who is let in may do it."""


@dataclass(frozen=True, slots=True)
class Action:
    """An action and how it is asked for."""

    name: str
    on: On = "cluster"
    reads_first: bool = False
    """Whether a body that cannot be read is refused before a user who may not do this."""
    destroys: bool = False
    """Whether anything but names is refused, which comes before the question who asks (`SecurityActionFilter`)."""


DEPLOYMENT = "cluster:admin/xpack/ml/trained_models/deployment"
ACTIONS = {
    "info": Action("cluster:monitor/main"),
    "cluster.health": Action("cluster:monitor/health"),
    "cat.help": Action("", "nothing"),
    "cat.plugins": Action("cluster:monitor/state"),
    "cat.indices": Action("indices:monitor/settings/get", "indices"),
    "capabilities": Action("cluster:monitor/nodes/capabilities"),
    "nodes.info": Action("cluster:monitor/nodes/info"),
    "nodes.stats": Action("cluster:monitor/nodes/stats"),
    "tasks.list": Action("cluster:monitor/tasks/lists"),
    "license.get": Action("cluster:monitor/xpack/license/get"),
    "license.post": Action("cluster:admin/xpack/license/put", reads_first=True),
    "license.delete": Action("cluster:admin/xpack/license/delete"),
    "license.get_basic_status": Action("cluster:admin/xpack/license/basic_status"),
    "license.get_trial_status": Action("cluster:admin/xpack/license/trial_status"),
    "license.post_start_trial": Action("cluster:admin/xpack/license/start_trial"),
    "license.post_start_basic": Action("cluster:admin/xpack/license/start_basic"),
    "xpack.info": Action("cluster:monitor/xpack/info"),
    "xpack.usage": Action("cluster:monitor/xpack/usage"),
    "inference.put": Action("cluster:admin/xpack/inference/put"),
    "inference.get": Action("cluster:monitor/xpack/inference/get"),
    "inference.delete": Action("cluster:admin/xpack/inference/delete"),
    "inference.update": Action("cluster:admin/xpack/inference/update"),
    "inference.inference": Action("cluster:monitor/xpack/inference/post"),
    "inference.stream_completion": Action("cluster:monitor/xpack/inference/post"),
    "inference.chat_completion_unified": Action("cluster:monitor/xpack/inference/post"),
    "inference.services": Action("cluster:monitor/xpack/inference/services/get"),
    "inference.diagnostics": Action("cluster:monitor/xpack/inference/diagnostics/get"),
    "inference.put_region_policy": Action("cluster:admin/xpack/inference/region_policy/put", reads_first=True),
    "inference.get_region_policy": Action("cluster:monitor/xpack/inference/region_policy/get"),
    "inference.delete_region_policy": Action("cluster:admin/xpack/inference/region_policy/delete"),
    "inference.put_ccm": Action("cluster:admin/xpack/inference/ccm/put", reads_first=True),
    "inference.get_ccm": Action("cluster:monitor/xpack/inference/ccm/get"),
    "inference.delete_ccm": Action("cluster:admin/xpack/inference/ccm/delete"),
    "ml.info": Action("cluster:monitor/xpack/ml/info/get"),
    "ml.put_trained_model": Action("cluster:admin/xpack/ml/inference/put", reads_first=True),
    "ml.get_trained_models": Action("cluster:monitor/xpack/ml/inference/get"),
    "ml.delete_trained_model": Action("cluster:admin/xpack/ml/inference/delete"),
    "ml.put_trained_model_definition_part": Action("cluster:admin/xpack/ml/trained_models/part/put", reads_first=True),
    "ml.put_trained_model_vocabulary": Action("cluster:admin/xpack/ml/trained_models/vocabulary/put", reads_first=True),
    "ml.put_trained_model_alias": Action("cluster:admin/xpack/ml/inference/model_aliases/put"),
    "ml.delete_trained_model_alias": Action("cluster:admin/xpack/ml/inference/model_aliases/delete"),
    "ml.start_trained_model_deployment": Action(f"{DEPLOYMENT}/start", reads_first=True),
    "ml.update_trained_model_deployment": Action(f"{DEPLOYMENT}/update", reads_first=True),
    "ml.stop_trained_model_deployment": Action(f"{DEPLOYMENT}/stop", reads_first=True),
    "ml.clear_trained_model_deployment_cache": Action(f"{DEPLOYMENT}/clear_cache"),
    "cat.ml_trained_models": Action("cluster:monitor/xpack/ml/inference/get"),
    "ml.get_trained_models_stats": Action("cluster:monitor/xpack/ml/inference/stats/get"),
    "ml.infer_trained_model": Action("cluster:monitor/xpack/ml/inference/infer", reads_first=True),
    "indices.create": Action("indices:admin/create", "index", reads_first=True),
    "indices.get": Action("indices:admin/get", "indices"),
    "indices.exists": Action("indices:admin/get", "indices"),
    "indices.delete": Action("indices:admin/delete", "indices", destroys=True),
    "indices.get_mapping": Action("indices:admin/mappings/get", "indices"),
    "indices.exists_alias": Action("indices:admin/aliases/get", "indices"),
    "indices.put_mapping": Action("indices:admin/mapping/put", "indices"),
    "indices.refresh": Action("indices:admin/refresh", "indices"),
    "indices.get_settings": Action("indices:monitor/settings/get", "indices"),
    "indices.put_settings": Action("indices:admin/settings/update", "indices", reads_first=True),
    "indices.get_data_stream": Action("indices:admin/data_stream/get", "indices"),
    "indices.get_alias": Action("indices:admin/aliases/get", "indices"),
    "indices.put_alias": Action("indices:admin/aliases", "items", reads_first=True),
    "indices.delete_alias": Action("indices:admin/aliases", "items"),
    "indices.update_aliases": Action("indices:admin/aliases", "items", reads_first=True),
    "indices.get_field_mapping": Action("indices:admin/mappings/fields/get", "indices"),
    "indices.close": Action("indices:admin/close", "indices", destroys=True),
    "indices.open": Action("indices:admin/open", "indices", destroys=True),
    "indices.add_block": Action("indices:admin/block/add", "indices", destroys=True),
    "indices.remove_block": Action("indices:admin/block/remove", "indices", destroys=True),
    "indices.flush": Action("indices:admin/flush", "indices"),
    "indices.forcemerge": Action("indices:admin/forcemerge", "indices"),
    "indices.clear_cache": Action("indices:admin/cache/clear", "indices"),
    "indices.rollover": Action("indices:admin/rollover", "index", reads_first=True),
    "indices.analyze": Action("indices:admin/analyze", "items", reads_first=True),
    "indices.resolve_index": Action("indices:admin/resolve/index", "indices"),
    "indices.stats": Action("indices:monitor/stats", "indices"),
    "indices.segments": Action("indices:monitor/segments", "indices"),
    "indices.recovery": Action("indices:monitor/recovery", "indices"),
    "cluster.put_component_template": Action("cluster:admin/component_template/put", reads_first=True),
    "cluster.get_component_template": Action("cluster:admin/component_template/get"),
    "cluster.exists_component_template": Action("cluster:admin/component_template/get"),
    "cluster.delete_component_template": Action("cluster:admin/component_template/delete"),
    "indices.put_index_template": Action("indices:admin/index_template/put", reads_first=True),
    "indices.get_index_template": Action("indices:admin/index_template/get"),
    "indices.exists_index_template": Action("indices:admin/index_template/get"),
    "indices.delete_index_template": Action("indices:admin/index_template/delete"),
    "indices.simulate_index_template": Action("indices:admin/index_template/simulate_index", reads_first=True),
    "indices.simulate_template": Action("indices:admin/index_template/simulate", reads_first=True),
    "indices.put_template": Action("indices:admin/template/put", reads_first=True),
    "indices.get_template": Action("indices:admin/template/get"),
    "indices.exists_template": Action("indices:admin/template/get"),
    "indices.delete_template": Action("indices:admin/template/delete"),
    "cluster.get_settings": Action("cluster:monitor/settings"),
    "cluster.state": Action("cluster:monitor/state"),
    "cluster.stats": Action("cluster:monitor/stats"),
    "cluster.pending_tasks": Action("cluster:monitor/task"),
    "cluster.remote_info": Action("cluster:monitor/remote/info"),
    "cluster.allocation_explain": Action("cluster:monitor/allocation/explain", reads_first=True),
    "features.get_features": Action("cluster:admin/features/get"),
    "health_report": Action("cluster:monitor/health_api"),
    "nodes.hot_threads": Action("cluster:monitor/nodes/hot_threads"),
    "cat.aliases": Action("indices:admin/aliases/get", "indices"),
    "cat.allocation": Action("cluster:monitor/state"),
    "cat.circuit_breaker": Action("cluster:monitor/nodes/stats"),
    "cat.component_templates": Action("cluster:monitor/state"),
    "cat.count": Action("indices:data/read/search", "indices"),
    "cat.fielddata": Action("cluster:monitor/nodes/stats"),
    "cat.health": Action("cluster:monitor/health"),
    "cat.master": Action("cluster:monitor/state"),
    "cat.nodeattrs": Action("cluster:monitor/state"),
    "cat.nodes": Action("cluster:monitor/state"),
    "cat.pending_tasks": Action("cluster:monitor/task"),
    "cat.recovery": Action("indices:monitor/recovery", "indices"),
    "cat.repositories": Action("cluster:admin/repository/get"),
    "cat.segments": Action("cluster:monitor/state"),
    "cat.shards": Action("cluster:monitor/state"),
    "cat.snapshots": Action("cluster:admin/snapshot/get"),
    "cat.tasks": Action("cluster:monitor/tasks/lists"),
    "cat.templates": Action("indices:admin/index_template/get"),
    "cat.thread_pool": Action("cluster:monitor/state"),
    "cluster.put_settings": Action("cluster:admin/settings/update", reads_first=True),
    "indices.validate_query": Action("indices:admin/validate/query", "indices"),
    "index": Action("indices:data/write/index", "index"),
    "create": Action("indices:data/write/index", "index"),
    "get": Action("indices:data/read/get", "index"),
    "exists": Action("indices:data/read/get", "index"),
    "get_source": Action("indices:data/read/get", "index"),
    "delete": Action("indices:data/write/delete", "index"),
    "update": Action("indices:data/write/update", "index", reads_first=True),
    "bulk": Action("indices:data/write/bulk", "items", reads_first=True),
    "explain": Action("indices:data/read/explain", "index", reads_first=True),
    "mget": Action("indices:data/read/mget", "items", reads_first=True),
    "search": Action("indices:data/read/search", "indices", reads_first=True),
    "msearch": Action("indices:data/read/msearch", "items", reads_first=True),
    "search_template": Action("indices:data/read/search/template", "items", reads_first=True),
    "render_search_template": Action("indices:data/read/search/template", "items", reads_first=True),
    "msearch_template": Action("indices:data/read/msearch/template", "items", reads_first=True),
    "field_caps": Action("indices:data/read/field_caps", "indices", reads_first=True),
    "tasks.get": Action("cluster:monitor/task/get"),
    "tasks.cancel": Action("cluster:admin/tasks/cancel"),
    "reindex_rethrottle": Action("cluster:admin/reindex/rethrottle"),
    "update_by_query_rethrottle": Action("cluster:admin/reindex/rethrottle"),
    "delete_by_query_rethrottle": Action("cluster:admin/reindex/rethrottle"),
    "list_reindex": Action("cluster:monitor/reindex/list"),
    "get_reindex": Action("cluster:monitor/reindex/get"),
    "cancel_reindex": Action("cluster:admin/reindex/cancel"),
    "enrich.put_policy": Action("cluster:admin/xpack/enrich/put", reads_first=True),
    "enrich.get_policy": Action("cluster:admin/xpack/enrich/get"),
    "enrich.delete_policy": Action("cluster:admin/xpack/enrich/delete"),
    "enrich.execute_policy": Action("cluster:admin/xpack/enrich/execute"),
    "scripts_painless_execute": Action("cluster:admin/scripts/painless/execute", reads_first=True),
    "put_script": Action("cluster:admin/script/put", reads_first=True),
    "get_script": Action("cluster:admin/script/get"),
    "delete_script": Action("cluster:admin/script/delete"),
    "terms_enum": Action("indices:data/read/xpack/termsenum/list", "indices", reads_first=True),
    "search_shards": Action("indices:admin/shards/search_shards", "indices"),
    "termvectors": Action("indices:data/read/tv", "index", reads_first=True),
    "mtermvectors": Action("indices:data/read/mtv", "items", reads_first=True),
    "reindex": Action("indices:data/write/reindex", "items", reads_first=True),
    "update_by_query": Action("indices:data/write/update/byquery", "indices", reads_first=True),
    "delete_by_query": Action("indices:data/write/delete/byquery", "indices", reads_first=True),
    "count": Action("indices:data/read/search", "indices", reads_first=True),
    "scroll": Action("indices:data/read/scroll", "nothing"),
    "async_search.submit": Action("indices:data/read/async_search/submit", "indices", reads_first=True),
    "async_search.get": Action("indices:data/read/async_search/get", "nothing"),
    "async_search.status": Action("cluster:monitor/async_search/status"),
    "async_search.delete": Action("indices:data/read/async_search/delete", "nothing"),
    "rank_eval": Action("indices:data/read/rank_eval", "indices", reads_first=True),
    "eql.search": Action("indices:data/read/eql", "indices"),
    "esql.query": Action("indices:data/read/esql", "nothing"),
    "sql.query": Action("indices:data/read/sql", "nothing"),
    "search_mvt": Action("indices:data/read/search", "indices"),
    "graph.explore": Action("indices:data/read/xpack/graph/explore", "indices"),
    "clear_scroll": Action("indices:data/read/scroll/clear", "nothing"),
    "open_point_in_time": Action("indices:data/read/open_point_in_time", "indices"),
    "close_point_in_time": Action("indices:data/read/close_point_in_time", "nothing"),
    "ingest.put_pipeline": Action("cluster:admin/ingest/pipeline/put"),
    "ingest.get_pipeline": Action("cluster:admin/ingest/pipeline/get"),
    "ingest.delete_pipeline": Action("cluster:admin/ingest/pipeline/delete"),
    "ingest.simulate": Action("cluster:admin/ingest/pipeline/simulate"),
    "ingest.geo_ip_stats": Action("cluster:monitor/ingest/geoip/stats"),
}
"""Operation -> action. An operation whose declared privilege is the name of an action says it there and not here."""

PERFORMING = ("inference.inference", "inference.stream_completion")
BULK_ITEMS = {
    "index": "indices:data/write/index:op_type/index",
    "create": "indices:data/write/index:op_type/create",
    "update": "indices:data/write/update",
    "delete": "indices:data/write/delete",
    "get": "indices:data/read/mget[shard]",
    "alias": "indices:admin/aliases",
    "analyze": "indices:admin/analyze",
    "remove_index": "indices:admin/delete",
    "search": "indices:data/read/search",
    "termvectors": "indices:data/read/mtv[shard]",
}
"""Kind of item -> what is done to its index."""
AUTO_CREATE = "indices:admin/auto_create"


def action_of(state: State, operation: Operation) -> Action | None:
    """The action of an operation at the cluster's version; None when nobody said which."""
    if operation.privilege is not None and ":" in operation.privilege:
        return Action(operation.privilege)
    action = ACTIONS.get(operation.id)
    if operation.id in PERFORMING and changes.PERFORMING_IS_A_POST not in state.switched_on:
        monitoring = changes.PERFORMING_IS_MONITORING in state.switched_on
        return Action(f"cluster:{'monitor' if monitoring else 'internal'}/xpack/inference", reads_first=True)
    if operation.id == "inference.get" and changes.GETTING_ENDPOINTS_IS_MONITORING not in state.switched_on:
        return Action("cluster:admin/xpack/inference/get")
    return action
