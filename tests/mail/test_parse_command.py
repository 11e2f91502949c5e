# ruff: noqa: E501 -- mails are written as they come
"""``stafett parse``: one object a mail, in order, whatever happens."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.parse_command import parse_mails
from mail.assets_csv import AssetsFileError, read_assets

MAIL = "From: Kari Nes <kari@solsiden.example>\nSubject: Ovn\nDate: Wed, 04 Nov 2026 10:00:00 +0100\n\nSerienr K7729-01 er kald.\n"


def test_prints_one_object_a_mail_in_order(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_text(MAIL)
    (tmp_path / "b.eml").write_text(MAIL.replace("Ovn", "Dør"))
    (tmp_path / "assets.csv").write_text("asset_id,serial\nA-1,K7729-01\n")
    out = io.StringIO()

    code = parse_mails(
        [str(tmp_path / "a.eml"), str(tmp_path / "b.eml")],
        jsonl=True,
        assets=tmp_path / "assets.csv",
        out=out,
    )

    shown = [json.loads(line) for line in out.getvalue().splitlines()]
    assert (code, [mail["subject"] for mail in shown]) == (0, ["Ovn", "Dør"])
    assert shown[0]["fields"]["asset_id"] == "A-1"


def test_missing_file_still_gives_an_object(tmp_path: Path) -> None:
    out = io.StringIO()

    assert parse_mails([str(tmp_path / "none.eml")], jsonl=True, assets=None, out=out) == 1
    assert "none.eml" in json.loads(out.getvalue())["error"]


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        ("id,serial\n", "no column 'asset_id'"),
        ('asset_id\nA\n""\n', "line 3"),
        ("asset_id\nA\nA\n", "occurs twice"),
    ],
)
def test_bad_register_is_refused_with_its_line(table: str, complaint: str, tmp_path: Path) -> None:
    (tmp_path / "assets.csv").write_text(table)

    with pytest.raises(AssetsFileError, match=complaint):
        read_assets(tmp_path / "assets.csv")


def test_reads_standard_input_without_the_slow_libraries() -> None:
    script = "import sys, bot.parse_command as c; c.parse_mails(['-'], jsonl=True, assets=None, out=sys.stdout); sys.exit(bool({'aiogram', 'sqlalchemy', 'PIL', 'zxingcpp', 'olefile'} & set(sys.modules)))"
    run = subprocess.run(
        [sys.executable, "-c", script], input=MAIL.encode(), capture_output=True, check=False
    )

    assert run.returncode == 0
    assert json.loads(run.stdout)["subject"] == "Ovn"
