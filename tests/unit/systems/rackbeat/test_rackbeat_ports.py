"""The adapter is what the engine, documents, start-up and settings ask for: mypy checks the assignments."""

from samspill.model.kinds import Kind, Side
from samspill.sync.ports import System
from samspill.sync.ports.choices import AppChoices
from samspill.sync.ports.documents import Source
from samspill.sync.ports.start_up import StartUpApp
from tests.unit.systems.rackbeat.peer import adapter, listed


def test_the_adapter_is_all_that_is_asked_of_an_app_with_documents_and_start_up() -> None:
    rackbeat, _ = adapter(listed("rows"))
    system: System = rackbeat
    documents: Source = rackbeat
    start_up: StartUpApp = rackbeat
    choices: AppChoices = rackbeat
    assert system.side is Side.APP
    assert documents.documents(Kind.INVOICE, []) == {}
    assert (start_up.payment_terms(), choices.units()) == ([], [])
