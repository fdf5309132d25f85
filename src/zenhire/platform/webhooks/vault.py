"""Signing secrets: how they are made, and how they lie in the database.

A secret must be known again to sign with it, so it is encrypted and not hashed: AES-256-GCM under a key derived from
the instance's secret key, bound to its owner. Who reads the database alone, or a backup of it, cannot sign. Who also
has the instance's secret key can.
"""

from __future__ import annotations

import hmac
import os
import secrets
import string

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

PREFIX = "whsec_"
_ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase
_CHARS = 43
_NONCE_BYTES = 12
INSTANCE = "instance"
"""Owner of the default secret."""


class CannotUnseal(RuntimeError):
    """A secret was sealed under another instance's secret key."""

    def __init__(self) -> None:
        super().__init__(
            "A signing secret cannot be read: it was stored under another ZENHIRE_SECRET_KEY (or `secret_key` file)."
            " Give this process the same one, or make a new signing secret."
        )


def new_secret() -> str:
    """`whsec_` and 43 random base-62 characters (256 bits)."""
    return PREFIX + "".join(secrets.choice(_ALPHABET) for _ in range(_CHARS))


class Vault:
    """Seals and unseals."""

    def __init__(self, secret_key: bytes) -> None:
        self._cipher = AESGCM(hmac.digest(secret_key, b"zenhire webhook secrets", "sha256"))

    def seal(self, secret: str, owner: str) -> bytes:
        """The secret, encrypted; it opens for the same owner only."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, secret.encode(), owner.encode())

    def unseal(self, sealed: bytes, owner: str) -> str:
        """The secret. Raises CannotUnseal."""
        try:
            opened = self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], owner.encode())
        except (InvalidTag, ValueError) as error:
            raise CannotUnseal from error
        return opened.decode()
