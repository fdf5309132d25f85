"""What so many recordings a day need: `python -m scripts.capacity --recordings 1000000 --minutes 10`.

The defaults are measurements of the default engines on one kind of machine (docs/operations/scaling.md says which);
give your own where you have them.
"""

from __future__ import annotations

import argparse
import math
from dataclasses import dataclass, fields

DAY_SECONDS = 86_400.0
PCM_BYTES_PER_MINUTE = 60 * 16_000 * 2
REQUESTS_PER_RUN = 9
"""To the store for one run of ten minutes: recording in and out; decoded sound in (5), out, deleted."""


@dataclass(frozen=True, slots=True)
class Load:
    """What comes in, and what one recorded minute costs. Every field is an option of the command."""

    recordings: float = 1_000_000.0
    """Recordings a day."""
    minutes: float = 10.0
    """Length of one, on average."""
    kilobits: float = 64.0
    """Bits a second of an upload, in thousands."""
    cpu: float = 11.5
    """CPU seconds for a recorded minute, all processes together; pocketsphinx."""
    database_kilobytes: float = 14.0
    """Rows and indices for a recorded minute."""
    wal_kilobytes: float = 75.0
    """Log that the database writes for a recorded minute."""
    use: float = 0.6
    """Share of the cores' time to plan with; the rest is for peaks and failures."""
    peak: float = 2.5
    """The busiest hour beside the average one, for the network."""
    days: float = 30.0
    """How long recordings and results are kept."""


@dataclass(frozen=True, slots=True)
class Need:
    """What it takes."""

    recordings_per_core: float
    """That one core at `use` gets through in a day."""
    cores: int
    memory_gigabytes: int
    """0.17 GB for an engine process on each core, 0.5 GB for a worker of eight."""
    submits_per_second: float
    store_requests_per_second: float
    store_gigabits: float
    """To and from the store in the busiest hour, gigabits a second."""
    store_terabytes: float
    """Recordings kept."""
    database_gigabytes: float
    """Results kept."""
    wal_megabytes_per_second: float
    """Written by the database in the busiest hour."""


def need(load: Load) -> Need:
    """Arithmetic alone: everything grows in proportion."""
    minutes = load.recordings * load.minutes
    per_core = DAY_SECONDS * load.use / (load.cpu * load.minutes)
    cores = math.ceil(load.recordings / per_core)
    recording = load.minutes * 60 * load.kilobits * 1000 / 8
    moved = load.recordings * 2 * (recording + load.minutes * PCM_BYTES_PER_MINUTE)
    return Need(
        recordings_per_core=per_core,
        cores=cores,
        memory_gigabytes=math.ceil(cores * 0.17 + cores / 8 * 0.5),
        submits_per_second=load.recordings / DAY_SECONDS,
        store_requests_per_second=load.recordings * REQUESTS_PER_RUN / DAY_SECONDS,
        store_gigabits=load.peak * moved * 8 / DAY_SECONDS / 1e9,
        store_terabytes=load.days * load.recordings * recording / 1e12,
        database_gigabytes=load.days * minutes * load.database_kilobytes * 1e3 / 1e9,
        wal_megabytes_per_second=load.peak * minutes * load.wal_kilobytes * 1e3 / DAY_SECONDS / 1e6,
    )


def rounded(value: float) -> str:
    """Two significant digits: more would pretend."""
    if isinstance(value, int) and value < 100:
        return str(value)
    if not value:
        return "0"
    digits = 1 - math.floor(math.log10(abs(value)))
    return f"{round(value, digits):,.{max(0, digits)}f}"


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(prog="python -m scripts.capacity", description=__doc__)
    for one in fields(Load):
        parser.add_argument(f"--{one.name.replace('_', '-')}", type=float, default=one.default)
    found = need(Load(**vars(parser.parse_args())))
    for one in fields(Need):
        print(f"{one.name.replace('_', ' '):28} {rounded(getattr(found, one.name)):>10}")


if __name__ == "__main__":
    main()
