"""What a cluster is started with: reading its options, and the node settings that the fake reads. Any other setting would be
ignored, so it is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..nearness import near_names

if TYPE_CHECKING:
    from ..cluster import State

SKIP_VALIDATION = "xpack.inference.skip_validate_and_start"
MOST_INFERENCE_PROCESSORS = "xpack.ml.max_inference_processors"
SCALE_TO_ZERO_TIME = "xpack.ml.trained_models.adaptive_allocations.scale_to_zero_time"
CONNECTED_MODE = "xpack.inference.elastic.ccm_supported_environment"

KNOWN = {
    SKIP_VALIDATION: "true: a new endpoint is neither tried nor deployed",
    MOST_INFERENCE_PROCESSORS: "how many inference processors all pipelines may have together",
    SCALE_TO_ZERO_TIME: "after how long without requests a deployment that adapts has no allocations, e.g. 15m",
    CONNECTED_MODE: "true: cloud connected mode can be switched on",
}
"""Setting -> what it does here."""


def is_on(value: Any) -> bool:
    """Whether an option or setting says yes; the command line and the environment give all of them as text."""
    return str(value).lower() in ("true", "1", "on", "yes")


def names(value: Any) -> list[str]:
    """The names that an option lists, or as a text with commas between them."""
    return [name.strip() for name in value.split(",") if name.strip()] if isinstance(value, str) else list(value)


def refuse_unknown(state: State) -> None:
    """ValueError for a setting that nothing here reads, with near names."""
    for name in state.options["settings"]:
        if name not in KNOWN:
            near = near_names(name, KNOWN)
            hint = f"; did you mean {near[0]}?" if near else f"; it reads {', '.join(KNOWN)}"
            raise ValueError(f"the fake of elasticsearch reads no setting {name}{hint}")
