"""Delivers what is due: one in each worker process, beside the runs and without their slots or connections.

Deliveries wait in the database and not here: what is in memory are the attempts under way, never more than `slots`.
Retries are moments in the database too, so nothing sleeps in a slot.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from dataclasses import dataclass

import psycopg
import structlog

from zenhire.kit.clock import utcnow
from zenhire.kit.db import Database, libpq_url
from zenhire.kit.ids import new_uuid
from zenhire.kit.metrics import (
    WEBHOOK_ATTEMPTS,
    WEBHOOK_DELIVERIES,
    WEBHOOK_IN_FLIGHT,
    WEBHOOK_OLDEST_SECONDS,
    WEBHOOK_WAITING,
)
from zenhire.kit.signing import signature_header
from zenhire.platform.webhooks import deliveries, service, store
from zenhire.platform.webhooks.deliveries import Finished
from zenhire.platform.webhooks.fairness import PROMPT_SECONDS, Fairness
from zenhire.platform.webhooks.sender import SUCCESS, Answer, Sender
from zenhire.platform.webhooks.service import ENDPOINT_DISABLED
from zenhire.platform.webhooks.types import DELIVERED, FAILED, PENDING, Claimed, signature_header_name
from zenhire.platform.webhooks.vault import CannotUnseal, Vault

log = structlog.get_logger(__name__)

USER_AGENT = "zenhire-webhooks"
WAIT_FACTOR = 4.0
JITTER = 0.1
_PAGE = 500
_BATCH = 200
_BREATH_SECONDS = 0.005
_GRACE_SECONDS = 3.0
_NO_SECRET_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Rules:
    """How deliveries are made. Times in seconds; waits are `retry_seconds`, four times that, sixteen times ..."""

    max_attempts: int = 3
    retry_seconds: float = 1.0
    slots: int = 256
    per_lane: int = 16
    lease: float = 8.0
    heartbeat: float = 2.0
    polling: float = 2.0
    disable_after: float = 86_400.0

    def wait(self, attempts: int) -> float:
        """Seconds until the next attempt after so many, with a small jitter."""
        return self.retry_seconds * WAIT_FACTOR ** (attempts - 1) * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311


class Dispatcher:
    """Takes due deliveries, attempts them and writes down what came of it. `secret`: the configured default secret."""

    def __init__(self, db: Database, vault: Vault, sender: Sender, rules: Rules, *, secret: str | None = None) -> None:
        self.db = db
        self.vault = vault
        self.sender = sender
        self.rules = rules
        self.id = new_uuid()
        self.fairness = Fairness(rules.slots, rules.per_lane)
        self._default_secret = secret
        self._running: dict[str, asyncio.Task[None]] = {}
        self._results: asyncio.Queue[tuple[Finished, asyncio.Future[None]]] = asyncio.Queue()
        self._writing = asyncio.Lock()
        self._wake = asyncio.Event()
        self._after = ""

    async def run(self) -> None:
        """Delivers until cancelled; then gives attempts under way a moment, and the rest back."""
        givers = [asyncio.create_task(part) for part in (self._listen(), self._dispatch())]
        keepers = [asyncio.create_task(part) for part in (self._keep(), self._write_results())]
        try:
            # Not `gather`: cancelled, it would cancel the keepers too, who still have to write what ends meanwhile.
            done, _ = await asyncio.wait([*givers, *keepers], return_when=asyncio.FIRST_EXCEPTION)
            for task in done:
                task.result()
        finally:
            for task in givers:
                task.cancel()
            await self._drain()
            for task in keepers:
                task.cancel()
            await asyncio.gather(*givers, *keepers, return_exceptions=True)

    async def _drain(self) -> None:
        if self._running:
            await asyncio.wait(self._running.values(), timeout=_GRACE_SECONDS)
        left = dict(self._running)
        for task in left.values():
            task.cancel()
        if left:
            await asyncio.gather(*left.values(), return_exceptions=True)
            with contextlib.suppress(Exception):
                async with asyncio.timeout(_GRACE_SECONDS), self.db.transaction() as conn:
                    await deliveries.release(conn, list(left), dispatcher=self.id)

    async def _listen(self) -> None:
        """Wakes when a delivery was written. Without the database's word there is still the polling."""
        while True:
            try:
                connection = await psycopg.AsyncConnection.connect(
                    libpq_url(self.db.url), autocommit=True, application_name="zenhire webhooks"
                )
                async with connection:
                    await connection.execute(f"LISTEN {store.CHANNEL}")
                    self._wake.set()
                    async for _ in connection.notifies():
                        self._wake.set()
            except psycopg.Error as error:
                log.warning("webhooks are not notified for a moment", reason=type(error).__name__)
            await asyncio.sleep(1.0)

    async def _dispatch(self) -> None:
        while True:
            self._wake.clear()
            wait = self.rules.polling
            try:
                wait = await self._round()
            except Exception as error:
                log.warning("webhooks cannot be taken up", reason=type(error).__name__)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._wake.wait()
            # What ends or comes together is seen together.
            await asyncio.sleep(_BREATH_SECONDS)

    async def _round(self) -> float:
        """Starts what may start now, all lanes in turn; the seconds until it is worth looking again."""
        soonest = self.rules.polling
        whole, found_work = self._after == "", False
        while self.fairness.free > 0:
            async with self.db.transaction() as conn:
                page = await deliveries.lanes(conn, after=self._after, limit=_PAGE)
                quotas = self.fairness.deal([lane for lane, wait in page if wait <= 0])
                claimed = []
                if quotas:
                    claimed = await deliveries.claim(
                        conn, quotas, dispatcher=self.id, lease=self.rules.lease, running=list(self._running)
                    )
            for one in claimed:
                self._start(one)
            found_work = found_work or bool(claimed)
            soonest = min([soonest, *(wait for _, wait in page if wait > 0)])
            if len(page) == _PAGE:
                self._after = page[-1][0].lane
                continue
            self._after = ""
            if whole and not found_work:
                break
            whole, found_work = True, False
        return soonest

    def _start(self, one: Claimed) -> None:
        self.fairness.started(one.id, one.client_id, one.lane, one.origin)
        self._running[one.id] = asyncio.create_task(self._deliver(one))
        WEBHOOK_IN_FLIGHT.set(len(self._running))

    async def _deliver(self, one: Claimed) -> None:
        slow: bool | None = None
        try:
            result = await self._attempt(one)
            slow = result.milliseconds > PROMPT_SECONDS * 1000
            written = asyncio.get_running_loop().create_future()
            self._results.put_nowait((result, written))
            await written
        except Exception as error:
            log.exception("a webhook attempt ended unexpectedly", delivery_id=one.id, error=type(error).__name__)
        finally:
            self.fairness.ended(one.id, slow=slow)
            del self._running[one.id]
            WEBHOOK_IN_FLIGHT.set(len(self._running))
            self._wake.set()

    async def _attempt(self, one: Claimed) -> Finished:
        started_at, started = utcnow(), time.monotonic()
        if not one.endpoint_enabled:
            return Finished(one, FAILED, ENDPOINT_DISABLED, 0.0, False, started_at, 0, ENDPOINT_DISABLED)
        try:
            secret = await self._secret(one)
        except CannotUnseal as error:
            log.error("a webhook cannot be signed", client_id=one.client_id, reason=str(error))
            return Finished(one, PENDING, "no_secret", _NO_SECRET_SECONDS, False, started_at, 0, "no_secret")
        answer = await self.sender.send(one.url, self._headers(one, secret), one.body, secret=secret)
        milliseconds = round((time.monotonic() - started) * 1000)
        state, reason, wait = self._judge(one, answer)
        WEBHOOK_ATTEMPTS.labels(one.type, answer.outcome).inc()
        return Finished(
            claimed=one,
            state=state,
            reason=reason,
            wait=wait,
            counted=True,
            started_at=started_at,
            milliseconds=milliseconds,
            outcome=answer.outcome,
            http_status=answer.status,
            address=answer.address,
            detail=answer.detail,
            answer=answer.body,
        )

    def _judge(self, one: Claimed, answer: Answer) -> tuple[str, str | None, float]:
        if answer.outcome == SUCCESS:
            return DELIVERED, None, 0.0
        reason = answer.outcome if answer.status is None else f"http_{answer.status}"
        attempts = one.attempts + 1
        if answer.retryable and attempts < self.rules.max_attempts:
            return PENDING, reason, self.rules.wait(attempts)
        return FAILED, reason, 0.0

    async def _secret(self, one: Claimed) -> str:
        if one.sealed_secret is not None:
            return self.vault.unseal(one.sealed_secret, one.client_id)
        return await self._instance_secret()

    async def _instance_secret(self) -> str:
        if self._default_secret is None:
            async with self.db.transaction() as conn:
                self._default_secret = await service.default_secret(conn, self.vault, None)
        return self._default_secret

    def _headers(self, one: Claimed, secret: str) -> dict[str, str]:
        timestamp = int(utcnow().timestamp())
        name = signature_header_name(one.type)
        return {
            "Content-Type": "application/json",
            "User-Agent": USER_AGENT,
            "Accept-Encoding": "identity",
            "X-CVDM-Request-Id": one.request_id,
            name: signature_header(secret, timestamp, one.body),
            f"{name}-Timestamp": str(timestamp),
            "X-Zenhire-Event": one.type,
            "X-Zenhire-Delivery": one.id,
        }

    async def _write_results(self) -> None:
        """Writes what attempts came to, many at a time. A lost database is waited for; nothing is dropped."""
        while True:
            batch = [await self._results.get()]
            while len(batch) < _BATCH and not self._results.empty():
                batch.append(self._results.get_nowait())
            results = sorted((result for result, _ in batch), key=lambda result: result.claimed.id)
            while True:
                try:
                    async with self._writing, self.db.transaction() as conn:
                        disabled = await deliveries.finish(conn, results, disable_after=self.rules.disable_after)
                    break
                except Exception as error:
                    log.warning("webhook results cannot be written yet", reason=type(error).__name__)
                    await asyncio.sleep(0.5)
            for _, written in batch:
                if not written.done():
                    written.set_result(None)
            self._tell(results, disabled)

    def _tell(self, results: list[Finished], disabled: list[tuple[str, str]]) -> None:
        for one in results:
            about = {"delivery_id": one.claimed.id, "event_type": one.claimed.type}
            if one.state == DELIVERED:
                log.info("webhook delivered", **about)
            elif one.state == FAILED:
                log.warning("webhook given up; it can be replayed", reason=one.reason, **about)
            if one.state != PENDING:
                WEBHOOK_DELIVERIES.labels(one.claimed.type, one.state).inc()
        for endpoint_id, client_id in disabled:
            hours = self.rules.disable_after / 3600
            log.warning(
                "webhook endpoint disabled: nothing but failures",
                endpoint_id=endpoint_id,
                client_id=client_id,
                hours=round(hours, 2),
            )

    async def _keep(self) -> None:
        """Keeps the claims of what runs, and the figures."""
        while True:
            try:
                await self._instance_secret()
            except CannotUnseal as error:
                log.error("the default webhook secret cannot be read", reason=str(error))
            except Exception as error:
                log.warning("the default webhook secret cannot be read yet", reason=type(error).__name__)
            try:
                async with self._writing, self.db.transaction() as conn:
                    if self._running:
                        await deliveries.renew(conn, list(self._running), dispatcher=self.id, lease=self.rules.lease)
                    number, age = await deliveries.waiting(conn)
                WEBHOOK_WAITING.set(number)
                WEBHOOK_OLDEST_SECONDS.set(age)
            except Exception as error:
                log.warning("webhook claims cannot be renewed", reason=type(error).__name__)
            await asyncio.sleep(self.rules.heartbeat)
