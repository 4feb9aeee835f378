"""What a remedy sends people to is one press away."""

from samspill import messages
from samspill.model.problems import CATALOGUE
from samspill.pages.remedies import IN_SETTINGS, way_to

#: Settings of Tripletex or of the app, not of the connection.
ELSEWHERE = {"vat_code_unusable", "own_key_wrong", "own_right_missing"}


def test_every_remedy_that_speaks_of_settings_leads_there() -> None:
    speaking = {code for code in CATALOGUE if "settings" in messages.text(f"problem.{code}.remedy", "en")}
    assert speaking - ELSEWHERE == IN_SETTINGS


def test_a_remedy_that_is_done_in_another_system_leads_nowhere() -> None:
    assert way_to("project_without_start_date") is None
