"""The register on both databases."""

from dataclasses import replace
from datetime import date

from storage.store import Store
from tests.storage.world import FIFTH_FLOOR, GOLD, HOLMVIK, JURA, KARI_IN_REGISTER, fill_register
from tickets.register import Asset

FULL_JURA = replace(
    JURA,
    customer="Holmvik Arkitekter AS",
    site="Holmvik 5. etasje",
    address="Øvre Tangen 7",
    postal_code="5035",
)


async def test_what_was_written_is_read_by_its_id(store: Store) -> None:
    await fill_register(store)
    async with store.glance() as unit:
        assert await unit.register.customer("holmvik") == HOLMVIK
        assert await unit.register.contact("kari") == replace(KARI_IN_REGISTER, email="kari@holmvik.example")
        assert await unit.register.site("holmvik-5") == FIFTH_FLOOR
        assert await unit.register.contract("gold") == GOLD


async def test_an_asset_brings_its_customers_name_and_its_sites_address(store: Store) -> None:
    await fill_register(store)
    async with store.glance() as unit:
        assert await unit.register.asset("F-3304") == FULL_JURA
        assert await unit.register.assets_of_customer("holmvik") == [FULL_JURA]


async def test_an_asset_without_a_site_is_found_too(store: Store) -> None:
    await fill_register(store)
    async with store.unit() as unit:
        await unit.register.upsert([replace(JURA, site_id=None)])
        found = await unit.register.asset("F-3304")
    assert found is not None
    assert (found.customer, found.site) == ("Holmvik Arkitekter AS", None)


async def test_unknown_ids_are_nobody(store: Store) -> None:
    async with store.glance() as unit:
        register = unit.register
        assert await register.customer("x") is None
        assert await register.contact("x") is None
        assert await register.site("x") is None
        assert await register.asset("x") is None
        assert await register.contract("x") is None


async def test_a_contact_is_found_by_address_in_any_case(store: Store) -> None:
    await fill_register(store)
    async with store.glance() as unit:
        contact = await unit.register.contact_by_email(" KARI@holmvik.example")
        assert contact is not None
        assert contact.id == "kari"
        assert await unit.register.contact_by_email("ola@holmvik.example") is None


async def test_assets_are_found_by_id_or_serial_however_it_is_spelt(store: Store) -> None:
    await fill_register(store)
    async with store.glance() as unit:
        by_keys = unit.register.assets_by_keys
        assert await by_keys(["F-3304"], ["1184407"]) == [FULL_JURA]
        assert await by_keys([], ["118 4407", "--"]) == [FULL_JURA]
        assert await by_keys(["F-1"], ["x"]) == []
        assert await by_keys([], []) == []


async def test_writing_again_replaces(store: Store) -> None:
    await fill_register(store)
    async with store.unit() as unit:
        until = replace(GOLD, valid_until=date(2027, 12, 31), checklist=())
        await unit.register.upsert([until])
        await unit.register.upsert([replace(HOLMVIK, approved_partners=())])
        assert await unit.register.contract("gold") == until
        customer = await unit.register.customer("holmvik")
    assert customer is not None
    assert customer.approved_partners == ()


async def test_thousands_at_once_are_written(store: Store) -> None:
    await fill_register(store)
    machines = [replace(JURA, id=f"A-{number:05}", serial=str(number)) for number in range(1200)]
    async with store.unit() as unit:
        await unit.register.upsert(machines)
        assert len(await unit.register.assets_by_keys([machine.id for machine in machines], [])) == 1200
        assert len(await unit.register.assets_of_customer("holmvik", limit=2000)) == 1201


async def test_names_are_listed_for_the_import(store: Store) -> None:
    await fill_register(store)
    async with store.glance() as unit:
        assert await unit.register.customer_names() == [("holmvik", "Holmvik Arkitekter AS")]
        assert await unit.register.site_names() == [("holmvik-5", "holmvik", "Holmvik 5. etasje")]
        assert await unit.register.sites_of_customer("holmvik") == [FIFTH_FLOOR]


async def test_only_the_fields_given_change_in_what_is_there(store: Store) -> None:
    await fill_register(store)
    new = replace(JURA, id="F-1", serial="77", model="ENA 8")
    async with store.unit() as unit:
        changed = replace(JURA, serial="118-9999", model=None, location="Kjeller")
        await unit.register.upsert([changed, new], fields={"id", "serial", "customer_id"})
        (found,) = await unit.register.assets_by_keys([], ["1189999"])
        assert await unit.register.asset("F-1") is not None
        assert await unit.register.ids(Asset) == {"F-1", "F-3304"}
    assert (found.id, found.model, found.location) == ("F-3304", "GIGA X8", None)


async def test_customers_are_read_together(store: Store) -> None:
    await fill_register(store)
    async with store.glance() as unit:
        assert await unit.register.customers(["holmvik", "x"]) == {"holmvik": HOLMVIK}
