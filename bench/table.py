"""The figures of a run, as a table that people and Markdown read alike."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

HEADINGS = (
    "what",
    "aim",
    "representative",
    "manager",
    "administrator",
    "processor",
    "statements",
    "× bare SQL",
)


@dataclass(frozen=True)
class Figure:
    """One actor's times for one measure, in milliseconds, beside those of the bare database."""

    times: list[float]
    processor: list[float]
    queries: int
    bare: list[float]

    @property
    def shown(self) -> str:
        return f"{milliseconds(quantile(self.times, 0.5))} / {milliseconds(quantile(self.times, 0.95))}"

    @property
    def ratio(self) -> float:
        return median(self.times) / max(median(self.bare), 0.001)


def quantile(times: list[float], share: float) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def milliseconds(value: float) -> str:
    return f"{value:.1f}" if value < 10 else f"{value:.0f}"


def markdown(rows: list[tuple[str, ...]]) -> str:
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def rows(figures: dict[str, dict[str, Figure]], aims: dict[str, float]) -> list[tuple[str, ...]]:
    """Return the table of reads: p50 / p95 in milliseconds of server time."""
    table = [HEADINGS]
    for name, by_role in figures.items():
        shown = tuple(by_role[role].shown if role in by_role else "" for role in HEADINGS[2:5])
        queries = str(max(figure.queries for figure in by_role.values()))
        ratios = [f"{figure.ratio:.1f}" for figure in by_role.values()]
        processor = milliseconds(max(quantile(figure.processor, 0.95) for figure in by_role.values()))
        table.append((name, f"{aims[name]:.0f}", *shown, processor, queries, " ".join(ratios)))
    return table
