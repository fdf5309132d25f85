"""API keys: how they look, how they are hashed, and the instance's secret that the hash is keyed with."""

from __future__ import annotations

import contextlib
import hmac
import os
import secrets
import string
import tempfile
import zlib
from pathlib import Path

from zenhire.kit.settings import Settings

PREFIX = "zh_api_"
_ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase
_RANDOM_CHARS = 30
_CHECKSUM_CHARS = 6
_IMPORT_MIN, _IMPORT_MAX = 8, 200
_SECRET_MIN_BYTES = 16


def new_key() -> str:
    """A new key: `zh_api_`, 30 random base-62 characters (178 bits), and 6 of checksum (CRC-32, base 62)."""
    body = "".join(secrets.choice(_ALPHABET) for _ in range(_RANDOM_CHARS))
    return PREFIX + body + _checksum(body)


def is_mistyped(value: str) -> bool:
    """Whether the value has the form of our keys but a checksum that does not fit: for logs, never for access."""
    body = value.removeprefix(PREFIX)
    return body != value and _checksum(body[:-_CHECKSUM_CHARS]) != body[-_CHECKSUM_CHARS:]


def check_importable(value: str) -> None:
    """Raises ValueError unless the value can serve as a key: 8 to 200 visible ASCII characters."""
    if not _IMPORT_MIN <= len(value) <= _IMPORT_MAX or not is_visible_ascii(value):
        raise ValueError(
            f"An imported key must have {_IMPORT_MIN} to {_IMPORT_MAX} visible ASCII characters without spaces."
        )


def is_visible_ascii(value: str) -> bool:
    """Whether every character lies in `!` to `~`."""
    return all("!" <= char <= "~" for char in value)


def hint(value: str) -> str:
    """The last four characters, enough for its owner to tell keys apart."""
    return value[-4:]


def hash_key(secret: bytes, value: str) -> bytes:
    """HMAC-SHA256 of the whole value: what is stored and looked up. 32 bytes."""
    return hmac.digest(secret, value.encode("utf-8", "surrogatepass"), "sha256")


def fingerprint(secret: bytes) -> bytes:
    """32 bytes that tell one secret from another and reveal nothing of it."""
    return hmac.digest(secret, b"zenhire instance secret", "sha256")


def load_secret_key(settings: Settings) -> bytes:
    """The instance's secret: ZENHIRE_SECRET_KEY, else the file `secret_key` in the data folder, made at first use.

    Machines that share a database must share the secret: set ZENHIRE_SECRET_KEY on all of them, or copy the file.
    Raises ValueError for a secret shorter than 16 bytes, OSError when the file cannot be read or made.
    """
    if settings.secret_key is not None:
        return _checked(settings.secret_key.get_secret_value(), "ZENHIRE_SECRET_KEY")
    path = settings.data_dir / "secret_key"
    if not path.exists():
        _create(path)
    return _checked(path.read_text("ascii").strip(), str(path))


def _checked(value: str, origin: str) -> bytes:
    secret = value.encode()
    if len(secret) < _SECRET_MIN_BYTES:
        raise ValueError(f"{origin} must have at least {_SECRET_MIN_BYTES} characters, better 64 random ones.")
    return secret


def _create(path: Path) -> None:
    """Writes a random secret, whole or not at all; of processes that try at once the first one wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".secret_key-")
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32) + "\n")
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(name, path)
    finally:
        os.unlink(name)


def _checksum(body: str) -> str:
    number = zlib.crc32(body.encode("utf-8", "surrogatepass"))
    digits = ""
    for _ in range(_CHECKSUM_CHARS):
        number, digit = divmod(number, len(_ALPHABET))
        digits = _ALPHABET[digit] + digits
    return digits
