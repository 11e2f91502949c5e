"""Files up and down, and albums (T7-T10)."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramEntityTooLarge
from aiogram.types import BufferedInputFile, InputMediaDocument, InputMediaPhoto, MediaUnion
from aiohttp import ClientResponseError

from sandbox.people import File, Person, Sandbox, Town, picture
from tests.sandbox.conftest import Listener


async def test_photo_comes_in_sizes_and_downloads_whole(bot: Bot, listener: Listener, kari: Person) -> None:
    await listener.all()
    await kari.writes("Slik", photo=picture(800, 600))
    photo = (await listener.hears("message")).photo
    assert [size.width for size in photo] == [90, 320, 800]
    content = await bot.download(photo[-1])
    assert content is not None
    assert content.read() == picture(800, 600)


async def test_document_keeps_name_and_type(listener: Listener, kari: Person) -> None:
    await listener.all()
    await kari.writes(document=File("rapport.pdf", b"%PDF-1.7", "application/pdf"))
    document = (await listener.hears("message")).document
    assert (document.file_name, document.mime_type, document.file_size) == (
        "rapport.pdf",
        "application/pdf",
        8,
    )


async def test_more_than_twenty_megabytes_can_not_be_fetched(
    bot: Bot, listener: Listener, kari: Person
) -> None:
    await listener.all()
    await kari.writes(document=File("film.bin", bytes(20 * 1024 * 1024 + 1)))
    document = (await listener.hears("message")).document
    assert document.file_size == 20 * 1024 * 1024 + 1
    with pytest.raises(TelegramBadRequest, match="Bad Request: file is too big"):
        await bot.get_file(document.file_id)


async def test_link_is_good_for_an_hour(bot: Bot, listener: Listener, town: Town, kari: Person) -> None:
    await listener.all()
    await kari.writes(photo=picture())
    file = await bot.get_file((await listener.hears("message")).photo[0].file_id)
    assert file.file_path is not None
    await town.time_passes(minutes=61)
    with pytest.raises(ClientResponseError, match="404"):
        await bot.download_file(file.file_path)
    await bot.get_file(file.file_id)
    assert await bot.download_file(file.file_path)


async def test_unknown_file_is_refused(bot: Bot, kari: Person) -> None:
    with pytest.raises(TelegramBadRequest, match="invalid file_id"):
        await bot.get_file("nonsense")
    with pytest.raises(TelegramBadRequest, match="wrong file identifier/HTTP URL specified"):
        await bot.send_photo(kari.id, "nonsense")


async def test_file_id_sends_the_file_again_as_its_kind(bot: Bot, kari: Person) -> None:
    sent = await bot.send_document(kari.id, BufferedInputFile(b"%PDF", "a.pdf"))
    assert sent.document is not None
    again = await bot.send_document(kari.id, sent.document.file_id)
    assert again.document is not None
    assert again.document.file_unique_id == sent.document.file_unique_id
    with pytest.raises(TelegramBadRequest, match="can't use file of type Document as Photo"):
        await bot.send_photo(kari.id, sent.document.file_id)


async def test_upload_of_more_than_fifty_megabytes_is_too_large(bot: Bot, kari: Person) -> None:
    with pytest.raises(TelegramEntityTooLarge, match="Request Entity Too Large"):
        await bot.send_document(kari.id, BufferedInputFile(bytes(50 * 1024 * 1024 + 1), "a.bin"))


async def test_every_kind_of_media_is_taken(bot: Bot, kari: Person) -> None:
    file = BufferedInputFile(b"OggS....", "a.ogg")
    for send in (bot.send_voice, bot.send_audio, bot.send_video, bot.send_animation):
        await send(kari.id, file)
    await kari.saw(lambda message: message.media is not None and message.media.kind == "animation")
    kinds = [message.media.kind for message in kari.chat.messages() if message.media]
    assert kinds == ["voice", "audio", "video", "animation"]


async def test_persons_album_comes_as_separate_messages(listener: Listener, town: Town, kari: Person) -> None:
    await listener.all()
    await kari.sends_album([picture(), picture()], "Ferdig")
    first, second = await listener.hears("message"), await listener.hears("message")
    assert first.media_group_id == second.media_group_id is not None
    assert (first.caption, second.caption) == ("Ferdig", None)


async def test_bots_album_has_two_to_ten_items(bot: Bot, kari: Person) -> None:
    def photos(count: int) -> list[MediaUnion]:
        return [InputMediaPhoto(media=BufferedInputFile(picture(9, 9), f"{n}.png")) for n in range(count)]

    sent = await bot.send_media_group(kari.id, photos(2))
    assert len({message.media_group_id for message in sent}) == 1
    for count, reason in ((1, "not enough messages"), (11, "too many messages")):
        with pytest.raises(TelegramBadRequest, match=f"{reason} to send as an album"):
            await bot.send_media_group(kari.id, photos(count))


async def test_album_does_not_mix_documents_with_photos(bot: Bot, kari: Person) -> None:
    media: list[MediaUnion] = [
        InputMediaPhoto(media=BufferedInputFile(picture(), "a.png")),
        InputMediaDocument(media=BufferedInputFile(b"%PDF", "a.pdf")),
    ]
    with pytest.raises(TelegramBadRequest, match="can't be mixed with other media types"):
        await bot.send_media_group(kari.id, media)


async def test_page_never_shows_a_file_that_could_run(sandbox: Sandbox, town: Town, kari: Person) -> None:
    message = await kari.writes(document=File("a.html", b"<script>alert(1)</script>", "text/html"))
    assert message.media is not None
    async with town.line.session.get(sandbox.url + message.media.facts["url"]) as answer:
        assert answer.content_type == "application/octet-stream"
        assert answer.headers["Content-Disposition"].startswith("attachment")
