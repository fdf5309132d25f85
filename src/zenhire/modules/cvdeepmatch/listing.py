"""The list of a client's matches."""

from __future__ import annotations

from collections.abc import Mapping

from zenhire.kit.clock import iso, iso_or_none
from zenhire.kit.errors import InvalidInput
from zenhire.kit.pagination import Page, encode_cursor
from zenhire.modules.cvdeepmatch import store
from zenhire.modules.cvdeepmatch.names import MODULE
from zenhire.modules.cvdeepmatch.schemas import (
    WORDS,
    CvDeepMatchPagination,
    CvDeepMatchRequestList,
    CvDeepMatchRequestSummary,
    status_of,
)
from zenhire.platform.accounts.types import Principal
from zenhire.platform.context import Platform
from zenhire.platform.runs import store as runs_store
from zenhire.platform.runs.filters import RunFilter, parse_filter, parse_page
from zenhire.platform.runs.types import Run


def parse_query(query: Mapping[str, list[str]]) -> tuple[RunFilter, Page]:
    """Which matches a query string `{name: [values]}` asks for. Raises InvalidInput."""
    wanted = parse_filter(query, module=MODULE, words=WORDS, invalid=InvalidInput)
    return wanted, parse_page(query, InvalidInput)


async def list_requests(
    platform: Platform, principal: Principal, wanted: RunFilter, page: Page
) -> CvDeepMatchRequestList:
    """A page of the caller's matches, newest first."""
    async with platform.db.transaction() as conn:
        runs, total = await runs_store.page(conn, principal.client_id, wanted, page)
        shown, more = runs[: page.limit], len(runs) > page.limit
        positions = await store.position_ids(conn, principal.client_id, [run.id for run in shown])
    # A run without its row was erased between the two queries.
    rows = [_summary(run, positions[run.id]) for run in shown if run.id in positions]
    return CvDeepMatchRequestList(
        data=rows,
        requests=rows,
        next_cursor=encode_cursor(shown[-1].seq) if more else None,
        pagination=CvDeepMatchPagination(limit=page.limit, offset=page.offset, total=total, hasMore=more),
    )


def _summary(run: Run, position_id: str) -> CvDeepMatchRequestSummary:
    return CvDeepMatchRequestSummary(
        id=run.id,
        position_id=position_id,
        status=status_of(run.status),
        created_at=iso(run.created_at),
        processing_completed_at=iso_or_none(run.finished_at),
        project_id=run.project_id,
        external_id=run.external_id,
        metadata=run.metadata,
        tags=run.tags,
    )
