"""How results are shown: one row for each contender, ratios to the first."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from rich.console import Console
from rich.table import Table as RichTable


@dataclass(frozen=True, slots=True)
class Table:
    """Results of one benchmark. The first column names the contender; ``note`` says how to read the rest."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""

    def show(self, console: Console) -> None:
        table = RichTable(title=self.title, caption=self.note or None, title_justify="left")
        for number, column in enumerate(self.columns):
            table.add_column(column, justify="right" if number else "left")
        for row in self.rows:
            table.add_row(*row)
        console.print(table)


def ratio(rates: Sequence[float], baseline: Sequence[float]) -> str:
    """The median of round-by-round ratios, with their span."""
    ratios = sorted(rate / base for rate, base in zip(rates, baseline, strict=True))
    return f"{median(ratios):.2f} ({ratios[0]:.2f}-{ratios[-1]:.2f})"
