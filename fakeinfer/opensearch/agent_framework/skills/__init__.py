"""Tools that the skills plugin brings agents: to retrieve, to write PPL, to look at alerts, anomalies, logs and distributions.

`opensearch-project/skills:src/main/java/org/opensearch/agent/tools/`. Each module is loaded when one of its tools is asked for.
"""

from __future__ import annotations

from importlib import import_module

from ..toolbox import Kind

MODULES = {
    "VectorDBTool": "retrieving",
    "NeuralSparseSearchTool": "retrieving",
    "RAGTool": "retrieving",
    "SearchAlertsTool": "detecting",
    "SearchMonitorsTool": "detecting",
    "SearchAnomalyDetectorsTool": "detecting",
    "SearchAnomalyResultsTool": "detecting",
    "CreateAlertTool": "suggesting",
    "CreateAnomalyDetectorTool": "suggesting",
    "PPLTool": "ppl_tool",
    "LogPatternTool": "log_patterns",
    "WebSearchTool": "web_search",
    "SearchAroundDocumentTool": "around",
    "DataDistributionTool": "distributions",
    "MetricChangeAnalysisTool": "metrics",
    "LogPatternAnalysisTool": "log_analysis",
}
"""Where each tool is."""


def kind_of(type: str) -> Kind | None:
    """What a type of tool does; None for one that is not of this plugin."""
    module = MODULES.get(type)
    if module is None:
        return None
    kind: Kind = import_module(f".{module}", __name__).KINDS[type]
    return kind
