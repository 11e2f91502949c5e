"""Keys by which things are found however people write them."""

import re


def serial_key(serial: str | None) -> str | None:
    """Upper case, letters and digits only, so that ``118-4407`` is ``118 4407``; None: nothing left."""
    key = re.sub(r"[\W_]", "", serial or "").upper()
    return key or None
