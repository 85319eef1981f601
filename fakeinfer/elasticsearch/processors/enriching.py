"""Elasticsearch's enrich: facts of another index, as a policy last read it."""

from __future__ import annotations

from typing import Any

from ...ingest import errors
from ...ingest.declaring import Options, processor
from ...ingest.options import Bool, Config, Custom, Int, Taken, Template, Text
from ...ingest.running import Run

_MOST = 128


def _executed(config: Config, taken: Taken) -> None:
    """The policy has to have been executed."""
    if config.builder is None or config.builder.state is None:
        return
    from ..enrich.policies import DATA, no_index

    if config.builder.state.store.get(DATA, taken["policy_name"]) is None:
        raise no_index(taken["policy_name"])


def _checked(config: Config, taken: Taken) -> None:
    if not 1 <= taken["max_matches"] <= _MOST:
        raise errors.about_property("max_matches", f"should be between 1 and {_MOST}")


@processor(
    "enrich",
    [
        Text("policy_name", refers_to="enrich_policy"),
        Custom("executed", reading=_executed),
        Template("field"),
        Bool("ignore_missing", False),
        Bool("override", True),
        Template("target_field"),
        Int("max_matches", 1),
    ],
    prepare=_checked,
    source="elastic/elasticsearch:x-pack/plugin/enrich/src/main/java/org/elasticsearch/xpack/enrich/AbstractEnrichProcessor.java",
)
def enrich(run: Run, options: Options) -> None:
    """Put what a policy found for a field's value into another field."""
    from ..enrich.policies import matches

    document = run.document
    field = options.field.render(document)
    value: Any = document.find(field) if options.ignore_missing else document.get(field)
    if value is None:
        return
    found = matches(run.state, options.policy_name, value, options.max_matches)
    target = options.target_field.render(document)
    if not found or (document.has(target) and not options.override):
        return
    document.set(target, found[0] if options.max_matches == 1 else found)
