"""One set of texts for all tests: templates compile once."""

import pytest

from templates import Texts
from tests.templates.world import OSLO


@pytest.fixture(scope="session")
def texts() -> Texts:
    return Texts(zone=OSLO)
