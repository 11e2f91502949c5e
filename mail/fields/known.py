"""A register made ready to be compared with mails: its ids, serial numbers and names, worked out once.

One register meets thousands of mails; what can be asked of it does not change in between.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mail.fields.numbers import TOKEN, norm
from mail.reply.names import folded
from tickets.register import Asset

_SHORTEST_ID = 3
_SHORTEST_SERIAL = 4
_KEPT = 4  # registers
_recent: list["Known"] = []


@dataclass(frozen=True, slots=True, eq=False)
class Make:
    """What an asset's brand and model are called: exactly, and by the sound of their telling words."""

    asset: Asset
    exact: frozenset[str]
    sounds: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """The assets, by what a mail may call them (all as :func:`norm` writes it; ``names`` folded).

    ``serials`` has None for a number that two assets share: it identifies neither.
    """

    assets: tuple[Asset, ...]
    ids: Mapping[str, Asset]
    digits: Mapping[str, tuple[Asset, ...]]
    serials: Mapping[str, Asset | None]
    names: frozenset[str]
    makes: tuple[Make, ...]
    cities: frozenset[str]
    addresses: tuple[str, ...]


def known(assets: Sequence[Asset]) -> Known:
    """``assets`` made ready; the same object again for the same assets."""
    key = tuple(assets)
    for one in _recent:
        if one.assets == key:
            return one
    made = _made(key)
    _recent.insert(0, made)
    del _recent[_KEPT:]
    return made


def _made(assets: tuple[Asset, ...]) -> Known:
    ids: dict[str, Asset] = {}
    digits: dict[str, tuple[Asset, ...]] = {}
    serials: dict[str, Asset | None] = {}
    names: set[str] = set()
    for asset in assets:
        if len(key := norm(asset.id)) >= _SHORTEST_ID:
            ids[key] = asset
        bare = re.sub(r"\D", "", asset.id)
        digits[bare] = (*digits.get(bare, ()), asset)
        if asset.serial and len(key := norm(asset.serial)) >= _SHORTEST_SERIAL:
            serials[key] = None if key in serials else asset
        for field in (asset.brand, asset.model, asset.site, asset.customer, asset.city, asset.address):
            names.update(folded(field or "").split())
    cities = frozenset(asset.city for asset in assets if asset.city and len(asset.city) > 2)
    addresses = tuple(dict.fromkeys(asset.address for asset in assets if asset.address))
    return Known(assets, ids, digits, serials, frozenset(names), tuple(map(_make, assets)), cities, addresses)


def _make(asset: Asset) -> Make:
    called = [name for name in (asset.brand, asset.model) if name]
    exact = (norm(name) for name in called)
    return Make(
        asset,
        frozenset(name for name in exact if len(name) >= 3 and (not name.isdigit() or len(name) > 3)),
        frozenset(sound(word) for name in called for word in TOKEN.findall(name) if _distinctive(word)),
    )


def _distinctive(word: str) -> bool:
    return (
        len(word) >= 4
        and word.isalpha()
        and word.casefold() not in ("plus", "mega", "touch", "combi", "mini")
    )


@lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """``word`` roughly as it sounds, in Latin letters: Кварцо and Quarzo are one name."""
    word = folded(word)
    for old, new in (
        ("qu", "kv"),
        ("ts", "z"),
        ("ck", "k"),
        ("ph", "f"),
        ("rh", "r"),
        ("x", "ks"),
        ("q", "k"),
        ("w", "v"),
        ("c", "k"),
        ("kh", "h"),
        ("y", "i"),
    ):
        word = word.replace(old, new)
    return re.sub(r"(.)\1", r"\1", word)
