"""`.plugins-ml-config`: the index that ML Commons makes by itself, for the key that credentials are encrypted with.

The job that brings nodes into line makes it ten seconds after a node's start, so it is there on every server that anybody asks; a
server without that job (`plugins.ml_commons.sync_up_job_interval_in_seconds: 0`) makes it with the first credential.
Source: opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/cluster/MLSyncUpCron.java and
`ml-algorithms/.../engine/encryptor/EncryptorImpl.java` (observed: opensearch 2.19.1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...documents import Document
from ...indices import COLLECTION

if TYPE_CHECKING:
    from ...cluster import State

INDEX = ".plugins-ml-config"
MASTER_KEY = "master_key"
_INTERVAL = "plugins.ml_commons.sync_up_job_interval_in_seconds"
_SETTINGS = {"index.number_of_shards": "1", "index.auto_expand_replicas": "0-all", "index.number_of_replicas": "0"}
_DATE = {"type": "date", "format": "strict_date_time||epoch_millis"}
_MAPPINGS = {
    "_meta": {"schema_version": 5},
    "properties": {
        "config_type": {"type": "keyword"},
        "create_time": _DATE,
        "last_updated_time": _DATE,
        "master_key": {"type": "keyword"},
        "ml_configuration": {"type": "flat_object"},
        "tenant_id": {"type": "keyword"},
    },
}


def prepare(state: State) -> None:
    """The index as it is on a server that has been running for a while."""
    if str(state.options["settings"].get(_INTERVAL, 10)) != "0":
        put_in_place(state)


def put_in_place(state: State) -> None:
    """The index with the key, unless it is there; of its own making, so it draws no id and asks no mapping."""
    if state.store.get(COLLECTION, INDEX) is not None:
        return
    record = {
        "mappings": _MAPPINGS,
        "settings": _SETTINGS,
        "aliases": {},
        "uuid": state.ids.fixed(INDEX),
        "created_millis": state.clock.millis,
        "hidden": True,
    }
    state.store.put(COLLECTION, INDEX, record)
    key = state.ids.fixed(MASTER_KEY, 32).replace("-", "+").replace("_", "/") + "="
    source = {MASTER_KEY: key, "create_time": state.clock.millis}
    state.store.put(f"docs:{INDEX}", MASTER_KEY, Document(MASTER_KEY, 1, 0, 1, source))
    state.store.put("sequences", INDEX, (0,))
