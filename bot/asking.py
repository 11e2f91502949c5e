"""What a mail asks for, as far as the register knows: whose, where, which machine, and what is doubtful."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.doubts import doubt_of
from handlers.desk import Desk
from handlers.knowing import assets_meant, known_for_customer, known_for_request, site_called
from mail.customer_form import Filled
from mail.parse import asset_hints, with_assets
from mail.parsed import Fields, ParsedMail
from mail.picture import asset_by_code, code_hints
from tickets.intake import Doubt
from tickets.known import Known
from tickets.register import Asset, Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request before it is a ticket."""

    contact: Contact | None  # who writes, if the register has them
    fields: Fields
    known: Known
    doubt: Doubt | None


async def asked(
    desk: Desk, mail: ParsedMail, sender: str, codes: Sequence[str], filled: Filled | None
) -> Asked:
    """`sender` is the From: whom it asks to answer is a claim, which the desk judges (S38).

    `codes` were read from its photos; `filled` is what a customer's own form says.
    """
    register = desk.unit.register
    contact = await register.contact_by_email(sender)
    assets = await assets_meant(desk.unit, asset_hints(mail), contact)
    fields = with_assets(mail, assets).fields
    if fields.asset_id is None and codes:
        fields, assets = await _photographed(desk, codes, fields, assets)
    asset = next((each for each in assets if each.id == fields.asset_id), None)
    if filled is None:
        known = await known_for_request(desk.unit, contact, asset)
        return Asked(
            contact=contact,
            fields=fields,
            known=known,
            doubt=await doubt_of(desk.unit, fields, assets, known),
        )
    site = await site_called(desk.unit, filled.customer, filled.site) if filled.site else None
    known = await known_for_customer(desk.unit, filled.customer, contact, asset, site)
    lacking = {*filled.lacking, *(["site"] if filled.site and site is None else [])}
    return Asked(
        contact=contact,
        fields=fields,
        known=known,
        doubt=await doubt_of(desk.unit, fields, assets, known, lacking, filled.site),
    )


async def _photographed(
    desk: Desk, codes: Sequence[str], fields: Fields, assets: list[Asset]
) -> tuple[Fields, list[Asset]]:
    """With the machine whose plate was photographed, if the register has exactly one of that number."""
    hints = code_hints(codes)
    asset = asset_by_code(codes, await desk.unit.register.assets_by_keys(hints, hints))
    if asset is None:
        return fields, assets
    known = replace(fields, asset_id=asset.id, serial=fields.serial or asset.serial)
    return known, [*assets, asset]
