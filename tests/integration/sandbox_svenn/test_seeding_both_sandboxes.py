"""A seeded pair fits both sandboxes."""

import pytest

from sandbox.seeding import Dirt, make_pair
from sandbox.svenn.world import SvennWorld
from sandbox.tripletex.opening import NewCompany
from sandbox.tripletex.seeding import seed_company
from sandbox.tripletex.world import TripletexWorld


@pytest.mark.parametrize("share", [0.0, 0.05, 1.0])
def test_both_sandboxes_take_all_rows_of_a_pair(share: float) -> None:
    dirt = Dirt(**dict.fromkeys(vars(Dirt.none()), share))
    made = make_pair(customers=60, projects=50, employees=40, overlap=0.5, seed=3, dirt=dirt)
    tripletex, svenn = TripletexWorld(seed=1), SvennWorld(seed=1)
    account = svenn.create_account("Bakke Bygg AS")
    company = tripletex.create_company(NewCompany(name="Bakke Bygg AS"))
    assert seed_company(company, made.tripletex) == {"customers": 60, "projects": 50, "employees": 40}
    assert svenn.seed(account.id, made.svenn) == 150
