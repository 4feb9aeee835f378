"""A scripted Tripletex for each test."""

import pytest

from samspill.systems.tripletex.system import TripletexSystem
from tests.unit.systems.tripletex.peer import Peer, Workshop


@pytest.fixture
def workshop() -> Workshop:
    return Workshop()


@pytest.fixture
def peer(workshop: Workshop) -> Peer:
    return workshop.peer


@pytest.fixture
def tripletex(workshop: Workshop) -> TripletexSystem:
    return workshop.system()
