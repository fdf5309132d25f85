"""Calls about matches of CVs with positions, with and without `await`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Unpack

from zenhire.client import match_operations as operations
from zenhire.client.listing import LARGEST_PAGE, CommonFilters
from zenhire.client.match_models import Match, MatchPage, MatchSubmitted, MatchSummary
from zenhire.client.match_operations import MatchOptions
from zenhire.client.upload import Content

if TYPE_CHECKING:
    from zenhire.client.clients import AsyncClient, Client

WAIT_SECONDS = 10 * 60.0


class CvDeepMatch:
    """CVs, matched with positions."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def submit(
        self,
        cv: Content,
        *,
        position_id: str,
        job_description: str | Mapping[str, Any],
        config: Mapping[str, Any],
        **options: Unpack[MatchOptions],
    ) -> MatchSubmitted:
        """Sends a CV, a PDF: a path, bytes, or a file opened for reading bytes, which is sent from where it stands.

        `position_id` is your name for the position, 1-28 characters of A-Z a-z 0-9 . _ -; `config` says what it asks
        for. Answers at once; `wait` for the result. See `MatchOptions` for what else may be said, and `check_config`
        for mistakes in a config.
        """
        context = self._client._context
        return self._client._run(operations.submit(context, cv, position_id, job_description, config, options))

    def get(self, match_id: str) -> Match:
        """How a match stands. An unfinished one may be asked for once in ten seconds; sooner, this waits that long."""
        return self._client._run(operations.get(self._client._context, match_id))

    def wait(
        self,
        match: str | MatchSubmitted | Match,
        *,
        timeout: float | None = WAIT_SECONDS,
        on_update: Callable[[Match], object] | None = None,
    ) -> Match:
        """The match when it has ended, also when it failed. Polls after 10, 15, 30 and then 60 seconds.

        `on_update` gets every answer. Raises WaitTimeout after `timeout` seconds (None: never); the match goes on.
        """
        context = self._client._context
        return self._client._run(operations.wait(context, match, timeout=timeout, on_update=on_update))

    def list(
        self, *, limit: int | None = None, page_size: int = LARGEST_PAGE, **filters: Unpack[CommonFilters]
    ) -> Iterator[MatchSummary]:
        """The matches that fit, newest first, at most `limit`; pages are fetched as they are needed."""
        return self._client._iterate(operations.matches(self._client._context, filters, limit, page_size, pages=False))

    def pages(
        self, *, limit: int | None = None, page_size: int = LARGEST_PAGE, **filters: Unpack[CommonFilters]
    ) -> Iterator[MatchPage]:
        """The same, page by page, as the platform sent them."""
        return self._client._iterate(operations.matches(self._client._context, filters, limit, page_size, pages=True))

    def page(
        self,
        *,
        limit: int = 20,
        cursor: str | None = None,
        offset: int | None = None,
        **filters: Unpack[CommonFilters],
    ) -> MatchPage:
        """One page: the first, the one after `cursor`, or the one that begins at `offset`."""
        return self._client._run(operations.page(self._client._context, filters, limit, cursor, offset))


class AsyncCvDeepMatch:
    """As `CvDeepMatch`, with `await`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    async def submit(
        self,
        cv: Content,
        *,
        position_id: str,
        job_description: str | Mapping[str, Any],
        config: Mapping[str, Any],
        **options: Unpack[MatchOptions],
    ) -> MatchSubmitted:
        """Sends a CV; see `CvDeepMatch.submit`."""
        context = self._client._context
        return await self._client._run(operations.submit(context, cv, position_id, job_description, config, options))

    async def get(self, match_id: str) -> Match:
        """How a match stands; see `CvDeepMatch.get`."""
        return await self._client._run(operations.get(self._client._context, match_id))

    async def wait(
        self,
        match: str | MatchSubmitted | Match,
        *,
        timeout: float | None = WAIT_SECONDS,
        on_update: Callable[[Match], object] | None = None,
    ) -> Match:
        """The match when it has ended; see `CvDeepMatch.wait`."""
        context = self._client._context
        return await self._client._run(operations.wait(context, match, timeout=timeout, on_update=on_update))

    def list(
        self, *, limit: int | None = None, page_size: int = LARGEST_PAGE, **filters: Unpack[CommonFilters]
    ) -> AsyncIterator[MatchSummary]:
        """The matches that fit, newest first; see `CvDeepMatch.list`."""
        return self._client._iterate(operations.matches(self._client._context, filters, limit, page_size, pages=False))

    def pages(
        self, *, limit: int | None = None, page_size: int = LARGEST_PAGE, **filters: Unpack[CommonFilters]
    ) -> AsyncIterator[MatchPage]:
        """The same, page by page, as the platform sent them."""
        return self._client._iterate(operations.matches(self._client._context, filters, limit, page_size, pages=True))

    async def page(
        self,
        *,
        limit: int = 20,
        cursor: str | None = None,
        offset: int | None = None,
        **filters: Unpack[CommonFilters],
    ) -> MatchPage:
        """One page; see `CvDeepMatch.page`."""
        return await self._client._run(operations.page(self._client._context, filters, limit, cursor, offset))
