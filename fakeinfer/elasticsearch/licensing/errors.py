"""Refusals that have to do with licences: one constructor a situation, with when and source.

Sources are below x-pack/plugin/core/src/main/java/org/elasticsearch/license/ of elastic/elasticsearch.
"""

from __future__ import annotations

from ...errors import ApiError, illegal_argument, parse_error


def non_compliant(feature: str) -> ApiError:
    """The licence does not cover a feature, or has run out. elastic/elasticsearch:LicenseUtils.java (newComplianceException);
    the form was observed: elasticsearch 9.5.0 (field and document level security)"""
    reason = f"current license is non-compliant for [{feature}]"
    return ApiError(403, "security_exception", reason, metadata={"license.expired.feature": feature})


def no_licence_sent() -> ApiError:
    """PUT without a body. elastic/elasticsearch:RestPutLicenseAction.java"""
    return illegal_argument("The license must be provided in the request body")


def basic_is_not_installed() -> ApiError:
    """PUT of a basic licence. elastic/elasticsearch:RestPutLicenseAction.java"""
    return illegal_argument(
        "Installing basic licenses is no longer allowed. Use the POST /_license/start_basic API to install a basic license "
        "that does not expire."
    )


def no_field() -> ApiError:
    """PUT of an empty object. elastic/elasticsearch:License.java (fromSource)"""
    return parse_error("failed to parse licenses expected field")


def no_object() -> ApiError:
    """PUT of something that is no object. elastic/elasticsearch:License.java (fromSource)"""
    return parse_error("failed to parse licenses expected start object")


def no_list() -> ApiError:
    """PUT with `licenses` that is no array. elastic/elasticsearch:License.java (fromSource)"""
    return parse_error("failed to parse licenses expected an array of licenses")


def unknown_type(name: str) -> ApiError:
    """A word that is no type of licence. elastic/elasticsearch:License.java (LicenseType.parse)"""
    supported = "basic,standard,gold,platinum,enterprise,trial"
    return illegal_argument(f"unrecognised license type [ {name}], supported license types are [{supported}]")


def no_trial_of_this_type(name: str) -> ApiError:
    """A trial of something that is not for trial. elastic/elasticsearch:ClusterStateLicenseService.java (startTrialLicense)"""
    return illegal_argument(
        f"Cannot start trial of type [{name}]. Valid trial types are [enterprise,gold,platinum,trial]"
    )


def enterprise_must_be_accepted() -> ApiError:
    """`accept_enterprise=false`. elastic/elasticsearch:RestGetLicenseAction.java"""
    return illegal_argument("The [accept_enterprise] parameters may not be false")
