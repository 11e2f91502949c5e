"""Rich and ephemeral messages of Bot API 10."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    BufferedInputFile,
    EphemeralMessageParameters,
    InputMediaPhoto,
    InputRichBlockParagraph,
    InputRichMessage,
    InputRichMessageMedia,
)

from sandbox.errors import Refused
from sandbox.people import Person, Town, picture


async def test_rich_html_becomes_blocks_and_safe_html(bot: Bot, kari: Person) -> None:
    source = "<h1>Sak #1001</h1><p onclick='x()'>Varmt <b>nå</b></p><script>x()</script>"
    sent = await bot.send_rich_message(kari.id, InputRichMessage(html=source))
    assert sent.rich_message is not None
    assert [block.type for block in sent.rich_message.blocks][:2] == ["heading", "paragraph"]
    seen = await kari.saw("Sak #1001", "Varmt nå")
    assert seen.html.startswith("<h1>Sak #1001</h1><p>Varmt <b>nå</b></p>")
    assert "<script" not in seen.html


async def test_rich_blocks_and_markdown_say_the_same(bot: Bot, kari: Person) -> None:
    blocks = InputRichMessage(blocks=[InputRichBlockParagraph(text="Varmt")])
    await bot.send_rich_message(kari.id, blocks)
    await kari.saw("Varmt")
    await bot.send_rich_message(kari.id, InputRichMessage(markdown="# Kjølerom\n\nVarmt"))
    assert (await kari.saw("Kjølerom")).html == "<h1>Kjølerom</h1><p>Varmt</p>"


async def test_rich_message_has_one_source(bot: Bot, kari: Person) -> None:
    with pytest.raises(TelegramBadRequest, match="exactly one of html, markdown and blocks"):
        await bot.send_rich_message(kari.id, InputRichMessage(html="a", markdown="b"))


async def test_ephemeral_message_is_for_one_person(bot: Bot, town: Town, kari: Person, ola: Person) -> None:
    group = await town.supergroup("Nord", [ola, kari])
    only_ola = EphemeralMessageParameters(receiver_user_id=ola.id)
    sent = await bot.send_message(group.id, "Bare du", ephemeral_message_parameters=only_ola)
    assert sent.receiver_user is not None
    assert (sent.message_id, sent.receiver_user.id) == (0, ola.id)
    seen = await group.saw("Bare du")
    assert seen.only_for == ola.id
    with pytest.raises(Refused, match="no single button"):
        await ola.presses("Ja", on=seen)
    with pytest.raises(Refused, match="can't see this message"):
        await kari.presses("Ja", on=seen)


async def test_ephemeral_message_is_edited_by_its_own_id(bot: Bot, town: Town, ola: Person) -> None:
    group = await town.supergroup("Nord", [ola])
    only_ola = EphemeralMessageParameters(receiver_user_id=ola.id)
    sent = await bot.send_message(group.id, "Vent", ephemeral_message_parameters=only_ola)
    assert sent.ephemeral_message_id is not None
    place = (group.id, ola.id, sent.ephemeral_message_id)
    assert await bot.edit_ephemeral_message_text(*place, text="Klar")
    assert (await group.saw("Klar")).edited
    assert await bot.delete_ephemeral_message(*place)


async def test_ephemeral_message_needs_a_group(bot: Bot, kari: Person) -> None:
    only_kari = EphemeralMessageParameters(receiver_user_id=kari.id)
    with pytest.raises(TelegramBadRequest, match="only to groups and supergroups"):
        await bot.send_message(kari.id, "a", ephemeral_message_parameters=only_kari)


async def test_rich_html_keeps_its_tables_folds_maps_and_photos(bot: Bot, kari: Person) -> None:
    source = (
        "<h5>🔧 Maskin</h5><table compact><tr><td>Serienr.</td><td><b>GX8</b></td></tr></table>"
        "<details><summary>To tidligere jobber</summary><p>Byttet pumpe</p></details>"
        '<tg-map lat="59.9" long="10.7" zoom="15"/><img src="tg://photo?id=p1"/><footer>Svar her</footer>'
    )
    photo = InputRichMessageMedia(id="p1", media=InputMediaPhoto(media=BufferedInputFile(picture(), "a.png")))
    sent = await bot.send_rich_message(kari.id, InputRichMessage(html=source, media=[photo]))
    assert sent.rich_message is not None
    kinds = [block.type for block in sent.rich_message.blocks]
    assert kinds == ["heading", "table", "details", "map", "photo", "footer"]
    seen = await kari.saw("Serienr. | GX8", "Byttet pumpe")
    assert "<td><b>GX8</b></td>" in seen.html
    assert '<img src="/api/files/' in seen.html


async def test_rich_html_names_only_media_that_came_along(bot: Bot, kari: Person) -> None:
    with pytest.raises(TelegramBadRequest, match="media with the identifier p1 isn't found"):
        await bot.send_rich_message(kari.id, InputRichMessage(html='<img src="tg://photo?id=p1"/>'))


async def test_rich_message_may_be_edited_to_a_plain_one(bot: Bot, kari: Person) -> None:
    sent = await bot.send_rich_message(kari.id, InputRichMessage(html="<h1>Sak</h1>"))
    await bot.edit_message_text("Ferdig", chat_id=kari.id, message_id=sent.message_id)
    assert (await kari.saw("Ferdig")).html == "Ferdig"


async def test_rich_list_items_may_be_ticked(bot: Bot, kari: Person) -> None:
    source = (
        '<ul><li><input type="checkbox" checked/>Strøm av</li><li><input type="checkbox"/>Filter</li></ul>'
    )
    await bot.send_rich_message(kari.id, InputRichMessage(html=source))
    assert await kari.saw("☑ Strøm av\n☐ Filter")
