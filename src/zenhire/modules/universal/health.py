"""Real checks behind `GET /health`: each part is asked, in parallel, within a time limit."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

from zenhire.platform import workers
from zenhire.platform.context import Platform
from zenhire.platform.workers import Fleet

GOOD = frozenset({"healthy", "configured"})
CHECK_SECONDS = 3.0

Check = dict[str, Any]


async def check_all(platform: Platform) -> dict[str, Check]:
    """`{name: {status, ...}}` for every part. Raises nothing: what fails is a part's state."""
    database, storage, fleet = await asyncio.gather(
        _timed(platform.db.ping), _timed(platform.files.check), _fleet(platform)
    )
    return {
        "database": database,
        "storage": storage,
        "workers": _workers(fleet),
        "speechScoring": _scoring(fleet),
        "transcription": _transcription(fleet),
        "webhooks": {"status": "configured", "message": "Signed and retried; polling always works too."},
    }


async def _timed(check: Callable[[], Awaitable[None]]) -> Check:
    started = time.monotonic()
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            await check()
    except Exception as error:
        return {"status": "unreachable", "message": type(error).__name__}
    return {"status": "healthy", "latencyMs": round((time.monotonic() - started) * 1000)}


async def _fleet(platform: Platform) -> Fleet | None:
    try:
        async with asyncio.timeout(CHECK_SECONDS), platform.db.transaction() as conn:
            return await workers.fleet(conn, stalled=platform.settings.worker_stalled_seconds)
    except Exception:
        return None


def _workers(fleet: Fleet | None) -> Check:
    if fleet is None:
        return {"status": "unreachable"}
    counts = {"ready": fleet.ready, "warming": fleet.warming, "broken": fleet.broken}
    if fleet.ready:
        return {"status": "healthy", **counts}
    return {"status": "unhealthy", "message": "No worker is ready.", **counts}


def _scoring(fleet: Fleet | None) -> Check:
    if fleet is None:
        return {"status": "unreachable"}
    if fleet.ready:
        return {"status": "healthy"}
    if fleet.warming:
        return {"status": "unhealthy", "message": "The models are still loading."}
    return {"status": "unhealthy", "message": fleet.problem or "No worker has its models loaded."}


def _transcription(fleet: Fleet | None) -> Check:
    if fleet is None:
        return {"status": "unreachable"}
    asr = fleet.engines.get("asr")
    if asr is None:
        return {"status": "not_configured", "message": fleet.problem or "No worker has a recogniser ready."}
    return {"status": "configured", "engine": asr.get("engine"), "model": asr.get("model")}
