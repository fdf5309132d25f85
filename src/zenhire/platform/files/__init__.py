"""Object store: one interface over a local folder and S3-compatible stores."""

from zenhire.platform.files.store import FileMissing, FileStore

__all__ = ["FileMissing", "FileStore"]
