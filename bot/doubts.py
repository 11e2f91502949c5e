"""What a dispatcher must look at before a new ticket goes to a partner (S38, S72)."""

from collections.abc import Collection, Sequence

from mail.customer_form import Field
from mail.parsed import Fields
from storage.unit import Unit
from tickets.intake import Doubt
from tickets.known import Known
from tickets.register import Asset


async def doubt_of(
    unit: Unit,
    fields: Fields,
    named: Sequence[Asset],
    known: Known,
    lacking: Collection[str] = (),
    site: str | None = None,
) -> Doubt | None:
    """Why it must wait for a dispatcher; None: it need not.

    `named` are machines that the mail may be about, `lacking` what a customer's form lacks, `site` as it
    calls it.
    """
    if lacking:
        missing = tuple(field.value for field in Field if field in lacking)
        return Doubt(reason="lacks_fields", claimed=site or "", lacking=missing)
    if known.asset is not None or (fields.serial is None and fields.asset_id is None):
        return None
    claimed = fields.serial or fields.asset_id or ""
    found = [asset for asset in named if asset.id == fields.asset_id]
    found += await unit.register.assets_by_keys([], [claimed])
    if found:
        return Doubt(reason="others_machine", claimed=f"{claimed} ({found[0].customer or '?'})")
    customer = known.customer
    # Where the register keeps none of a customer's machines, a number it lacks says nothing.
    if customer is None or not await unit.register.assets_of_customer(customer.id, limit=1):
        return None
    return Doubt(reason="unknown_machine", claimed=claimed)
