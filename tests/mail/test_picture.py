"""Which pictures decorate a signature, where the others stand, and what the codes on a type plate say."""

import base64
import hashlib
import io
from email.message import EmailMessage

import pytest
import zxingcpp
from PIL import Image

from mail.parse import parse
from mail.parsed import Attachment, ParsedMail
from mail.picture import asset_by_code, barcodes, is_decoration
from mail.placing import amid, with_pictures
from tests.mail.reading import REGISTER

MAKE = 271


def picture(size: tuple[int, int], kind: str = "PNG", *, camera: bool = False) -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    if camera:
        exif[MAKE] = "Fairphone"
    noise = Image.effect_noise(size, 90).convert("RGB")
    noise.save(out, kind, exif=exif) if camera else noise.save(out, kind)
    return out.getvalue()


def file(content: bytes, kind: str = "image/png", *, inline: bool = True) -> Attachment:
    sha256 = hashlib.sha256(content).hexdigest()
    return Attachment(
        filename="image001",
        content_type=kind,
        size=len(content),
        inline=inline,
        sha256=sha256,
        content=content,
    )


def plate(
    text: str, kind: zxingcpp.BarcodeFormat = zxingcpp.BarcodeFormat.QRCode, *, turned: int = 0
) -> bytes:
    """A photo of a type plate: the code on a larger grey picture."""
    code = Image.fromarray(zxingcpp.create_barcode(text, kind).to_image(scale=5)).convert("L")
    whole = Image.new("L", (1600, 1200), 190)
    whole.paste(code, (500, 400))
    out = io.BytesIO()
    whole.rotate(turned, fillcolor=190).save(out, "JPEG", quality=80)
    return out.getvalue()


def mailed(html: str, *pictures: bytes) -> ParsedMail:
    """Kari's mail, in which ``html`` shows the pictures as cid:0 and so on."""
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Kari Nes <kari@solsiden.example>", "Ovn"
    mail.set_content(html, subtype="html")
    for number, content in enumerate(pictures):
        mail.add_related(content, "image", "png", cid=f"<{number}>")
    return parse(mail.as_bytes())


def told(parsed: ParsedMail) -> str:
    return with_pictures(parsed.text, parsed.placed, parsed.attachments)[0]


@pytest.mark.parametrize(
    ("content", "kind", "decorates"),
    [
        (picture((320, 90)), "image/png", True),
        (picture((24, 24)), "image/png", True),
        (picture((800, 600)), "image/png", False),
        (picture((1200, 900), "JPEG"), "image/jpeg", False),
        (picture((200, 140), "JPEG"), "image/jpeg", True),
        (picture((200, 140), "JPEG", camera=True), "image/jpeg", False),
        (b"\xff\xd8\xff broken", "image/jpeg", True),
        (b"\0\0\0\x18ftypheic", "image/heic", False),
        (b"%PDF-", "application/pdf", False),
    ],
)
def test_logos_decorate_and_photos_do_not(content: bytes, kind: str, decorates: bool) -> None:
    assert is_decoration(file(content, kind)) is decorates


def test_what_was_attached_beside_the_text_is_kept() -> None:
    assert not is_decoration(file(picture((24, 24)), inline=False))


def test_picture_seen_with_other_jobs_decorates_unless_it_is_a_photo() -> None:
    assert is_decoration(file(picture((600, 400))), seen=True)
    assert not is_decoration(file(picture((1200, 900), "JPEG"), "image/jpeg"), seen=True)


@pytest.mark.parametrize("turned", [0, 90, 178])
@pytest.mark.parametrize(
    "kind", [zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.DataMatrix]
)
def test_code_is_read_however_it_lies(kind: zxingcpp.BarcodeFormat, turned: int) -> None:
    assert barcodes(plate("K7729-01", kind, turned=turned)) == ("K7729-01",)


@pytest.mark.parametrize("content", [b"", b"no picture", picture((40, 40)), plate("K7729-01")[:3000]])
def test_picture_without_a_code_says_nothing(content: bytes) -> None:
    assert barcodes(content) == ()


