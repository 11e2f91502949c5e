"""``stafett parse``: shows how mail is understood, without storing anything.

Kept free of everything that is slow to import, so that a mail is explained in the time it takes to ask.
"""

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TextIO

from mail.assets_csv import AssetsFileError, read_assets
from mail.parse import parse
from mail.parsed import ParsedMail
from tickets.register import Asset

_STDIN = "-"


def parse_mails(paths: Sequence[str], *, jsonl: bool, assets: Path | None, out: TextIO) -> int:
    """Print one JSON object per mail in ``paths``, in order: one a line with ``jsonl``, else indented.

    ``-`` reads standard input. A mail that can't be read still gives an object, with "error". The exit code:
    0 done, 1 when the assets file was refused (said on standard error) or a mail could not be opened.
    """
    try:
        register = read_assets(assets) if assets else []
    except (AssetsFileError, OSError) as error:
        print(f"stafett parse: {error}", file=sys.stderr)  # noqa: T201 -- a command's complaint
        return 1
    failed = False
    for parsed, opened in _parsed(paths, register):
        out.write(json.dumps(parsed.to_json(), ensure_ascii=False, indent=None if jsonl else 2) + "\n")
        failed = failed or not opened
    out.flush()
    return 1 if failed else 0


def _parsed(paths: Sequence[str], register: Sequence[Asset]) -> Iterable[tuple[ParsedMail, bool]]:
    for path in paths:
        try:
            raw = sys.stdin.buffer.read() if path == _STDIN else Path(path).read_bytes()
        except OSError as error:
            yield ParsedMail(error=f"{path}: {error.strerror or error}"), False
            continue
        yield parse(raw, register), True


def _main(arguments: list[str]) -> int:
    import argparse

    parser = argparse.ArgumentParser(prog="python -m bot.parse_command")
    parser.add_argument("--jsonl", action="store_true")
    parser.add_argument("--assets", type=Path)
    parser.add_argument("mails", nargs="+")
    given = parser.parse_args(arguments)
    return parse_mails(given.mails, jsonl=given.jsonl, assets=given.assets, out=sys.stdout)


if __name__ == "__main__":
    raise SystemExit(_main(sys.argv[1:]))
