"""``stafett parse``: shows how mail is understood, without storing anything.

Kept free of everything that is slow to import, so that a mail is explained in the time it takes to ask.
"""

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TextIO

from bot.explaining import explained
from mail.assets_csv import AssetsFileError, read_assets
from mail.parse import parse
from mail.parsed import ParsedMail
from tickets.register import Asset

_STDIN = "-"


def parse_mails(
    paths: Sequence[str], *, jsonl: bool, assets: Path | None, out: TextIO, explain: bool = False
) -> int:
    """Print one JSON object per mail in ``paths``, in order: one a line with ``jsonl``, else indented.

    With ``explain`` it is told in words why each was read so; with both, the objects have "reasons" and
    "found" (:class:`mail.parsed.Found`) too. ``-`` reads standard input. A mail that can't be read still
    gives an object, with "error". The exit code: 0 done, 1 when the assets file was refused (said on standard
    error) or a mail could not be opened.
    """
    try:
        register = read_assets(assets) if assets else []
    except (AssetsFileError, OSError) as error:
        print(f"stafett parse: {error}", file=sys.stderr)  # noqa: T201 -- a command's complaint
        return 1
    failed = False
    for path, raw, parsed in _parsed(paths, register, explain=explain):
        if explain and not jsonl:
            out.write(explained(path, raw or b"", parsed, registered=len(register)))
        else:
            out.write(json.dumps(parsed.to_json(), ensure_ascii=False, indent=None if jsonl else 2) + "\n")
        failed = failed or raw is None
    out.flush()
    return 1 if failed else 0


def _parsed(
    paths: Sequence[str], register: Sequence[Asset], *, explain: bool
) -> Iterable[tuple[str, bytes | None, ParsedMail]]:
    """Path, octets (None: it could not be opened) and what they say."""
    for path in paths:
        try:
            raw = sys.stdin.buffer.read() if path == _STDIN else Path(path).read_bytes()
        except OSError as error:
            yield path, None, ParsedMail(error=f"{path}: {error.strerror or error}")
            continue
        yield path, raw, parse(raw, register, explain=explain)


def _main(arguments: list[str]) -> int:
    import argparse

    parser = argparse.ArgumentParser(prog="python -m bot.parse_command")
    parser.add_argument("--jsonl", action="store_true")
    parser.add_argument("--assets", type=Path)
    parser.add_argument("--explain", action="store_true")
    parser.add_argument("mails", nargs="+")
    given = parser.parse_args(arguments)
    return parse_mails(
        given.mails, jsonl=given.jsonl, assets=given.assets, out=sys.stdout, explain=given.explain
    )


if __name__ == "__main__":
    raise SystemExit(_main(sys.argv[1:]))
