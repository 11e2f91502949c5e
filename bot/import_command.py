"""``stafett import``: the register from a CSV file, upsert by id, all of it or nothing."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TextIO

from bot.csv_file import CsvFile, CsvRow, read_csv
from bot.errors import Refused
from bot.opening import opened
from bot.register_columns import KINDS, Column, Kind
from bot.register_known import BadCell, Known
from bot.settings import Settings
from storage.register_rows import Registered

_BATCH = 500
_MOST_PROBLEMS = 20
_FAR_FROM_ANY = 0.8  # of difflib's ratio: below, a header is another system's and not a slip of ours


async def import_csv(settings: Settings, kind: str, path: Path, out: TextIO) -> int:
    """Imports customers, contacts, sites, assets or contracts, and says how many. The exit code.

    What the file has no column for stays as it is. Raises Refused with every problem (file, line, column,
    what is wrong), and then nothing has been imported.
    """
    what = KINDS[kind]
    file = read_csv(path)
    columns = _columns_of(file, what, path)
    async with opened(settings) as store, store.unit() as unit:
        known = await Known.load(settings, unit.register)
        before = await unit.register.ids(what.type)
        values = _values(file, what, columns, known, path)
        fields = {column.field for column in columns}
        for batch in _with_progress(_batches(values), len(values)):
            await unit.register.upsert(batch, fields)
        await unit.commit()
    new = sum(value.id not in before for value in values)
    noun = what.one if len(values) == 1 else kind
    out.write(f"Imported {len(values)} {noun}: {new} new, {len(values) - new} already there.\n")
    left = [name for name in file.columns if name not in what.headers()]
    if left:
        out.write(f"Not read: {', '.join(left)}.\n")
    return 0


def _columns_of(file: CsvFile, kind: Kind, path: Path) -> list[Column]:
    """Those that the file has. Raises Refused when one is missing, or misspelt."""
    where = f"{path}, line {file.header_line}"
    for column in kind.columns:
        if column.required and not set(column.headers) & set(file.columns):
            raise Refused(
                f"{where}: there is no column {column.headers[0]} (found: {', '.join(file.columns)})"
            )
    free = [name for name in kind.headers() if name not in file.columns]
    for name in set(file.columns) - set(kind.headers()):
        if near := get_close_matches(name, free, n=1, cutoff=_FAR_FROM_ANY):
            raise Refused(f'{where}: unknown column "{name}". Did you mean "{near[0]}"?')
    return [column for column in kind.columns if set(column.headers) & set(file.columns)]


def _values(
    file: CsvFile, kind: Kind, columns: Sequence[Column], known: Known, path: Path
) -> list[Registered]:
    """What the rows say. Raises Refused with their problems, as far as one may want to read them."""
    values: list[Registered] = []
    problems: list[str] = []
    lines: dict[str, int] = {}
    for row in file.rows:
        where = f"{path}, line {row.line}"
        fields = _read(row, columns, known, where, problems)
        first = lines.setdefault(fields.get("id", ""), row.line)
        if "id" in fields and first != row.line:
            header, cell = _cell(row, columns[0])
            problems.append(f'{where}, column {header}: "{cell}" is on line {first} too')
        if len(problems) >= _MOST_PROBLEMS:
            raise Refused("\n".join(["nothing was imported.", *problems, "There may be more."]))
        if not problems:
            values.append(kind.type(**fields))
    if problems:
        raise Refused("\n".join(["nothing was imported.", *problems]))
    return values


def _read(
    row: CsvRow, columns: Sequence[Column], known: Known, where: str, problems: list[str]
) -> dict[str, Any]:
    """The fields that could be read; the others are told in `problems`."""
    fields: dict[str, Any] = {}
    for column in columns:
        header, cell = _cell(row, column)
        if not cell:
            if column.required:
                problems.append(f"{where}, column {header}: is empty")
            continue
        try:
            fields[column.field] = column.read(cell, known, fields)
        except BadCell as error:
            problems.append(f"{where}, column {header}: {error}")
    return fields


def _cell(row: CsvRow, column: Column) -> tuple[str, str]:
    there = [(name, row.cells[name]) for name in column.headers if name in row.cells]
    return next(((name, cell) for name, cell in there if cell), there[0])


def _batches(values: Sequence[Registered]) -> Iterator[Sequence[Registered]]:
    for start in range(0, len(values), _BATCH):
        yield values[start : start + _BATCH]


def _with_progress(batches: Iterable[Sequence[Registered]], total: int) -> Iterator[Sequence[Registered]]:
    if not sys.stderr.isatty():
        yield from batches
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Importing", total=total)
        for batch in batches:
            yield batch
            progress.advance(task, len(batch))
