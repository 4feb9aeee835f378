"""How many seconds pass from an edit on one side until it stands on the other, one edit after the other."""

from itertools import cycle, islice
from pathlib import Path
from statistics import median

from local.bench import Benchmark, Measured
from local.companies import Company, Size
from local.product import Connected
from local.world import World, seconds_until

SIZE = Size(customers=20, projects=5, employees=5, overlap=1)
EDITS = 10


def measure(workdir: Path) -> Measured:
    """So many edits in each direction, in turn."""
    with World.start(workdir) as world:
        company = world.found("Liten Rørlegger AS", SIZE, seed=5)
        connected = _connected(world, company)
        pairs = connected.pairs("customer", 5)
        taken: dict[str, list[float]] = {"Svenn → Tripletex": [], "Tripletex → Svenn": []}
        for place, (tripletex_id, svenn_id) in enumerate(islice(cycle(pairs), EDITS)):
            phone = f"2200{place:04d}"
            taken["Svenn → Tripletex"].append(_to_tripletex(world, company, tripletex_id, svenn_id, phone))
            city = f"By {place}"
            taken["Tripletex → Svenn"].append(_to_svenn(world, company, tripletex_id, svenn_id, city))
    everything = [seconds for each in taken.values() for seconds in each]
    details: dict[str, object] = {
        way: f"median {median(each):.2f} s, worst {max(each):.2f} s, first {each[0]:.2f} s"
        for way, each in taken.items()
    }
    return Measured(median(everything), {**details, "worst": f"{max(everything):.2f} s", "edits": len(everything)})


def _connected(world: World, company: Company) -> Connected:
    connected = world.product.turn_on(company.order())
    connected.until(lambda c: c["status"] == "in_review", "plan")
    for_staff = connected.as_seen_by(world.staff)
    for_staff.approve(for_staff.plan())
    connected.until(lambda c: c["status"] == "active" and c["counts"]["waiting"] == 0, "first sync", 300)
    return connected


def _to_tripletex(world: World, company: Company, tripletex_id: str, svenn_id: str, phone: str) -> float:
    world.svenn.edit(company.svenn_id, "customer", "update", svenn_id, {"phone": phone})

    def there() -> bool:
        rows = world.tripletex.rows(company.tripletex_id, "customer")
        return any(str(row["id"]) == tripletex_id and row["phoneNumber"] == phone for row in rows)

    return seconds_until(there, f"phone {phone}")


def _to_svenn(world: World, company: Company, tripletex_id: str, svenn_id: str, city: str) -> float:
    fields = {"postalAddress": {"city": city}}
    world.tripletex.edit(company.tripletex_id, "customer", "update", int(tripletex_id), fields)

    def there() -> bool:
        rows = world.svenn.rows(company.svenn_id)["customers"]
        return any(row["id"] == svenn_id and row["city"] == city for row in rows)

    return seconds_until(there, f"city {city}")


BENCHMARK = Benchmark("edit-latency", "s (median)", 5, "lower", measure)
