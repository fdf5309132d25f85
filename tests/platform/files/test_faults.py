"""What a store that does not work says: the fault, in time, and never the name of a file."""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path

import pytest
from obstore.exceptions import GenericError
from structlog.testing import capture_logs

from tests.support.s3 import unused_port
from zenhire.platform.files import FileStore, FileStoreFailed
from zenhire.platform.files.faults import reason, translated

KEY = "clients/somebody/runs/one/recording.ogg"


@pytest.fixture
def dead(monkeypatch: pytest.MonkeyPatch, bucket: str, tmp_path: Path) -> FileStore:
    """A store on a server that is not there."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{unused_port()}")
    return FileStore(f"s3://{bucket}", scratch=tmp_path)


async def test_a_server_that_is_not_there(dead: FileStore) -> None:
    started = time.monotonic()
    with pytest.raises(FileStoreFailed, match=r"^The file store could not write: it does not answer\.$"):
        await dead.put(KEY, b"x")
    with pytest.raises(FileStoreFailed, match=r"^The file store could not read: it does not answer\.$"):
        await dead.get(KEY)
    assert time.monotonic() - started < 60, "the library's own patience is minutes"


async def test_a_bucket_that_is_not_there(bucket: str, tmp_path: Path) -> None:
    files = FileStore(f"s3://no-{bucket}", scratch=tmp_path)
    with pytest.raises(FileStoreFailed, match=r"could not write: 404 Not Found, NoSuchBucket\.$"):
        await files.put(KEY, b"x")
    with pytest.raises(FileStoreFailed, match="NoSuchBucket"):
        await files.get(KEY)
    with pytest.raises(FileStoreFailed, match="NoSuchBucket"):
        await files.erase("clients")


async def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "clients").write_text("in the way")
    files = FileStore(str(tmp_path / "files"), scratch=tmp_path / "scratch")
    with pytest.raises(FileStoreFailed) as caught:
        await files.put(KEY, b"x")
    assert "somebody" not in str(caught.value)
    assert caught.value.__suppress_context__
    assert "somebody" not in str(caught.value.__cause__)


def test_a_full_disk_can_be_told_from_other_faults() -> None:
    for error in (
        GenericError("Unable to copy data to file /files/clients/somebody: full (os error 28)"),
        OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), KEY),
    ):
        with pytest.raises(FileStoreFailed, match="No space left on device") as caught, translated("write"):
            raise error
        assert isinstance(caught.value.__cause__, OSError)
        assert caught.value.__cause__.errno == errno.ENOSPC
        assert "somebody" not in str(caught.value.__cause__)


async def test_the_probe_logs_the_fault_and_no_address(dead: FileStore) -> None:
    with capture_logs() as log, pytest.raises(FileStoreFailed):
        await dead.check()
    (line,) = log
    assert line["reason"] == "The file store could not write: it does not answer."
    assert "127.0.0.1" not in str(line)


def test_a_reason_is_the_most_telling_words() -> None:
    refused = "Error performing PUT http://host/bucket/clients/1 - Server returned non-2xx status code: 403 Forbidden: "
    assert reason(GenericError(refused)) == "403 Forbidden"
    assert (
        reason(GenericError(refused + "<Code>SignatureDoesNotMatch</Code>")) == "403 Forbidden, SignatureDoesNotMatch"
    )
    full = "Unable to copy data to file /files/clients/1: something (os error 28)"
    assert reason(GenericError(full)) == os.strerror(errno.ENOSPC)
    assert reason(OSError(errno.EDQUOT, os.strerror(errno.EDQUOT))) == os.strerror(errno.EDQUOT)
    assert reason(GenericError("HTTP error: error sending request")) == "it does not answer"
    assert reason(GenericError("http://host/bucket/clients/1")) == "GenericError"
