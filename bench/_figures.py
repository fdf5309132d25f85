"""What a benchmark found: figures, the targets of some of them, and a table of both."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from rich.console import Console
from rich.table import Table

Sign = Literal["<=", ">="]


@dataclass(frozen=True, slots=True)
class Figure:
    """One row: `value` with its unit; `target` where there is one, to be met as `sign` says; `spread` is the smallest
    and the largest of the rounds that `value` is the median of."""

    name: str
    value: float
    unit: str = ""
    sign: Sign | None = None
    target: float | None = None
    spread: tuple[float, float] | None = None

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None without one."""
        if self.target is None:
            return None
        return self.value <= self.target if self.sign == "<=" else self.value >= self.target


@dataclass(slots=True)
class Report:
    """A benchmark's figures in their order, and remarks on how they came about."""

    figures: list[Figure] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def add(
        self, name: str, value: float, unit: str = "", *, least: float | None = None, most: float | None = None
    ) -> None:
        """A figure, with the `least` or the `most` that it should be."""
        self.figures.append(_figure(name, value, unit, None, least, most))

    def add_median(
        self,
        name: str,
        rounds: Sequence[float],
        unit: str = "",
        *,
        least: float | None = None,
        most: float | None = None,
    ) -> None:
        """The median of the rounds, with their range."""
        spread = (_rounded(min(rounds)), _rounded(max(rounds)))
        self.figures.append(_figure(name, statistics.median(rounds), unit, spread, least, most))

    def value(self, name: str) -> float:
        """The figure of this name."""
        return next(figure.value for figure in self.figures if figure.name == name)

    def as_json(self) -> dict[str, Any]:
        """All of it, for a file."""
        return {
            "figures": [asdict(figure) | {"met": figure.met} for figure in self.figures],
            "remarks": list(self.remarks),
        }

    def show(self, console: Console, title: str) -> None:
        """Prints the table."""
        table = Table("", "value", "rounds", "target", "", title=title)
        for figure in self.figures:
            spread = "" if figure.spread is None else f"{figure.spread[0]:g} - {figure.spread[1]:g}"
            target = "" if figure.target is None else f"{figure.sign} {figure.target:g}"
            verdict = {None: "", True: "met", False: "[red]missed[/red]"}[figure.met]
            table.add_row(figure.name, f"{figure.value:g} {figure.unit}".strip(), spread, target, verdict)
        console.print(table)
        for remark in self.remarks:
            console.print(remark)


def _figure(
    name: str,
    value: float,
    unit: str,
    spread: tuple[float, float] | None,
    least: float | None,
    most: float | None,
) -> Figure:
    sign: Sign | None = "<=" if most is not None else ">=" if least is not None else None
    return Figure(name, _rounded(value), unit, sign, most if most is not None else least, spread)


def _rounded(value: float) -> float:
    return round(value, 3) if abs(value) < 10 else round(value, 1)
