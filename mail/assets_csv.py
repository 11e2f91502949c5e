"""The register as a CSV file, for ``stafett parse --assets``: one asset a line under a header line."""

import csv
from pathlib import Path

from tickets.register import Asset

_REQUIRED = "asset_id"
_KNOWN = (
    "serial",
    "model",
    "brand",
    "customer",
    "site",
    "address",
    "postal_code",
    "city",
    "category",
    "location",
)


class AssetsFileError(ValueError):
    """The file can't be used; the message names file, line and column."""


def read_assets(path: Path) -> list[Asset]:
    """The assets in ``path`` (UTF-8, with or without byte order mark; unknown columns are left alone).

    Raises AssetsFileError for a missing ``asset_id`` column, an empty or repeated id, or bytes that are not
    UTF-8, and OSError when the file can't be opened.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            return _assets(csv.DictReader(lines), path)
    except UnicodeDecodeError as error:
        raise AssetsFileError(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8") from error
    except csv.Error as error:
        raise AssetsFileError(f"{path}: not a CSV file: {error}") from error


def _assets(rows: "csv.DictReader[str]", path: Path) -> list[Asset]:
    if _REQUIRED not in (rows.fieldnames or ()):
        raise AssetsFileError(
            f"{path}, line 1: no column {_REQUIRED!r} (found {', '.join(rows.fieldnames or ())})"
        )
    assets: dict[str, Asset] = {}
    for row in rows:
        asset_id = (row[_REQUIRED] or "").strip()
        if not asset_id:
            raise AssetsFileError(f"{path}, line {rows.line_num}, column {_REQUIRED}: empty")
        if asset_id in assets:
            raise AssetsFileError(
                f"{path}, line {rows.line_num}, column {_REQUIRED}: {asset_id!r} occurs twice"
            )
        values = {name: (row.get(name) or "").strip() or None for name in _KNOWN}
        assets[asset_id] = Asset(id=asset_id, **values)
    return list(assets.values())
