"""The due-table: which deliveries wait, who attempts them, and what came of it.

A claim moves `due_at` to the end of a lease that its dispatcher keeps renewing. A dispatcher that dies renews no more,
and its deliveries are due again by themselves. The database's clock alone decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from zenhire.platform.webhooks.types import Claimed, Lane

# A loose index scan: it reads one index entry a lane, however many deliveries wait in it.
_LANES = text(
    """
    WITH RECURSIVE lanes AS (
        (SELECT lane FROM webhook_deliveries WHERE state = 'pending' AND lane > :after ORDER BY lane LIMIT 1)
        UNION ALL
        SELECT (
            SELECT next.lane FROM webhook_deliveries AS next
            WHERE next.state = 'pending' AND next.lane > lanes.lane ORDER BY next.lane LIMIT 1
        ) FROM lanes WHERE lanes.lane IS NOT NULL
    )
    SELECT first.client_id, lanes.lane, first.origin, first.due_at, first.due_at <= now() AS due,
        extract(epoch FROM first.due_at - now())::float AS wait
    FROM lanes CROSS JOIN LATERAL (
        SELECT client_id, origin, due_at FROM webhook_deliveries
        WHERE state = 'pending' AND lane = lanes.lane ORDER BY due_at LIMIT 1
    ) AS first
    WHERE lanes.lane IS NOT NULL
    LIMIT :limit
    """
)
_CLAIM = text(
    """
    WITH picked AS MATERIALIZED (
        SELECT one.id FROM unnest(CAST(:lanes AS text[]), CAST(:quotas AS int[])) AS quota (lane, number)
        CROSS JOIN LATERAL (
            SELECT id FROM webhook_deliveries
            WHERE state = 'pending' AND lane = quota.lane AND due_at <= now() AND id <> ALL(CAST(:running AS text[]))
            ORDER BY due_at LIMIT quota.number FOR UPDATE SKIP LOCKED
        ) AS one
    ), claimed AS (
        UPDATE webhook_deliveries AS d
        SET claimed_by = :dispatcher, claim = d.claim + 1, due_at = now() + make_interval(secs => :lease)
        FROM picked WHERE d.id = picked.id
        RETURNING d.*
    )
    SELECT c.id, c.claim, c.client_id, c.endpoint_id, coalesce(endpoint.url, c.url) AS url, c.lane, c.origin,
        c.attempts, event.type, event.request_id, event.body, settings.sealed_secret,
        coalesce((endpoint.enabled OR event.test) AND endpoint.removed_at IS NULL, true) AS endpoint_enabled,
        c.created_at
    FROM claimed AS c
    JOIN webhook_events AS event ON event.id = c.event_id
    LEFT JOIN webhook_endpoints AS endpoint ON endpoint.id = c.endpoint_id
    LEFT JOIN webhook_clients AS settings ON settings.client_id = c.client_id
    """
)
_RENEW = text(
    "UPDATE webhook_deliveries SET due_at = now() + make_interval(secs => :lease)"
    " WHERE id = ANY(:ids) AND claimed_by = :dispatcher AND state = 'pending'"
)
_RELEASE = text(
    "UPDATE webhook_deliveries SET due_at = now(), claimed_by = NULL"
    " WHERE id = ANY(:ids) AND claimed_by = :dispatcher AND state = 'pending'"
)
_FINISH = text(
    """
    UPDATE webhook_deliveries AS d
    SET state = done.state, reason = done.reason, attempts = done.attempts, claimed_by = NULL,
        due_at = now() + make_interval(secs => done.wait),
        finished_at = CASE WHEN done.state = 'pending' THEN NULL ELSE now() END
    FROM unnest(CAST(:ids AS text[]), CAST(:claims AS bigint[]), CAST(:states AS text[]), CAST(:reasons AS text[]),
        CAST(:attempts AS int[]), CAST(:waits AS float[])) AS done (id, claim, state, reason, attempts, wait)
    WHERE d.id = done.id AND d.claim = done.claim AND d.state = 'pending'
    RETURNING d.id
    """
)
_ATTEMPTS = text(
    """
    INSERT INTO webhook_attempts
        (delivery_id, number, started_at, milliseconds, outcome, http_status, address, detail, answer)
    SELECT * FROM unnest(CAST(:ids AS text[]), CAST(:numbers AS int[]), CAST(:started AS timestamptz[]),
        CAST(:milliseconds AS int[]), CAST(:outcomes AS text[]), CAST(:statuses AS int[]), CAST(:addresses AS text[]),
        CAST(:details AS text[]), CAST(:answers AS text[]))
    ON CONFLICT DO NOTHING
    """
)
_RECOVERED = text(
    "UPDATE webhook_endpoints SET failing_since = NULL WHERE id IN"
    " (SELECT id FROM webhook_endpoints WHERE id = ANY(:ids) AND failing_since IS NOT NULL ORDER BY id FOR UPDATE)"
)
_FAILING = text(
    "UPDATE webhook_endpoints SET failing_since = now() WHERE id IN"
    " (SELECT id FROM webhook_endpoints WHERE id = ANY(:ids) AND failing_since IS NULL ORDER BY id FOR UPDATE)"
)
_DISABLE = text(
    "UPDATE webhook_endpoints SET enabled = false, disabled_by = 'failures' WHERE id IN"
    " (SELECT id FROM webhook_endpoints WHERE id = ANY(:ids) AND enabled"
    "  AND failing_since <= now() - make_interval(secs => :after) ORDER BY id FOR UPDATE) RETURNING id, client_id"
)
_WAITING = text(
    "SELECT count(*) AS number, coalesce(extract(epoch FROM now() - min(created_at)), 0)::float AS age"
    " FROM webhook_deliveries WHERE state = 'pending'"
)


@dataclass(frozen=True, slots=True)
class Finished:
    """What an attempt came to. `state` pending: try again in `wait` seconds. `counted` False: it was no attempt."""

    claimed: Claimed
    state: str
    reason: str | None
    wait: float
    counted: bool
    started_at: datetime
    milliseconds: int
    outcome: str
    http_status: int | None = None
    address: str | None = None
    detail: str | None = None
    answer: str | None = None


async def lanes(conn: AsyncConnection, *, after: str, limit: int) -> list[tuple[Lane, float]]:
    """Lanes of all clients in which deliveries wait, in the order of their names, each with the seconds until its
    first is due (0 or less: now)."""
    rows = await conn.execute(_LANES, {"after": after, "limit": limit})
    return [(Lane(row.client_id, row.lane, row.origin, row.due_at), 0.0 if row.due else row.wait) for row in rows]


async def claim(
    conn: AsyncConnection, quotas: Mapping[str, int], *, dispatcher: str, lease: float, running: Sequence[str] = ()
) -> list[Claimed]:
    """Takes up to so many due deliveries of each lane, the longest due first. Nobody else gets them for `lease` s.

    `running`: what the dispatcher is at. Were its own lease over, a new claim would make that attempt worthless.
    """
    given = {"lanes": list(quotas), "quotas": list(quotas.values()), "dispatcher": dispatcher, "lease": lease}
    given["running"] = list(running)
    return [Claimed(**row._mapping) for row in await conn.execute(_CLAIM, given)]


async def renew(conn: AsyncConnection, ids: Sequence[str], *, dispatcher: str, lease: float) -> None:
    """Keeps claims for another `lease` seconds."""
    await conn.execute(_RENEW, {"ids": list(ids), "dispatcher": dispatcher, "lease": lease})


async def release(conn: AsyncConnection, ids: Sequence[str], *, dispatcher: str) -> None:
    """Gives claims back: they are due now."""
    await conn.execute(_RELEASE, {"ids": list(ids), "dispatcher": dispatcher})


async def finish(conn: AsyncConnection, results: Sequence[Finished], *, disable_after: float) -> list[tuple[str, str]]:
    """Writes what came of attempts, as far as the claims still hold; (endpoint, client) that are disabled by it."""
    rows = await conn.execute(
        _FINISH,
        {
            "ids": [one.claimed.id for one in results],
            "claims": [one.claimed.claim for one in results],
            "states": [one.state for one in results],
            "reasons": [one.reason for one in results],
            "attempts": [one.claimed.attempts + one.counted for one in results],
            "waits": [one.wait for one in results],
        },
    )
    held = set(rows.scalars())
    counted = [one for one in results if one.counted and one.claimed.id in held]
    if not counted:
        return []
    await conn.execute(
        _ATTEMPTS,
        {
            "ids": [one.claimed.id for one in counted],
            "numbers": [one.claimed.attempts + 1 for one in counted],
            "started": [one.started_at for one in counted],
            "milliseconds": [one.milliseconds for one in counted],
            "outcomes": [one.outcome for one in counted],
            "statuses": [one.http_status for one in counted],
            "addresses": [one.address for one in counted],
            "details": [one.detail for one in counted],
            "answers": [one.answer for one in counted],
        },
    )
    return await _judge_endpoints(conn, counted, disable_after)


async def _judge_endpoints(
    conn: AsyncConnection, results: Sequence[Finished], disable_after: float
) -> list[tuple[str, str]]:
    good = {one.claimed.endpoint_id for one in results if one.state == "delivered"} - {None}
    bad = {one.claimed.endpoint_id for one in results} - good - {None}
    if good:
        await conn.execute(_RECOVERED, {"ids": sorted(map(str, good))})
    if not bad:
        return []
    ids = sorted(map(str, bad))
    await conn.execute(_FAILING, {"ids": ids})
    rows = await conn.execute(_DISABLE, {"ids": ids, "after": disable_after})
    return [(row.id, row.client_id) for row in rows]


async def waiting(conn: AsyncConnection) -> tuple[int, float]:
    """How many deliveries of all clients are not done, and the age of the oldest in seconds: for the metrics."""
    row = (await conn.execute(_WAITING)).one()
    return row.number, row.age
