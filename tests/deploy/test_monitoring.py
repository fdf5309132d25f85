"""The rules for Prometheus ask for metrics that the platform has, with labels that they have."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import Any

import prometheus_client
import pytest
import yaml

from tests.deploy.files import DEPLOY
from zenhire.kit import metrics
from zenhire.modules.speech.errors import RUN_FAILURES

RULES: list[dict[str, Any]] = [
    rule for group in yaml.safe_load((DEPLOY / "alerts.yml").read_text())["groups"] for rule in group["rules"]
]
_SELECTOR = re.compile(r"\b((?:zenhire|process|python)_\w+)(?:\{([^}]*)\})?")
_LABEL = re.compile(r"(\w+)\s*(?:=~|!~|!=|=)")


def known() -> dict[str, set[str]]:
    """Every series that `/metrics` can show, with its labels."""
    series: dict[str, set[str]] = {}
    for collector in list(prometheus_client.REGISTRY._collector_to_names):
        names = prometheus_client.REGISTRY._collector_to_names[collector]
        labels = set(getattr(collector, "_labelnames", ()))
        series |= {name: labels | ({"le"} if name.endswith("_bucket") else set()) for name in names}
    return series


def test_there_are_rules() -> None:
    assert len(RULES) >= 5
    assert len({rule["alert"] for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule["labels"]["severity"] in ("page", "ticket")
        assert rule["annotations"]["summary"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_metrics_and_labels_exist(rule: dict[str, Any]) -> None:
    series = known()
    assert "zenhire_runs_ended_total" in series
    for name, selector in _SELECTOR.findall(rule["expr"]):
        assert name in series, name
        assert set(_LABEL.findall(selector)) <= series[name] | {"job", "instance"}, selector


def test_codes_that_rules_name_exist() -> None:
    named = {code for rule in RULES for code in re.findall(r"\b[A-Z]+(?:_[A-Z]+)+\b", rule["expr"])}
    assert named
    assert named <= set(RUN_FAILURES) | {"INTERNAL_ERROR", "STUCK_TIMEOUT"}


@pytest.mark.skipif(shutil.which("promtool") is None, reason="Prometheus is not here")
@pytest.mark.parametrize("words", [("rules", "alerts.yml"), ("config", "prometheus.yml")], ids=["rules", "config"])
def test_prometheus_takes_it(words: tuple[str, str]) -> None:
    kind, name = words
    done = subprocess.run(
        ["promtool", "check", kind, name], cwd=DEPLOY, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_our_names_follow_the_conventions() -> None:
    assert metrics.RUNS_ENDED is not None
    for name in {name for name in known() if name.startswith("zenhire_")}:
        assert re.fullmatch(r"zenhire_[a-z]+(_[a-z]+)*", name)
