"""Builds the platform's parts from the settings. Nothing outside `entry` constructs them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from zenhire.engines.asr import parse_spec
from zenhire.engines.asr.base import AsrSpec
from zenhire.engines.embedder import EmbedderSpec
from zenhire.engines.embedder import parse_spec as parse_embedder
from zenhire.engines.llm import LlmSpec
from zenhire.engines.llm import parse_spec as parse_llm
from zenhire.entry.advice import NoDatabase
from zenhire.entry.webhooks import ON_FAILURE, webhook_guard
from zenhire.kit.db import Database
from zenhire.kit.settings import Settings
from zenhire.platform.accounts.addresses import parse_networks
from zenhire.platform.accounts.keys import load_secret_key
from zenhire.platform.accounts.last_used import LastUsed
from zenhire.platform.accounts.service import verify_secret
from zenhire.platform.context import Platform
from zenhire.platform.files import FileStore
from zenhire.platform.lifeline import Lifeline
from zenhire.platform.queue import Queue
from zenhire.platform.runs.service import Admitter


def database_url(settings: Settings) -> str:
    """The external database's URL. Raises NoDatabase when none is set."""
    if settings.database_url is None:
        raise NoDatabase
    return settings.database_url.get_secret_value()


def file_store(settings: Settings) -> FileStore:
    """The object store that the settings name."""
    location = settings.file_store or str(settings.data_dir / "files")
    return FileStore(location, scratch=settings.data_dir / "scratch")


def default_caps(settings: Settings) -> dict[str, int]:
    """By module, how many runs of a client run at once unless the client says else."""
    return {"speech": settings.speech_concurrency, "cvdeepmatch": settings.cvdeepmatch_concurrency}


def admitter(settings: Settings, url: str, lifeline: Lifeline | None = None) -> Admitter:
    """Queue, default caps, and who tells of failures; a worker's queue has a lifeline."""
    return Admitter(
        queue=Queue(url, lifeline=lifeline),
        default_caps=default_caps(settings),
        on_failure=ON_FAILURE,
    )


def asr_spec(settings: Settings) -> AsrSpec:
    """The recogniser that the settings name."""
    return parse_spec(
        settings.asr,
        base_url=settings.asr_base_url,
        api_key=settings.asr_api_key.get_secret_value() if settings.asr_api_key else "",
        models_dir=str(settings.models_dir),
        timeout=settings.asr_timeout_seconds,
    )


def embedder_spec(settings: Settings) -> EmbedderSpec:
    """The sentence embedder that the settings name."""
    return parse_embedder(settings.embedder, models_dir=settings.models_dir)


def llm_spec(settings: Settings) -> LlmSpec | None:
    """The language model that the settings name, None where it is off."""
    return parse_llm(
        settings.llm,
        base_url=settings.llm_base_url,
        api_key=settings.llm_api_key.get_secret_value() if settings.llm_api_key else "",
        model=settings.llm_model,
        timeout=settings.llm_timeout_seconds,
    )


@asynccontextmanager
async def open_platform(settings: Settings) -> AsyncIterator[Platform]:
    """The platform of a web process, open until the block ends."""
    url = database_url(settings)
    db = Database(url, pool_size=settings.database_pool, application="zenhire web")
    secret = load_secret_key(settings)
    last_used = LastUsed(db)
    try:
        async with db.transaction() as conn:
            await verify_secret(conn, secret)
        yield Platform(
            settings=settings,
            db=db,
            files=file_store(settings),
            admitter=admitter(settings, url),
            secret=secret,
            last_used=last_used,
            webhook_guard=webhook_guard(settings),
            trusted_proxies=parse_networks(settings.trusted_proxies),
        )
    finally:
        await last_used.close()
        await db.close()
