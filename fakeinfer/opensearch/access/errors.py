"""The refusals of access control: who may not see, use or change a model group, model or connector.

Texts observed: opensearch 2.19.1, unless said otherwise.
"""

from __future__ import annotations

from ...errors import ApiError, illegal_argument, status_error

# --- fields that say who may: model/MLModelGroupManager.java, action/connector/TransportCreateConnectorAction.java --------


def both_kinds_of_roles(kind: str) -> ApiError:
    """Roles by name and all of one's own roles, at the same time."""
    if kind == "connector":
        return illegal_argument("You can't specify backend roles and add all backend roles to true at same time.")
    return illegal_argument("You cannot specify backend roles and add all backend roles at the same time.")


def roles_of_unrestricted(kind: str) -> ApiError:
    """Roles for what is public or private."""
    what = "connector" if kind == "connector" else "model group"
    return illegal_argument(f"You can specify backend roles only for a {what} with the restricted access mode.")


def admin_adds_all(kind: str) -> ApiError:
    """An administrator asks for all roles of their own."""
    if kind == "connector":
        return illegal_argument("Admin can't add all backend roles")
    return illegal_argument("Admin users cannot add all backend roles to a model group.")


def no_roles_of_ones_own(kind: str) -> ApiError:
    """Something restricted, by a user without backend roles."""
    if kind == "connector":
        return illegal_argument("You must have at least one backend role to create a connector.")
    return illegal_argument("You must have at least one backend role to register a restricted model group.")


def no_roles_given(kind: str) -> ApiError:
    """Something restricted to nobody."""
    if kind == "connector":
        return illegal_argument(
            "You must specify at least one backend role or make the connector public/private for registering it."
        )
    return illegal_argument(
        "You must specify one or more backend roles or add all backend roles to register a restricted model group."
    )


def foreign_roles() -> ApiError:
    """Roles that the user does not have."""
    return illegal_argument("You don't have the backend roles specified.")


# --- model groups: action/model_group/ ----------------------------------------------------------------------------------


def group_out_of_reach() -> ApiError:
    """Showing a group."""
    return status_error(403, "User doesn't have privilege to perform this operation on this model group")


def access_of_others() -> ApiError:
    """Who may see a group is changed by its owner."""
    return illegal_argument("Only owner or admin can update access control data.")


def group_not_to_be_changed() -> ApiError:
    """Changing a group of somebody else's."""
    return illegal_argument("You don't have permission to update this model group.")


def role_was_lost() -> ApiError:
    """An owner without any of the roles that the group is restricted to."""
    return illegal_argument(
        "You don't have the specified backend role to update this model group. For more information, contact your "
        "administrator."
    )


def no_roles_to_add() -> ApiError:
    """A user without backend roles adds all of them."""
    return illegal_argument("You don't have any backend roles.")


def roles_have_to_be_given() -> ApiError:
    """`add_all_backend_roles` is false, and there are no others."""
    return illegal_argument("You have to specify backend roles when add all backend roles is set to false.")


def restricted_to_nobody(changing: bool) -> ApiError:
    """A restricted group without roles, which its owner can make by an empty list."""
    should = "should not" if changing else "shouldn't"
    return ApiError(500, "illegal_state_exception", f"Backend roles {should} be null")


def group_of_model_is_gone() -> ApiError:
    """The group that says who may is not there (`MLResourceNotFoundException`)."""
    return ApiError(500, "m_l_resource_not_found_exception", "Fail to find model group")


# --- models: action/{models,deploy,undeploy,register,upload_chunk,prediction,controller}/ -------------------------------


def agent_out_of_reach() -> ApiError:
    """A hidden agent is shown or removed (action/agents/GetAgentTransportAction.java)."""
    return status_error(403, "User doesn't have privilege to perform this operation on this agent")


def agent_not_to_be_changed() -> ApiError:
    """A hidden agent is changed (action/agents/UpdateAgentTransportAction.java)."""
    return status_error(403, "User does not have privilege to perform this operation on this agent")


def model_out_of_reach() -> ApiError:
    """Showing, deploying, deleting a model."""
    return status_error(403, "User doesn't have privilege to perform this operation on this model")


def model_not_to_be_changed(id: str) -> ApiError:
    """Updating a model."""
    return status_error(403, f"User doesn't have privilege to perform this operation on this model, model ID {id}")


def model_not_to_be_moved(group: str) -> ApiError:
    """Moving a model to a group of somebody else's (action/models/UpdateModelTransportAction.java)."""
    return status_error(
        403,
        "User Doesn't have privilege to re-link this model to the target model group due to no access to the target model "
        f"group with model group ID {group}",
    )


def model_not_to_be_asked() -> ApiError:
    """Predicting, by whatever way."""
    return status_error(403, "User Doesn't have privilege to perform this operation on this model")


def model_not_to_be_undeployed(id: str) -> ApiError:
    """Undeploying a model."""
    return illegal_argument(f"No permission to undeploy model {id}")


def group_not_to_be_joined() -> ApiError:
    """Registering a model in a group, uploading its content."""
    return illegal_argument("You don't have permissions to perform this operation on this model.")


def controller_out_of_reach(id: str) -> ApiError:
    """The controller of a model."""
    return status_error(
        403, f"User doesn't have privilege to perform this operation on this model controller. Model ID: {id}"
    )


# --- connectors: action/connector/ --------------------------------------------------------------------------------------


def connector_out_of_reach() -> ApiError:
    """Showing a connector."""
    return status_error(403, "You don't have permission to access this connector")


def connector_not_to_be_changed(id: str) -> ApiError:
    """Updating a connector."""
    return illegal_argument(f"You don't have permission to update the connector, connector id: {id}")


def connector_not_to_be_removed() -> ApiError:
    """Deleting a connector (`MLValidationException`)."""
    return ApiError(500, "m_l_validation_exception", "You are not allowed to delete this connector")
