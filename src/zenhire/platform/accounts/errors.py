"""What a caller is told when its key does not open the door, in the order in which the checks are made."""

from __future__ import annotations

from zenhire.kit.errors import ApiError


class MissingApiKey(ApiError):
    """Neither `X-API-Key` nor `Authorization` was sent."""

    status = 401
    code = "MISSING_API_KEY"
    default_message = "Send your API key in the X-API-Key header."


class InvalidApiKey(ApiError):
    """The key is unknown or was made inactive."""

    status = 401
    code = "INVALID_API_KEY"
    default_message = "This API key is not valid. Check that it was copied whole, or ask for a new one."


class ApiKeyExpired(ApiError):
    """The key is past its expiry date."""

    status = 401
    code = "API_KEY_EXPIRED"
    default_message = "This API key has expired. Ask for a new one."


class ClientInactive(ApiError):
    """The key's client is disabled."""

    status = 401
    code = "CLIENT_INACTIVE"
    default_message = "This account is disabled. Contact the operator."


class Unauthenticated(ApiError):
    """The key does not open the door, in the words of the CV modules; `details.reason` says what is wrong with it."""

    status = 401
    code = "UNAUTHENTICATED"
    default_message = MissingApiKey.default_message


class IpNotAllowed(ApiError):
    """The key has an allow list and the caller's address is not on it."""

    status = 403
    code = "IP_NOT_ALLOWED"
    default_message = "This API key may not be used from your address. Have the address added to the key's allow list."


class MissingPermission(ApiError):
    """The client lacks the module's permission."""

    status = 403
    code = "MISSING_PERMISSION"
    default_message = "This account has no access to this module. Ask the operator to enable it."


class MultilingualNotEnabled(ApiError):
    """Speech in another language than English without the permission for it."""

    status = 403
    code = "MULTILINGUAL_NOT_ENABLED"
    default_message = "This account may analyse English only. Ask the operator to enable multilingual access."


class NoSuchClient(LookupError):
    """No client has this id."""

    def __init__(self, client_id: str) -> None:
        super().__init__(f"No client has the id {client_id!r}. See the ids with `zenhire admin client list`.")


class ClientErased(ValueError):
    """The client was erased; nothing can be given to it any more."""

    def __init__(self, client_id: str) -> None:
        super().__init__(f"The client {client_id!r} was erased. Its id and its ledger are all that is left of it.")


class NoSuchProject(LookupError):
    """The client has no project with this id."""

    def __init__(self, project_id: str) -> None:
        super().__init__(f"The client has no project with the id {project_id!r}.")


class NoSuchKey(LookupError):
    """No key has this id."""

    def __init__(self, key_id: str) -> None:
        super().__init__(f"No API key has the id {key_id!r}. See the ids with `zenhire admin key list CLIENT_ID`.")


class KeyTaken(ValueError):
    """This key value is in use already."""

    def __init__(self) -> None:
        super().__init__("This key is already registered; a key belongs to exactly one client.")


class ProjectNameTaken(ValueError):
    """The client has a project of this name already."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The client already has a project named {name!r}.")


class WrongSecret(RuntimeError):
    """The instance's secret is not the one with which the database's keys were hashed."""

    def __init__(self) -> None:
        super().__init__(
            "The secret key differs from the one that this database's API keys were hashed with, so none of them "
            "would be recognised. Set ZENHIRE_SECRET_KEY (or the data folder's secret_key file) to the former value; "
            "to begin with a new secret, revoke all keys first."
        )
