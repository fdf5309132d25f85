"""What is sent again, when, and what never is."""

from __future__ import annotations

import io
import ssl
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.client.calling import RUN, STEADY, Break, Clock, MakeCaller, answer, envelope, running, submitted
from zenhire.client import (
    NO_RETRY,
    ConnectFailed,
    OutcomeUnknown,
    RequestTimedOut,
    Retry,
    RetryEvent,
    TransportError,
    ZenhireError,
    errors,
)

CREDITS = answer({"creditBalance": 5})
AUDIO = b"OggS" + bytes(200_000)
REFUSED = Break(httpx.ConnectError("Connection refused"), 0)
LOST = Break(httpx.ReadError("Connection reset by peer"))
CUT = Break(httpx.WriteError("Broken pipe"), 8)


@pytest.mark.parametrize(
    "failure",
    [
        REFUSED,
        LOST,
        Break(httpx.ReadTimeout("")),
        Break(httpx.RemoteProtocolError("Server disconnected without sending a response.")),
        envelope(500, "INTERNAL_ERROR"),
        httpx.Response(502, text="<html>Bad gateway"),
        httpx.Response(504),
    ],
)
async def test_a_question_is_asked_again(scripted: MakeCaller, clock: Clock, failure: Any) -> None:
    caller = scripted(failure, failure, CREDITS)
    assert (await caller.call("credits")).credit_balance == 5
    assert clock.slept == [0.5, 1.0]
    assert caller.script.asked == ["GET /api/v1/credits"] * 3


async def test_it_gives_up_and_tells_why(scripted: MakeCaller, clock: Clock) -> None:
    caller = scripted(REFUSED)
    with pytest.raises(ConnectFailed, match=r"http://platform.test cannot be reached: Connection refused\.") as caught:
        await caller.call("credits")
    assert caught.value.reached is False
    assert clock.slept == [0.5, 1.0, 2.0]
    with pytest.raises(RequestTimedOut):
        await scripted(Break(httpx.ReadTimeout("")), retry=NO_RETRY).call("credits")
    with pytest.raises(errors.Unavailable) as unavailable:
        await scripted(httpx.Response(502, text="<html>"), retry=NO_RETRY).call("credits")
    assert (unavailable.value.code, unavailable.value.status) == ("HTTP_502", 502)


async def test_a_certificate_that_is_not_trusted_is_not_tried_again(scripted: MakeCaller, clock: Clock) -> None:
    failure = httpx.ConnectError("certificate verify failed")
    failure.__cause__ = ssl.SSLCertVerificationError("certificate verify failed")
    with pytest.raises(errors.TlsFailed, match="no secure connection"):
        await scripted(Break(failure, 0)).call("credits")
    assert clock.slept == []


async def test_pauses_double_up_to_a_limit_and_are_spread(scripted: MakeCaller, clock: Clock) -> None:
    caller = scripted(REFUSED, retry=Retry(attempts=7, base=1.0, cap=5.0, random=lambda: 1.0))
    with pytest.raises(ConnectFailed):
        await caller.call("credits")
    assert clock.slept == [0.5, 1.0, 2.0, 2.5, 2.5, 2.5]


async def test_it_waits_as_long_as_it_is_told_and_never_less(scripted: MakeCaller, clock: Clock) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    caller = scripted(
        envelope(429, "RATE_LIMIT_EXCEEDED", retry_after=7),
        envelope(503, "SERVICE_WARMING_UP", retry_after=30),
        httpx.Response(503, headers={"Retry-After": later}),
        CREDITS,
        retry=Retry(random=lambda: 1.0),
    )
    await caller.call("credits")
    assert clock.slept[:2] == [7.7, 31.0]
    assert 27.0 < clock.slept[2] < 32.0


async def test_a_wait_that_is_too_long_is_left_to_the_caller(scripted: MakeCaller, clock: Clock) -> None:
    with pytest.raises(errors.RateLimitExceeded) as caught:
        await scripted(envelope(429, "RATE_LIMIT_EXCEEDED", retry_after=600)).call("credits")
    assert caught.value.retry_after == 600
    assert clock.slept == []


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 405, 413])
async def test_what_is_wrong_stays_wrong(scripted: MakeCaller, clock: Clock, status: int) -> None:
    caller = scripted(envelope(status, "SOME_CODE"))
    with pytest.raises(errors.ApiError):
        await caller.call("credits")
    assert len(caller.script.seen) == 1
    assert clock.slept == []


