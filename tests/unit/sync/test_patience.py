"""How long the engine waits has to fit how long others may still be busy."""

from pathlib import Path

from samtranslator.yaml_helper import yaml_parse

from samspill.sync.desk import LEASE, PEER_LONGEST
from samspill.systems.transport import LONGEST_REQUEST
from samspill.tasks.first_sync import SLICE
from samspill.tasks.work import LONGEST

TEMPLATE = yaml_parse((Path(__file__).parents[3] / "template.yaml").read_text())


def test_nobody_looks_for_a_lost_answer_before_the_request_must_have_ended() -> None:
    """Seen to fail with lost answers looked up while the peer may be at it."""
    assert PEER_LONGEST.total_seconds() > LONGEST_REQUEST


def test_a_live_lease_means_a_live_worker() -> None:
    """Seen to fail with a lease shorter than a function may run."""
    functions = [r["Properties"] for r in TEMPLATE["Resources"].values() if r["Type"] == "AWS::Serverless::Function"]
    longest = max(properties.get("Timeout", 0) for properties in functions)
    assert longest > 0
    assert LEASE.total_seconds() > longest


def test_a_step_that_reads_ends_well_before_its_function_does() -> None:
    """Seen to fail with a slice of 150 s."""
    function = TEMPLATE["Resources"]["ConnectFunction"]["Properties"]["Timeout"]
    assert 2 * SLICE.total_seconds() + LONGEST_REQUEST < function


def test_a_worker_of_groups_is_waited_for_no_longer_than_its_function_may_run() -> None:
    """Seen to fail with workers of groups waited for as long as a step of the first sync may take."""
    functions = [TEMPLATE["Resources"][name]["Properties"] for name in ("ChangesFunction", "DocumentsFunction")]
    assert [each["Timeout"] for each in functions] == [LONGEST.total_seconds()] * len(functions)
