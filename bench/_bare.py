"""What the API is measured against: the same server, pool, store and decoder with handlers that do nothing more.

`python -m bench._bare`, set up by the platform's own settings.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from sqlalchemy import Column, MetaData, Table, Text, insert, select, text
from starlette.datastructures import UploadFile

from zenhire.engines.audio import decoder
from zenhire.entry.web import server_config
from zenhire.entry.wiring import database_url, file_store
from zenhire.kit.db import Database
from zenhire.kit.ids import new_uuid
from zenhire.kit.settings import Settings

rows = Table("bare_rows", MetaData(), Column("id", Text, primary_key=True), Column("note", Text, nullable=False))
CREATE = text("CREATE TABLE IF NOT EXISTS bare_rows (id text PRIMARY KEY, note text NOT NULL)")


def build(settings: Settings) -> FastAPI:
    """Two handlers: `GET /rows/{id}` selects a row, `POST /rows` scans and keeps a file and inserts a row."""
    db = Database(database_url(settings), pool_size=settings.database_pool, application="bare")
    files = file_store(settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with db.transaction() as conn:
            await conn.execute(CREATE)
        yield
        await db.close()

    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, lifespan=lifespan)

    @app.get("/rows/{id}")
    async def read(id: str) -> JSONResponse:
        async with db.engine.connect() as conn:
            row = (await conn.execute(select(rows).where(rows.c.id == id))).one()
        return JSONResponse({"id": row.id, "note": row.note})

    @app.post("/rows")
    async def write(request: Request) -> JSONResponse:
        async with request.form() as form:
            audio = form["audio"]
            assert isinstance(audio, UploadFile)
            id = new_uuid()
            scan = await decoder.scan(audio.file.fileno())
            with os.fdopen(os.dup(audio.file.fileno()), "rb") as recording:
                recording.seek(0)
                await files.put(f"bare/{id}", recording)
        async with db.transaction() as conn:
            await conn.execute(insert(rows).values(id=id, note=str(scan.duration_s)))
        return JSONResponse({"id": id}, status_code=202)

    return app


def main() -> None:
    """Serves until a signal."""
    settings = Settings()
    uvicorn.Server(server_config(build(settings), settings.host, settings.port)).run()


if __name__ == "__main__":
    main()
