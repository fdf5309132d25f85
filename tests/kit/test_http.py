"""Reading a form: what a client can do wrong beside its content."""

from __future__ import annotations

import pytest
from starlette.requests import Request
from starlette.types import Message

from zenhire.kit.errors import InvalidInput
from zenhire.kit.forms import read_form


async def test_an_upload_that_breaks_off_is_the_clients_failure() -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="audio"; filename="a.ogg"\r\n\r\nOggS'
    messages: list[Message] = [
        {"type": "http.request", "body": body, "more_body": True},
        {"type": "http.disconnect"},
    ]

    async def receive() -> Message:
        return messages.pop(0)

    headers = [(b"content-type", b"multipart/form-data; boundary=x")]
    request = Request({"type": "http", "method": "POST", "headers": headers}, receive)
    with pytest.raises(InvalidInput, match="broke off"):
        await read_form(request, max_file_bytes=1000)
