"""Which of the operator's categories a ticket is of: by its machine, else by what was said."""

import re

from tickets.policy import Policy
from tickets.register import Asset


def category_of(asset: Asset | None, said: str, policy: Policy) -> str | None:
    """The category's id; None: neither the machine nor the words tell."""
    if asset and asset.category in policy.categories:
        return asset.category
    said = said.casefold()
    for category in policy.categories.values():
        # The start of a word counts: "kaffemaskinen" is a kaffemaskin, "skille" is no "kille".
        if any(re.search(rf"\b{re.escape(word.casefold())}", said) for word in category.words):
            return category.id
    return None
