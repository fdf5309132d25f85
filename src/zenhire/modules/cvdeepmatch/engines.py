"""The engines of CV DeepMatch as one object: how the worker asks them, and who they are."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import structlog

from zenhire.analysis.cv.match import Match
from zenhire.analysis.cv.parse import ParsedCv
from zenhire.analysis.cv.types import CvDocument
from zenhire.engines.embedder import EmbedderError, EmbedderInfo, EmbedderSpec
from zenhire.engines.embedder.minilm import MODEL_NAME, WEIGHTS
from zenhire.engines.models import ModelStore
from zenhire.engines.pdf.reader import ReadOptions
from zenhire.engines.pool import EnginePool, PoolBroken
from zenhire.modules.cvdeepmatch import tasks
from zenhire.modules.cvdeepmatch.tasks import NotRead, ReadCv

log = structlog.get_logger(__name__)

SLACK_SECONDS = 60.0
