"""Files of a mail: found in every wrapping, named for what they are, and warned of where it matters."""

import base64
import gzip
import io
import struct
import zipfile
from email.message import EmailMessage
from random import Random

import pytest
from compressed_rtf import compress

from mail.mime.content import transfer_decoded
from mail.mime.msg import read_msg
from mail.mime.sniff import content_type
from mail.mime.tnef import tnef_parts
from mail.parse import parse
from mail.parsed import Flag, Kind, ParsedMail
from tests.mail.containers import letter, msg, properties, tnef, tnef_file

JPEG = b"\xff\xd8\xff\xe0" + b"oven" * 10
CYRILLIC = (0x00069007, struct.pack("<II", 1251, 0))
HEIC = b"\0\0\0\x1cftypmif1\0\0\0\0mif1heicmiaf" + b"\0" * 40


def with_file(
    name: str, content: bytes, kind: str = "application/octet-stream", text: str = "Se fil."
) -> ParsedMail:
    mail = EmailMessage()
    mail["From"], mail["To"] = "Kari Nes <kari@solsiden.example>", "desk@fjordlys.example"
    mail["Subject"] = "Ovn"
    mail.set_content(text)
    mail.add_attachment(content, *kind.split("/"), filename=name)
    return parse(mail.as_bytes())


