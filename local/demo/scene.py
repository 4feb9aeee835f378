"""What the steps of the journey share."""

from dataclasses import dataclass, field

from local.companies import Company, Size
from local.demo.printing import Narrator, Unexpected
from local.product import Connected
from local.world import World
from sandbox.seeding import Dirt

NAME = "Montør Bygg AS"
#: Small, so that the journey is quick; large enough for each reason to come up.
SIZE = Size(customers=60, projects=25, employees=12)
DIRT = Dirt(
    duplicate_organisations=1, customer_number_clashes=1, non_numeric_customers=1, inactive_customers=2,
    customers_also_suppliers=1, duplicate_people=1, employee_number_clashes=1, missing_last_names=1, missing_emails=1,
    missing_start_dates=1, sub_projects=1, duplicate_display_ids=1, internal_projects=1, missing_project_numbers=1,
)  # fmt: skip
#: With it each trouble hits a record that stands on one side only, so that nothing can make up for it.
SEED = 47


@dataclass
class Scene:
    """The world, the firm to connect, and its connection once there is one."""

    world: World
    narrator: Narrator
    company: Company
    connection: Connected | None = field(default=None)

    @classmethod
    def set(cls, world: World, narrator: Narrator) -> "Scene":
        """Open and fill the firm's accounts."""
        return cls(world, narrator, world.found(NAME, SIZE, DIRT, SEED))

    @property
    def connected(self) -> Connected:
        """The connection as Svenn sees it."""
        if self.connection is None:
            raise Unexpected("there is no connection yet")
        return self.connection

    @property
    def for_staff(self) -> Connected:
        """The connection as staff see it."""
        return self.connected.as_seen_by(self.world.staff)