def test_huge_picture_is_not_decoded() -> None:
    out = io.BytesIO()
    Image.new("1", (8000, 8000)).save(out, "PNG")

    assert len(out.getvalue()) < 50_000
    assert barcodes(out.getvalue()) == ()


@pytest.mark.parametrize(
    ("codes", "asset"),
    [
        (["K7729-01"], "A-410"),
        (["https://qr.maker.example/m?sn=K7729-01&lang=nb"], "A-410"),
        (["k7729 02", "4006381333931"], "A-411"),
        (["K7729-01", "K7729-02"], None),
        (["https://maker.example/help"], None),
        ([], None),
    ],
)
def test_plate_names_one_machine_or_none(codes: list[str], asset: str | None) -> None:
    found = asset_by_code(codes, REGISTER)

    assert (found.id if found else None) == asset


def test_pictures_are_told_where_they_stood() -> None:
    parsed = mailed(
        "<p>Ovnen viser dette:</p><p><img src='cid:1'></p><p>Døren <img src='cid:0'>lekker.</p>", b"0", b"1"
    )

    assert parsed.text == "Ovnen viser dette:\n\nDøren lekker."
    assert told(parsed) == "Ovnen viser dette:\n🖼 1\n\nDøren lekker.\n🖼 2"


def test_files_come_in_the_order_of_the_words() -> None:
    parsed = mailed("<p>Her:<br><img src='cid:1'></p><p>Og her:<br><img src='cid:0'></p>", b"0", b"1")

    _, files = with_pictures(parsed.text, parsed.placed, parsed.attachments)

    assert [file.content for file in files] == [b"1", b"0"]


def test_pictures_below_all_words_need_no_telling() -> None:
    parsed = mailed("<p>Ovnen er kald.</p><img src='cid:0'><img src='cid:1'>", b"0", b"1")

    assert told(parsed) == "Ovnen er kald."


def test_pictures_in_the_signature_and_the_history_are_not_placed() -> None:
    html = "<p>Ovnen er kald.</p><p>-- <br>Kari Nes<br><img src='cid:0'></p>"
    quoted = "<div class='gmail_quote'><blockquote><p>Hei</p><img src='cid:1'></blockquote></div>"

    assert mailed(html + quoted, b"0", b"1").placed == ()


def test_picture_within_the_text_s_own_markup_is_a_file_and_placed() -> None:
    pasted = picture((40, 30))
    uri = f"data:image/png;base64,{base64.b64encode(pasted).decode()}"

    parsed = mailed(f"<p>Ovnen viser:</p><img src='{uri}'><p>Kom i dag.</p>")

    assert [file.content for file in parsed.attachments] == [pasted]
    assert told(parsed) == "Ovnen viser:\n🖼 1\n\nKom i dag."


def test_low_strip_amid_the_words_is_kept_and_below_them_a_logo() -> None:
    strip = picture((600, 90))
    shown = mailed("<p>Feilen:</p><img src='cid:0'><p>Kom i dag.</p>", strip)
    signed = mailed("<p>Kom i dag.</p><p>Kari Nes</p><img src='cid:0'>", strip)

    kept = [
        is_decoration(one.attachments[0], amid=bool(amid(one.text, one.placed))) for one in (shown, signed)
    ]

    assert kept == [False, True]


def test_large_photo_below_the_signature_is_kept_and_a_logo_only_once() -> None:
    logo = mailed("<p>Kom i dag.</p><p>-- <br>Kari</p><img src='cid:0'>", picture((400, 200))).attachments[0]
    photo = mailed("<p>Kom i dag.</p><p>-- <br>Kari</p><img src='cid:0'>", picture((1200, 900), "JPEG"))

    assert (is_decoration(logo), is_decoration(logo, seen=True)) == (False, True)
    assert not is_decoration(photo.attachments[0], seen=True)