def zipped(*files: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return out.getvalue()


def test_winmail_gives_the_files_within_it_their_long_names() -> None:
    hidden = tnef(
        *tnef_file(b"BILDE~1.JPG", JPEG, long_name="bilde av ovnen.jpg"), *tnef_file(b"a.txt", b"hei")
    )

    files = with_file("winmail.dat", hidden).attachments

    assert [(file.filename, file.size) for file in files] == [("bilde av ovnen.jpg", len(JPEG)), ("a.txt", 3)]
    assert files[0].content_type == "image/jpeg"


def test_winmail_s_words_count_where_the_mail_has_none() -> None:
    hidden = tnef(CYRILLIC, (0x0002800C, "Печь не греет.".encode("cp1251") + b"\0"))

    assert with_file("winmail.dat", hidden, text="").text == "Печь не греет."
    assert with_file("winmail.dat", hidden, text="Se fil.").text == "Se fil."


def test_winmail_s_words_may_be_properties() -> None:
    hidden = tnef((0x00069003, properties((0x1000, "Ovnen er kald."))))

    assert with_file("winmail.dat", hidden, text="").text == "Ovnen er kald."


@pytest.mark.parametrize("kept", range(0, 150, 7))
def test_winmail_cut_off_is_still_a_mail(kept: int) -> None:
    hidden = tnef((0x00069003, properties((0x1000, "Ovn"))), *tnef_file(b"a.jpg", JPEG, long_name="ovn.jpg"))

    assert with_file("winmail.dat", hidden[:kept], text="Se fil.").text == "Se fil."


def test_winmail_in_winmail_is_opened_twice_and_no_deeper() -> None:
    hidden = tnef(*tnef_file(b"a.txt", b"hei"))
    for _ in range(2000):
        hidden = tnef(*tnef_file(b"winmail.dat", hidden))

    files = with_file("winmail.dat", hidden).attachments

    assert [(file.filename, file.content_type) for file in files] == [("winmail.dat", "application/ms-tnef")]


def test_winmail_that_claims_a_million_properties_ends() -> None:
    assert tnef_parts(tnef((0x00069003, struct.pack("<I", 0xFFFFFFFF) + b"\x02\x10" * 4000))) == []


def test_outlook_letter_is_a_mail_passed_on_with_its_files() -> None:
    attached = letter(
        "Ovn", "Ovnen er kald, serienr K7729-01.", ("Bo Lie", "bo@solsiden.example"), ("ovn.jpg", JPEG)
    )

    parsed = with_file("Ovn.msg", attached)

    assert (parsed.kind, parsed.text, parsed.fields.serial) == (Kind.FORWARD, "Se fil.", "K7729-01")
    assert [file.content_type for file in parsed.attachments] == ["application/vnd.ms-outlook", "image/jpeg"]


def test_letter_within_a_letter_gives_its_files() -> None:
    inner = "__attach_version1.0_#00000000", "__substg1.0_3701000D"
    attached = msg({
        ("__substg1.0_0037001F",): "Ovn".encode("utf-16-le"),
        ("__substg1.0_1000001F",): "Se under.".encode("utf-16-le"),
        ("__properties_version1.0",): b"\0" * 32,
        (*inner, "__substg1.0_1000001F"): "Ovnen er kald.".encode("utf-16-le"),
        (*inner, "__attach_version1.0_#00000000", "__substg1.0_37010102"): JPEG,
    })  # fmt: skip

    assert with_file("Ovn.msg", attached).attachments[-1].content == JPEG


OUTLOOK_RTF = rb"""{\rtf1\ansi\ansicpg1252\fromhtml1\deff0{\fonttbl{\f0\fswiss Arial;}
{\f1\fswiss\fcharset204 Arial Cyr;}}
{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 Ovnen p\'e5 {\*\htmltag84 <b>}{\f1 \'ea\'f3\'f5\'ed\'e5}
{\*\htmltag92 </b>} er kald\u8230?\htmlrtf\par}
\htmlrtf0{\*\htmltag72 </p>}{\*\mhtmltag64 <p>}{\pntext\'b7\tab}}"""


def rtf_body(rtf: bytes) -> bytes:
    packed = compress(rtf)
    values = struct.pack("<IHHII", 1, 0x0102, 0x1009, 1, len(packed)) + packed + b"\0" * (-len(packed) % 4)
    return tnef((0x00069003, values))


def test_html_that_outlook_wrapped_in_rtf_is_read() -> None:
    assert with_file("winmail.dat", rtf_body(OUTLOOK_RTF), text="").text == "Ovnen på кухне er kald…"


def test_words_that_were_rtf_from_the_start_are_read() -> None:
    rtf = rb"{\rtf1\ansi\ansicpg1251{\fonttbl{\f0\fcharset204 Arial;}}\f0"
    rtf += rb"\'cf\'e5\'f7\'fc \'ed\'e5 \'e3\'f0\'e5\'e5\'f2.\par}"

    assert with_file("winmail.dat", rtf_body(rtf), text="").text == "Печь не греет."


@pytest.mark.parametrize("kept", range(0, 400, 37))
def test_broken_rtf_is_no_obstacle(kept: int) -> None:
    parsed = with_file("winmail.dat", rtf_body(OUTLOOK_RTF[:kept])[:-9], text="Se fil.")

    assert (parsed.error, parsed.text) == (None, "Se fil.")


@pytest.mark.parametrize("kept", range(0, 3584, 311))
def test_broken_outlook_letter_stays_a_file(kept: int) -> None:
    attached = letter("Ovn", "Ovnen er kald.", ("Bo Lie", "bo@solsiden.example"), ("ovn.jpg", JPEG))

    parsed = with_file("Ovn.msg", attached[:kept])

    assert not parsed.error
    assert parsed.attachments[0].size == kept


def test_letter_s_headers_are_those_it_travelled_with() -> None:
    part = read_msg(letter("Ovn", "Kald.", ("Bo Lie", "bo@solsiden.example")))

    assert part is not None
    assert part.headers.text("from") == "Bo Lie <bo@solsiden.example>"


@pytest.mark.parametrize("nesting", [1, 3, 40])
def test_photo_in_an_attached_mail_is_a_photo(nesting: int) -> None:
    mail = EmailMessage()
    mail["Subject"] = "Ovn"
    mail.set_content("Kald.")
    mail.add_attachment(JPEG, "image", "jpeg", filename="ovn.jpg")
    for _ in range(nesting):
        outer = EmailMessage()
        outer["From"] = "kari@solsiden.example"
        outer.set_content("Se vedlegg.")
        outer.add_attachment(mail)
        mail = outer

    files = parse(mail.as_bytes()).attachments

    assert files[0].content_type == "message/rfc822"
    assert (nesting < 40) == any(file.filename == "ovn.jpg" for file in files)


@pytest.mark.parametrize(
    ("content", "declared", "known"),
    [
        (HEIC, "application/octet-stream", "image/heic"),
        (HEIC.replace(b"mif1heic", b"heicmif1"), "image/jpeg", "image/heic"),
        (b"\0\0\0\x18ftypisom\0\0\0\0isommp42", "application/octet-stream", "video/mp4"),
        (JPEG, "image/png", "image/jpeg"),
        (zipped(("a.txt", b"a")), "image/jpeg", "application/zip"),
        (
            zipped(("[Content_Types].xml", b""), ("xl/workbook.xml", b"")),
            "application/octet-stream",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (b"MZ\x90", "image/jpeg", "application/x-msdownload"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword", "application/msword"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "image/png", "application/x-ole-storage"),
        (b"", "image/png", "image/png"),
    ],
)
def test_type_is_by_content(content: bytes, declared: str, known: str) -> None:
    assert content_type(content, declared) == known


@pytest.mark.parametrize(
    ("name", "content", "flags"),
    [
        ("ovn.jpg", JPEG, ()),
        ("faktura.pdf", b"MZ\x90", (Flag.PROGRAM, Flag.DISGUISED)),
        ("faktura.pdf.exe", b"", (Flag.PROGRAM,)),
        ("bilde\u202egpj.exe", b"x", (Flag.PROGRAM,)),
        ("makro.docm", zipped(("word/document.xml", b"x")), (Flag.PROGRAM,)),
        ("bilder.zip", zipped(("a.jpg", JPEG), ("b.jpg", JPEG)), ()),
        ("bilder.zip", zipped(("a.jpg", JPEG), ("faktura.js", b"x")), (Flag.PROGRAM,)),
        ("nuller.zip", zipped(("a.bin", bytes(20_000_000))), (Flag.BOMB,)),
        ("nuller.gz", gzip.compress(bytes(20_000_000)), (Flag.BOMB,)),
        ("tall.zip", zipped(("tall.csv", b"1;2;3\n" * 20_000)), ()),
        ("halv.zip", zipped(("a.jpg", JPEG))[:40], ()),
    ],
    ids=lambda value: value if isinstance(value, str) else "",  # a zip's bytes hold the moment it was made
)
def test_file_to_be_careful_with_is_flagged(name: str, content: bytes, flags: tuple[Flag, ...]) -> None:
    assert with_file(name, content).attachments[0].flags == flags


@pytest.mark.parametrize("end_of_line", [b"\n", b"\r\n", b"", b"\n\n", b" \n"])
def test_large_file_is_decoded_whole_however_its_lines_are_cut(end_of_line: bytes) -> None:
    photo = JPEG + Random(1).randbytes(900_001)  # noqa: S311 -- noise
    encoded = base64.b64encode(photo)
    lines = end_of_line.join(encoded[at : at + 77] for at in range(0, len(encoded), 77))

    assert transfer_decoded(lines, "base64") == photo


def test_large_file_ends_where_its_padding_ends() -> None:
    photo = JPEG * 20_000
    encoded = base64.encodebytes(photo)

    assert transfer_decoded(encoded + b"\n-- \nsent by a list\n", "base64").startswith(photo)


def test_archive_with_a_password_is_flagged() -> None:
    locked = bytearray(zipped(("a.jpg", JPEG)))
    locked[locked.rindex(b"PK\x01\x02") + 8] |= 1  # general purpose bit 0: encrypted (APPNOTE 4.4.4)

    assert with_file("bilder.zip", bytes(locked)).attachments[0].flags == (Flag.LOCKED,)


def test_archive_that_lists_its_entry_ten_thousand_times_is_a_bomb() -> None:
    one = zipped(("a.jpg", JPEG))

    assert with_file("a.zip", one[:60] + b"PK\x01\x02" * 10_001).attachments[0].flags == (Flag.BOMB,)