@pytest.mark.parametrize(
    "failure",
    [
        REFUSED,
        Break(httpx.ConnectTimeout(""), 0),
        Break(httpx.PoolTimeout(""), 0),
        CUT,
        envelope(429, "RATE_LIMIT_EXCEEDED", retry_after=1),
        envelope(503, "SERVICE_WARMING_UP", retry_after=1),
        envelope(502, "STEP_FUNCTIONS_FAILED"),
        httpx.Response(503, headers={"Retry-After": "1"}),
        httpx.Response(429),
    ],
)
@pytest.mark.parametrize("source", ["bytes", "path", "file"])
async def test_a_submit_that_cannot_have_arrived_is_sent_again_whole(
    scripted: MakeCaller, failure: Any, source: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.ogg"
    path.write_bytes(AUDIO)
    caller = scripted(failure, submitted())
    with path.open("rb") as file:
        audio = {"bytes": AUDIO, "path": path, "file": file}[source]
        assert (await caller.call("speech.analyze", audio)).id == RUN
    assert len(caller.script.bodies) == 2
    assert AUDIO in caller.script.bodies[1]


@pytest.mark.parametrize("failure", [LOST, Break(httpx.ReadTimeout(""))])
async def test_a_submit_that_may_have_arrived_is_not_sent_again(
    scripted: MakeCaller, clock: Clock, failure: Any
) -> None:
    caller = scripted(failure, submitted())
    with pytest.raises(OutcomeUnknown, match="the run may exist") as caught:
        await caller.call("speech.analyze", AUDIO)
    assert caught.value.reached
    assert len(caller.script.seen) == 1
    assert clock.slept == []


@pytest.mark.parametrize(
    "failure", [envelope(500, "INTERNAL_ERROR"), httpx.Response(502), httpx.Response(504), httpx.Response(503)]
)
async def test_a_submit_whose_end_is_not_known_is_not_sent_again(scripted: MakeCaller, failure: httpx.Response) -> None:
    caller = scripted(failure, submitted())
    with pytest.raises(errors.ServerError):
        await caller.call("speech.analyze", AUDIO)
    assert len(caller.script.seen) == 1


class OneWay(io.BytesIO):
    """A stream that cannot go back."""

    def seekable(self) -> bool:
        return False

    def tell(self) -> int:
        raise io.UnsupportedOperation

    def seek(self, *_: Any) -> int:
        raise io.UnsupportedOperation


async def test_a_stream_is_sent_again_only_from_its_beginning(scripted: MakeCaller) -> None:
    caller = scripted(REFUSED, submitted())
    await caller.call("speech.analyze", OneWay(AUDIO))
    assert AUDIO in caller.script.bodies[1]
    caller = scripted(CUT, submitted())
    with pytest.raises(TransportError, match="broke"):
        await caller.call("speech.analyze", OneWay(AUDIO))
    assert len(caller.script.seen) == 1


async def test_whoever_listens_hears_of_every_retry(scripted: MakeCaller) -> None:
    heard: list[RetryEvent] = []
    await scripted(REFUSED, REFUSED, CREDITS, on_retry=heard.append).call("credits")
    assert [(type(event.error), event.attempt, event.seconds) for event in heard] == [
        (ConnectFailed, 1, 0.5),
        (ConnectFailed, 2, 1.0),
    ]


async def test_a_redirect_is_not_followed_with_the_key(scripted: MakeCaller) -> None:
    caller = scripted(httpx.Response(307, headers={"Location": "https://elsewhere.test/api"}))
    with pytest.raises(ZenhireError, match=r"redirect to https://elsewhere.test/api"):
        await caller.call("credits")
    assert len(caller.script.seen) == 1


@pytest.mark.parametrize("body", [b"", b"<html>hello", b"[]", b'{"other": 1}', b'{"creditBalance": "many"}'])
async def test_an_answer_of_somebody_else(scripted: MakeCaller, body: bytes) -> None:
    with pytest.raises(errors.UnexpectedAnswer, match="not a Credits of this API"):
        await scripted(httpx.Response(200, content=body)).call("credits")


async def test_a_file_that_is_not_there(scripted: MakeCaller, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        await scripted(submitted()).call("speech.analyze", tmp_path / "none.ogg")
    with pytest.raises(TypeError, match="binary mode"):
        await scripted(submitted()).call("speech.analyze", io.StringIO("text"))


async def test_a_reader_that_fails_is_not_taken_for_the_network(scripted: MakeCaller, clock: Clock) -> None:
    class Bad(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError("disk gone")

    with pytest.raises(OSError, match="disk gone"):
        await scripted(submitted(), retry=STEADY).call("speech.analyze", Bad(AUDIO))
    assert clock.slept == []


async def test_a_poll_that_a_get_makes_too_soon(scripted: MakeCaller, clock: Clock) -> None:
    caller = scripted(envelope(429, "POLL_RATE_LIMITED", retry_after=9), running())
    assert (await caller.call("speech.get", RUN)).status == "processing"
    assert clock.slept == [9.0]
