"""Refusals of deploying and undeploying models: `action/deploy/`, `action/undeploy/`.

Sources are files of opensearch-project/ml-commons, `plugin/src/main/java/org/opensearch/ml/` unless said otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...errors import ApiError, illegal_argument


def no_eligible_node() -> ApiError:
    """A local model while only ML nodes may run it and there is none (task/MLTaskDispatcher, cluster/DiscoveryNodeHelper)."""
    return illegal_argument(
        "No eligible node found to execute this request. It's best practice to provision ML nodes to serve your models. "
        "You can disable this setting to serve the model on your data node for development purposes by disabling the "
        '"plugins.ml_commons.only_run_on_ml_node" configuration using the _cluster/setting api'
    )


def custom_plan_not_allowed() -> ApiError:
    """`node_ids` while `allow_custom_deployment_plan` is off."""
    return illegal_argument("Don't allow custom deployment plan")


def no_eligible_node_to_deploy() -> ApiError:
    """None of the wanted nodes is there."""
    return illegal_argument("no eligible node found")


def deployed_elsewhere(nodes: Sequence[str]) -> ApiError:
    """Deploying to nodes that leave out those that run the model."""
    return illegal_argument(
        f"Model already deployed to these nodes: [{', '.join(nodes)}], but they are not included in target node ids. "
        "Undeploy model from these nodes if don't need them any more.Undeploy from old nodes before try to deploy model "
        "on new nodes. Or include all old nodes on your target nodes."
    )


def nothing_to_undeploy() -> ApiError:
    """Undeploy without any model id."""
    return illegal_argument("Must set specific model ids to undeploy")


def undeploy_one_by_one() -> ApiError:
    """Undeploying several models while model access control is on, with the Security plugin or without."""
    return illegal_argument("only support undeploy one model")
