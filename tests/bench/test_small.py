"""Every benchmark with a little of its work: its figures are there, and what must hold at any speed holds."""

from __future__ import annotations

import asyncio
from pathlib import Path

import numpy as np
import pytest

from bench import api, cv_match, queue, speech
from bench._figures import Report
from tests.support.cv_files import BACKEND, ENGINEER, cv_pdf
from zenhire.engines.audio import decoder
from zenhire.engines.audio.base import SAMPLE_RATE
from zenhire.engines.embedder import EmbedderSpec


def test_the_queue_holds_to_caps_and_order() -> None:
    report = queue.run(queue.Size(runs=24, clients=3, caps=2, seconds=0.01, concurrency=4, submitters=2, patience=60))
    met = {figure.name: figure.met for figure in report.figures}
    for name in (
        "runs",
        "runs charged other than once",
        "clients beyond their cap",
        "starts out of order within a client",
    ):
        assert met[name], name
    assert report.value("promotions") > 0
    assert report.value("promotion, median") >= 0


def test_the_api_answers_as_the_bare_handler_does() -> None:
    report = api.run(api.Size(rounds=1, polls=20, submit_rounds=1, submits=1, connections=4, submitters=1, uploads=1))
    ratios = [figure for figure in report.figures if figure.target in (0.6, 0.7)]
    assert len(ratios) == 3
    assert all(figure.value > 0 and figure.sign == ">=" for figure in ratios)
    assert report.figures[-1].name.startswith("load generator")


async def test_more_processes_recognise_the_same_pieces(tmp_path: Path) -> None:
    pcm = await decoder.decode(speech.RECORDING, tmp_path / "decoded.pcm", end_ms=3_000)
    report = Report()
    await speech._scaling(report, pcm, speech.Size(scaling_rounds=1, pieces=1, piece_seconds=1.0, processes=1))
    assert report.figures[0].target == 0.75
    assert report.value("recogniser's time / audio, one process") > 0


async def test_the_longest_recording_is_as_long_as_it_says(tmp_path: Path) -> None:
    tone = (np.sin(np.arange(2 * SAMPLE_RATE) / 20.0) * 8000).astype(np.int16)
    await asyncio.to_thread(speech.write_repeated, tmp_path / "long.ogg", tone, 9.5)
    found = await decoder.scan(tmp_path / "long.ogg")
    assert (found.format, found.duration_s) == ("ogg", pytest.approx(9.5, abs=0.1))


def test_a_bare_pass_takes_the_whole_text_and_every_phrase(tmp_path: Path) -> None:
    cv = tmp_path / "cv.pdf"
    cv.write_bytes(cv_pdf(ENGINEER))
    found = cv_match._plain_text(str(cv))
    windows = list(cv_match._windows(found))
    assert " ".join(windows).split() == found.split() and len(windows) == 4
    assert {"Python", "Backend engineer", "Logistics", "Dutch", "Computer Science"} < set(cv_match.phrases(BACKEND))
    whole, first = cv_match.bare_seconds(EmbedderSpec("fake"), str(cv), cv_match.phrases(BACKEND), 2)
    assert whole > first > 0
