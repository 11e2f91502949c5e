"""Which pictures decorate a signature, and what the codes on a type plate say."""

import hashlib
import io

import pytest
import zxingcpp
from PIL import Image

from mail.parsed import Attachment
from mail.picture import asset_by_code, barcodes, is_decoration
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
