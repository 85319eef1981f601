"""What versions differ in about agentic memory. Part of `opensearch/changes.py`."""

from __future__ import annotations

from ...contract import Change
from ...versions import Span

SESSIONS_BY_DEFAULT = "sessions_by_default"
MEMORIES_OF_KINDS = "memories_of_kinds"
MEMORY_FAILURES_ARE_HIDDEN = "memory_failures_are_hidden"
FORM_OF_FACTS_IS_TOLD = "form_of_facts_is_told"
DELETIONS_HIDE_FAILURES = "deletions_hide_failures"
UPDATES_HIDE_FAILURES = "updates_hide_failures"
PREFIXES_ARE_CHECKED = "prefixes_are_checked"
ROLES_OF_CONTAINERS_ARE_CHECKED = "roles_of_containers_are_checked"
CHECKPOINTS_IN_MEMORIES = "checkpoints_in_memories"
BLOBS_IN_MEMORIES = "blobs_in_memories"
LONG_TERM_NEEDS_A_MODEL = "long_term_needs_a_model"
SESSIONS_ARE_CHECKED = "sessions_are_checked"
MEMORY_RETENTION = "memory_retention"

CHANGES = (
    Change(SESSIONS_BY_DEFAULT, Span("3.5"), "memory containers keep sessions unless they are told not to"),
    Change(
        MEMORIES_OF_KINDS,
        Span("3.3"),
        "containers keep sessions, working and long-term memories and their history apart",
    ),
    Change(MEMORY_FAILURES_ARE_HIDDEN, Span("3.4"), "why the model of a memory container fails is not told"),
    Change(
        FORM_OF_FACTS_IS_TOLD,
        Span("3.6"),
        "JSON that holds no facts is the caller's mistake, and not kept in the history",
    ),
    Change(DELETIONS_HIDE_FAILURES, Span("3.4", "3.6"), "why a memory container cannot be deleted is not told"),
    Change(UPDATES_HIDE_FAILURES, Span("3.4", "3.8"), "why a memory container cannot be updated is not told"),
    Change(
        PREFIXES_ARE_CHECKED, Span("3.4"), "the index prefix of a memory container has to begin the name of an index"
    ),
    Change(ROLES_OF_CONTAINERS_ARE_CHECKED, Span("3.4"), "backend roles of memory containers are checked"),
    Change(CHECKPOINTS_IN_MEMORIES, Span("3.4"), "working memories hold a checkpoint_id"),
    Change(BLOBS_IN_MEMORIES, Span("3.5"), "working memories hold a structured_data_blob"),
    Change(
        LONG_TERM_NEEDS_A_MODEL, Span("3.6"), "memory containers without model or strategies have no long-term memories"
    ),
    Change(
        SESSIONS_ARE_CHECKED,
        Span("3.6"),
        "a session that is there already is not begun anew, and none where they are disabled",
    ),
    Change(
        MEMORY_RETENTION,
        Span("3.8"),
        "memories are kept as long as a policy says, sessions of any name, times in milliseconds",
    ),
)
