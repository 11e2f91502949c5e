"""A CSV file as people's programs write it: any usual encoding and delimiter, every row with its line."""

import codecs
import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from bot.errors import Refused

_DELIMITERS = ",;\t"
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LONGEST_CELL = 1_000_000


@dataclass(frozen=True, slots=True)
class CsvRow:
    """One row."""

    line: int  # where it begins, from 1; a quoted cell may go on over several
    cells: dict[str, str]  # by column, without spaces around


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A header and its rows."""

    header_line: int
    columns: tuple[str, ...]  # in lower case, spaces and hyphens as _
    rows: tuple[CsvRow, ...]  # without empty ones


def read_csv(path: Path) -> CsvFile:
    """UTF-8 (with or without mark), UTF-16 with mark, else Windows-1252; comma, semicolon or tab.

    Raises Refused with file, line and what is wrong, OSError when it can't be opened.
    """
    text = _decoded(path.read_bytes(), path)
    skipped, delimiter = _delimiter(text)
    csv.field_size_limit(_LONGEST_CELL)
    lines = io.StringIO(text, newline="")
    for _ in range(skipped):
        lines.readline()
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    begins, header, rows = skipped + 1, None, []
    try:
        for cells in reader:
            line, begins = begins, skipped + reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if header is None:
                header = line, _columns(cells, f"{path}, line {line}")
                continue
            if len(cells) != len(header[1]):
                raise Refused(_uneven(path, line, len(cells), len(header[1]), delimiter))
            rows.append(CsvRow(line, dict(zip(header[1], (cell.strip() for cell in cells), strict=True))))
    except csv.Error as error:
        raise Refused(f"{path}, line {skipped + reader.line_num}: not readable as CSV: {error}") from error
    if header is None:
        raise Refused(f"{path} is empty: its first line must name the columns")
    return CsvFile(*header, tuple(rows))


def _decoded(content: bytes, path: Path) -> str:
    encodings = ["utf-16"] if content.startswith(_UTF16) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Refused(f"{path} is not text that we can read. Save it as CSV in UTF-8")


def _delimiter(text: str) -> tuple[int, str]:
    """(lines to skip, the delimiter): Excel may say it in a first line of its own, ``sep=;``."""
    said = re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)
    if said:
        return 1, said[1]
    first = text.lstrip("\r\n").partition("\n")[0]
    counted = Counter(character for character in first if character in _DELIMITERS)
    return 0, counted.most_common(1)[0][0] if counted else ","


def _columns(cells: list[str], where: str) -> tuple[str, ...]:
    columns = tuple(cell.strip().lower().replace(" ", "_").replace("-", "_") for cell in cells)
    for number, column in enumerate(columns, start=1):
        if not column:
            raise Refused(f"{where}: column {number} has no name")
        if column in columns[: number - 1]:
            raise Refused(f'{where}: column "{column}" is there twice')
    return columns


def _uneven(path: Path, line: int, found: int, expected: int, delimiter: str) -> str:
    name = {"\t": "tab"}.get(delimiter, delimiter)
    return (
        f"{path}, line {line}: {found} cells, but the header has {expected}. "
        f"Put a text that holds a {name} in double quotes"
    )
