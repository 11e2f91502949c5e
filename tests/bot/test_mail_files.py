"""What a mail's files do to its ticket: a photographed plate names the machine, decoration stays away."""

import hashlib
import io
from email.message import EmailMessage

import pytest
import zxingcpp
from PIL import Image

from sandbox.people import Person, picture
from sandbox.people.parcel import File
from tests.world import DESK, World, number_in

pytestmark = pytest.mark.asyncio(loop_scope="module")


def plate(text: str) -> bytes:
    """A photo with the machine's QR code on it."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    whole = Image.new("L", (1200, 900), 190)
    whole.paste(Image.fromarray(code.to_image(scale=6)), (300, 200))
    out = io.BytesIO()
    whole.save(out, "JPEG")
    return out.getvalue()


async def mailed(world: World, kari: Person, text: str, *files: File | bytes) -> int:
    """The number of the ticket that her mail with these files opens."""
    before = await world.town.moment()
    await kari.mails("Hjelp", text, to=DESK, attachments=list(files))
    return number_in((await kari.received(after=before)).subject)


async def test_the_plate_in_a_photo_names_the_machine(world: World, kari: Person) -> None:
    number = await mailed(world, kari, "Den lekker igjen.", plate("https://qr.example/m?sn=WMF-77120934"))
    ticket = await world.exported(number)
    assert (ticket["asset_id"], ticket["facts"]["serial"]) == ("K-2041", "WMF-77120934")


@pytest.mark.parametrize("content", [plate("WMF-00000001"), picture()])
async def test_a_plate_that_the_register_does_not_know_names_none(
    world: World, kari: Person, content: bytes
) -> None:
    number = await mailed(world, kari, "Den lekker igjen.", content)
    assert (await world.exported(number))["asset_id"] is None


async def test_words_go_before_the_plate(world: World, kari: Person) -> None:
    number = await mailed(world, kari, "Serienr 4711-9981 lekker.", plate("WMF-77120934"))
    assert (await world.exported(number))["facts"]["serial"] == "4711-9981"


async def test_a_program_says_so_in_its_name(world: World, kari: Person) -> None:
    number = await mailed(world, kari, "Se faktura.", File("faktura.pdf", b"MZ\x90\0", "application/pdf"))
    files = (await world.exported(number))["attachments"]
    assert [file["filename"] for file in files] == ["⚠ program, disguised – faktura.pdf"]


async def test_pictures_that_an_answer_quotes_come_once(world: World, kari: Person) -> None:
    photo, newer = plate("WMF-77120934"), plate("WMF-00000001")
    number = await mailed(world, kari, "Den lekker igjen.", photo)
    await world.town.raw_mail(answer(number, kari, [photo, newer]), sender=kari.email, to=DESK)
    ticket = await world.exported(number)
    last = max(entry["id"] for entry in ticket["entries"] if entry["kind"] == "message")
    assert [file["sha256"] for file in ticket["attachments"] if file["entry"] == last] == [
        hashlib.sha256(newer).hexdigest()
    ]


def answer(number: int, kari: Person, pictures: list[bytes]) -> bytes:
    """Her mail with pictures within its text."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = kari.email, DESK, f"SV: Hjelp #{number}"
    mail["Message-ID"] = f"<{len(pictures)}.{number}@solsikken.example>"
    mail.set_content(f"<p>Se bilde {len(pictures)}.</p><img src='cid:1'>", subtype="html")
    for at, content in enumerate(pictures):
        mail.add_related(content, "image", "jpeg", disposition="inline", cid=f"<{at}>", filename="image.jpg")
    return mail.as_bytes()
