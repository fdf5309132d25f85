"""Erasing below a prefix, on a folder and on S3 alike: all of it, nothing else, and also side by side."""

from __future__ import annotations

import asyncio

from zenhire.platform.files import FileStore


async def test_a_listing_knows_keys_and_sizes(files: FileStore) -> None:
    await files.put("clients/a/runs/1/x.wav", b"12345")
    await files.put("clients/a/runs/10/x.wav", b"1")
    listed = [(stored.key, stored.size) async for stored in files.listed("clients/a/runs/1")]
    assert listed == [("clients/a/runs/1/x.wav", 5)]
    assert [stored async for stored in files.listed("clients/b")] == []


async def test_what_lies_beside_the_prefix_stays(files: FileStore) -> None:
    for key in ("clients/a/runs/1/x", "clients/a/runs/1/y", "clients/a/runs/12/x", "clients/ab/runs/1/x"):
        await files.put(key, b"1")
    assert await files.erase("clients/a/runs/1") == 2
    assert await files.erase("clients/a/runs/1") == 0
    assert sorted([stored.key async for stored in files.listed("clients")]) == [
        "clients/a/runs/12/x",
        "clients/ab/runs/1/x",
    ]


async def test_others_may_erase_the_same(files: FileStore) -> None:
    keys = [f"clients/a/runs/1/{number}" for number in range(40)]
    for key in keys:
        await files.put(key, b"1")
    await asyncio.gather(*(files.erase("clients/a") for _ in range(4)), *(files.delete(key) for key in keys))
    assert [stored async for stored in files.listed("clients/a")] == []
