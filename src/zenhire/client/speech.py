"""Calls about spoken English, with and without `await`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from typing import TYPE_CHECKING, Unpack

from zenhire.client import operations
from zenhire.client.listing import LARGEST_PAGE
from zenhire.client.models import Run, RunPage, RunSummary, Submitted
from zenhire.client.operations import Filters, SubmitOptions
from zenhire.client.upload import Content

if TYPE_CHECKING:
    from zenhire.client.clients import AsyncClient, Client

WAIT_SECONDS = 20 * 60.0


class Speech:
    """Spoken English, scored."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def analyze(self, audio: Content, **options: Unpack[SubmitOptions]) -> Submitted:
        """Sends a recording: a path, bytes, or a file opened for reading bytes, which is sent from where it stands.

        Answers at once; `wait` for the result. See `SubmitOptions` for what may be said with it.
        """
        return self._client._run(operations.submit(self._client._context, audio, options))

    def get(self, run_id: str) -> Run:
        """How a run stands. An unfinished run may be asked for once in ten seconds; sooner, this waits that long."""
        return self._client._run(operations.get(self._client._context, run_id))

    def wait(
        self,
        run: str | Submitted | Run,
        *,
        timeout: float | None = WAIT_SECONDS,
        on_update: Callable[[Run], object] | None = None,
    ) -> Run:
        """The run when it has ended, also when it failed. Polls as often as the platform asks for.

        `on_update` gets every answer. Raises WaitTimeout after `timeout` seconds (None: never); the run goes on.
        """
        context = self._client._context
        return self._client._run(operations.wait(context, run, timeout=timeout, on_update=on_update))

    def list(
        self, *, limit: int | None = None, page_size: int = LARGEST_PAGE, **filters: Unpack[Filters]
    ) -> Iterator[RunSummary]:
        """The runs that fit, newest first, at most `limit`; pages are fetched as they are needed."""
        return self._client._iterate(operations.runs(self._client._context, filters, limit, page_size, pages=False))

    def pages(
        self, *, limit: int | None = None, page_size: int = LARGEST_PAGE, **filters: Unpack[Filters]
    ) -> Iterator[RunPage]:
        """The same, page by page, as the platform sent them."""
        return self._client._iterate(operations.runs(self._client._context, filters, limit, page_size, pages=True))

    def page(
        self, *, limit: int = 20, cursor: str | None = None, offset: int | None = None, **filters: Unpack[Filters]
    ) -> RunPage:
        """One page: the first, the one after `cursor`, or the one that begins at `offset`."""
        return self._client._run(operations.page(self._client._context, filters, limit, cursor, offset))


class AsyncSpeech:
    """As `Speech`, with `await`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    async def analyze(self, audio: Content, **options: Unpack[SubmitOptions]) -> Submitted:
        """Sends a recording; see `Speech.analyze`."""
        return await self._client._run(operations.submit(self._client._context, audio, options))

    async def get(self, run_id: str) -> Run:
        """How a run stands; see `Speech.get`."""
        return await self._client._run(operations.get(self._client._context, run_id))

    async def wait(
        self,
        run: str | Submitted | Run,
        *,
        timeout: float | None = WAIT_SECONDS,
        on_update: Callable[[Run], object] | None = None,
    ) -> Run:
        """The run when it has ended; see `Speech.wait`."""
        context = self._client._context
        return await self._client._run(operations.wait(context, run, timeout=timeout, on_update=on_update))

    def list(
        self, *, limit: int | None = None, page_size: int = LARGEST_PAGE, **filters: Unpack[Filters]
    ) -> AsyncIterator[RunSummary]:
        """The runs that fit, newest first; see `Speech.list`."""
        return self._client._iterate(operations.runs(self._client._context, filters, limit, page_size, pages=False))

    def pages(
        self, *, limit: int | None = None, page_size: int = LARGEST_PAGE, **filters: Unpack[Filters]
    ) -> AsyncIterator[RunPage]:
        """The same, page by page, as the platform sent them."""
        return self._client._iterate(operations.runs(self._client._context, filters, limit, page_size, pages=True))

    async def page(
        self, *, limit: int = 20, cursor: str | None = None, offset: int | None = None, **filters: Unpack[Filters]
    ) -> RunPage:
        """One page; see `Speech.page`."""
        return await self._client._run(operations.page(self._client._context, filters, limit, cursor, offset))
