"""`_ml/info`: what machine learning can do here, as far as clients look at it.

Source: elastic/elasticsearch:x-pack/plugin/ml/src/main/java/org/elasticsearch/xpack/ml/action/TransportMlInfoAction.java
"""

from __future__ import annotations

from ...operations import GET, Call, operation
from ...wire import Json
from .packages import LINUX, platform_of


@operation(
    "ml.info",
    GET("/_ml/info"),
    privilege="monitor_ml",
    source="elastic/elasticsearch-specification:specification/ml/info/MlInfoResponse.ts",
)
def ml_info(call: Call) -> Json:
    """Defaults and limits of machine learning."""
    variant = LINUX if platform_of(call.state) == LINUX else "platform_agnostic"
    return {
        "defaults": {
            "anomaly_detectors": {
                "categorization_analyzer": {
                    "char_filter": ["first_line_with_letters"],
                    "tokenizer": "ml_standard",
                    "filter": [
                        {
                            "type": "stop",
                            "stopwords": [
                                *("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
                                *("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
                                *("January", "February", "March", "April", "May", "June", "July", "August"),
                                *("September", "October", "November", "December"),
                                *("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
                                *("GMT", "UTC"),
                            ],
                        },
                        {"type": "limit", "max_token_count": "100"},
                    ],
                },
                "model_memory_limit": "1gb",
                "categorization_examples_limit": 4,
                "model_snapshot_retention_days": 10,
                "daily_model_snapshot_retention_after_days": 1,
            },
            "datafeeds": {"scroll_size": 1000},
            "model_platform_variant": variant,
        },
        "upgrade_mode": False,
        "native_code": {"version": str(call.contract.version), "build_hash": call.state.ids.fixed("native code", 10)},
        "limits": {
            "effective_max_model_memory_limit": "4096mb",
            "total_ml_memory": "4096mb",
            "total_ml_processors": 2,
            "max_single_ml_node_processors": 2,
        },
    }
