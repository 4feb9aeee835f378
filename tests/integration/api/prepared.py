"""Connections in the state that an operation needs, for tests that call operations at random."""

from typing import Any

from samspill.model.changes import RecordKey
from samspill.model.connection import Connection
from samspill.model.history import Fate, Standing
from samspill.model.hours_runs import Run, RunKind
from samspill.model.kinds import Kind, Side
from samspill.model.plan import KindSummary, Plan, PlanRow, RowOutcome, RowSide
from samspill.model.problems import Problem
from samspill.sync.hours.run_files import RunFiles
from tests.integration.api.bench import Bench, TwoKeys
from tests.integration.api.newcomers import Newcomer, newcomer

PLAN = "5f1d3c0a9b7e42d18c6a"
UNCLEAR = RecordKey(kind=Kind.CUSTOMER, side=Side.APP, id="a1")
_ROW = PlanRow(
    id="customer.app.a1", kind=Kind.CUSTOMER, outcome=RowOutcome.AMBIGUOUS, source=Side.APP,
    app=RowSide(id="a1", number="101", name="Hansen", fingerprint="f"), code="ambiguous_look_alike",
    suggestions=(RowSide(id="9", number="109", name="Hansen & Sønn", fingerprint="f"),),
)  # fmt: skip

#: The status in which the operation does something.
_STATUS = {"/plan": "in_review", "/approve": "in_review", "/reject": "in_review", "/resume": "paused"}


class Prepared:
    """Puts real things into generated requests."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._read: dict[str, Connection] = {}
        self._newcomer = self._on_its_way()

    @property
    def token(self) -> str:
        """Of the company whose onboarding was put into the last request."""
        return self._newcomer.token

    def put_into(self, operation: str, path: dict[str, Any], body: Any, *, changes: bool) -> None:
        """Replace ids of the path, and keys and hashes of a sound body, by real ones. What changes nothing may
        meet the same connection again."""
        company = self._bench.company()
        if "onboarding_id" in path:
            self._newcomer = self._on_its_way() if changes else self._newcomer
            path["onboarding_id"] = self._newcomer.id
            if isinstance(body, dict) and set(body) == set(self._newcomer.keys):
                body |= self._newcomer.keys
            return
        if "connection_id" in path:
            connection = self._connection(operation, company) if changes else self._kept(operation, company)
            path["connection_id"] = connection.id
            self._name(path, connection)
        if isinstance(body, dict):
            self._fill(body, company)

    def _on_its_way(self) -> Newcomer:
        """A company that has answered everything."""
        made = newcomer(self._bench)
        made.answers_everything()
        return made

    def _kept(self, operation: str, company: TwoKeys) -> Connection:
        if operation not in self._read:
            self._read[operation] = self._connection(operation, company)
        return self._read[operation]

    def _connection(self, operation: str, company: TwoKeys) -> Connection:
        status = next((status for part, status in _STATUS.items() if part in operation), "active")
        connection_id = self._bench.connected(company)
        summary = KindSummary(kind=Kind.CUSTOMER, outcomes={RowOutcome.AMBIGUOUS: 1})
        plan = Plan(connection=connection_id, hash=PLAN, made_at=self._bench.now, kinds=(summary,))
        self._bench.app.plans.put_rows(f"{connection_id}/plan/rows.jsonl.gz", [_ROW])
        self._bench.app.plans.put_json(f"{connection_id}/plan/plan.json", plan)
        pending = "plan" if status == "in_review" else None
        live = status != "in_review"
        settings = {"kinds": {"hours": True}} if "/hours" in operation else {}
        return self._bench.changed(
            connection_id, status=status, live=live, plan=PLAN, review_pending=pending, settings=settings
        )

    def _name(self, path: dict[str, Any], connection: Connection) -> None:
        journal, now = self._bench.app.stores(connection.id).journal, self._bench.now
        if "problem_id" in path:
            path["problem_id"] = journal.open_problem(
                Problem(
                    id="", connection=connection.id, key=UNCLEAR, code="ambiguous_look_alike", name="Hansen",
                    suggestions=("9",), opened_at=now, seen_at=now,
                )
            ).id  # fmt: skip
        if "run_id" in path:
            path["run_id"] = self._run(connection).id
        if "row_id" in path:
            path["row_id"] = _ROW.id
        if "record_id" in path:
            path |= {"kind": UNCLEAR.kind.value, "side": UNCLEAR.side.value, "record_id": UNCLEAR.id}
            fate = Fate(connection=connection.id, key=UNCLEAR, standing=Standing.HELD, name="Hansen", updated_at=now)
            journal.set_fates([fate])

    def _run(self, connection: Connection) -> Run:
        """A preview that found nothing."""
        today = self._bench.now.date()
        run = Run(id="5f1d3c0a", kind=RunKind.PREVIEW, by="svenn", first=today, last=today, unlisted=None,
                  created_at=self._bench.now, finished_at=self._bench.now)  # fmt: skip
        return RunFiles(self._bench.app.plans, connection.id).save(run)

    @staticmethod
    def _fill(body: dict[str, Any], company: TwoKeys) -> None:
        keys = {"tripletex": company.tripletex_key, "app": company.app_key}
        if isinstance(body.get("keys"), dict) and set(keys) <= set(body["keys"]):
            body["keys"] |= keys
            if isinstance(body.get("organization_number"), str) and len(body["organization_number"]) == 9:
                body["organization_number"] = company.number
        if set(body) == set(keys) and all(isinstance(value, str) for value in body.values()):
            body |= keys
        if isinstance(body.get("plan"), str) and body.get("plan"):
            body["plan"] = PLAN
