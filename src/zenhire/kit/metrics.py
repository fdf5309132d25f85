"""Prometheus metrics. Labels are bounded: route templates, modules, codes; never ids or names."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram, start_http_server

HTTP_SECONDS = Histogram(
    "zenhire_http_request_seconds", "Time to answer a request", ["method", "route", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)  # fmt: skip
RUN_ATTEMPTS = Counter("zenhire_run_attempts_total", "Attempts at runs that workers began", ["module"])
RUNS_ENDED = Counter(
    "zenhire_runs_ended_total", "Runs that ended, by status and failure code", ["module", "status", "code"]
)
RUNS_UNFINISHED = Gauge("zenhire_runs_unfinished", "Runs that wait or run, as one sweep saw them", ["module", "status"])
RUNS_ERASED = Counter("zenhire_runs_erased_total", "Runs erased because their time was over")
RECORDINGS_ERASED = Counter("zenhire_recordings_erased_total", "Runs whose recording was erased before the run")
STEP_SECONDS = Histogram(
    "zenhire_step_seconds", "Time a step took", ["module", "step"],
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600),
)  # fmt: skip
WEBHOOK_ATTEMPTS = Counter("zenhire_webhook_attempts_total", "Attempts at deliveries", ["event", "outcome"])
WEBHOOK_DELIVERIES = Counter("zenhire_webhook_deliveries_total", "Deliveries that ended, by state", ["event", "state"])
WEBHOOK_IN_FLIGHT = Gauge("zenhire_webhook_in_flight", "Attempts under way in this process")
WEBHOOK_OLDEST_SECONDS = Gauge("zenhire_webhook_oldest_seconds", "Age of the oldest delivery that is not done")
WEBHOOK_WAITING = Gauge("zenhire_webhook_waiting", "Deliveries that are not done")


def serve_metrics(host: str, port: int) -> None:
    """Answers `/metrics` on its own port, in a thread. Port 0 answers nowhere."""
    if port:
        start_http_server(port, addr=host)
