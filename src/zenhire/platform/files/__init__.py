"""Object store: one interface over a local folder and S3-compatible stores."""

from zenhire.platform.files.faults import FileMissing, FileStoreFailed
from zenhire.platform.files.store import FileStore

__all__ = ["FileMissing", "FileStore", "FileStoreFailed"]
