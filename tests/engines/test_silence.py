"""The engines' libraries report to nobody and leave no marks."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

LISTEN = """
import numpy as np
from zenhire.engines.models import ModelStore
from zenhire.engines.vad.silero import MODEL_NAME, SileroVad
from zenhire.kit.settings import default_models_dir

SileroVad(str(ModelStore(default_models_dir()).path(MODEL_NAME))).probabilities(np.zeros(16_000, dtype=np.int16))
"""


def test_a_model_is_used_without_a_trace(tmp_path: Path) -> None:
    """ONNX Runtime keeps a session's number in the temporary folder and a device's at home when it reports."""
    # It says nothing where it believes itself under test.
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("CI", "GITHUB", "ORT_"))}
    environment |= {"TMPDIR": str(tmp_path), "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
    subprocess.run([sys.executable, "-c", LISTEN], env=environment, check=True, timeout=120)
    assert [path.name for path in tmp_path.rglob("*")] == []
