"""Pages, filters and what changed."""

from tests.integration.sandbox_svenn.harness import RunningSvenn


def names(answer: dict[str, list[dict[str, object]]]) -> list[object]:
    return [row["name"] for row in answer["items"]]


def test_pages_go_through_all_rows_once(svenn: RunningSvenn) -> None:
    svenn.world.seed(svenn.account.id, {"customers": [{"name": f"Kunde {n}"} for n in range(25)]})
    seen, cursor, pages = [], None, 0
    while cursor is not None or pages == 0:
        params = {"limit": 10} | ({"cursor": cursor} if cursor else {})
        answer = svenn.client.get("/v1/customers", params=params).json()
        seen += names(answer)
        cursor, pages = answer["next_cursor"], pages + 1
    assert (seen, pages) == ([f"Kunde {n}" for n in range(25)], 3)


def test_a_page_that_ends_with_the_last_row_is_the_last_one(svenn: RunningSvenn) -> None:
    svenn.world.seed(svenn.account.id, {"customers": [{"name": "A"}, {"name": "B"}]})
    assert svenn.client.get("/v1/customers", params={"limit": 2}).json()["next_cursor"] is None


def test_inactive_rows_are_listed_and_deleted_ones_are_not(svenn: RunningSvenn) -> None:
    svenn.create("customers", name="Hvilende", active=False)
    gone = svenn.create("customers", name="Borte")
    svenn.client.delete(f"/v1/customers/{gone['id']}")
    assert names(svenn.client.get("/v1/customers").json()) == ["Hvilende"]


def test_rows_are_found_by_several_numbers(svenn: RunningSvenn) -> None:
    rows = [{"number": str(n), "name": f"Kunde {n}"} for n in range(5)]
    svenn.world.seed(svenn.account.id, {"customers": rows})
    answer = svenn.client.get("/v1/customers", params={"number": ["1", "3", "99"]}).json()
    assert names(answer) == ["Kunde 1", "Kunde 3"]


def test_rows_are_found_by_several_ids(svenn: RunningSvenn) -> None:
    rows = [svenn.create("customers", name=f"Kunde {n}") for n in range(3)]
    ids = [str(rows[2]["id"]), str(rows[0]["id"])]
    assert names(svenn.client.get("/v1/customers", params={"ids": ids}).json()) == ["Kunde 0", "Kunde 2"]


def test_blanks_around_a_number_do_not_hide_its_row(svenn: RunningSvenn) -> None:
    svenn.world.seed(svenn.account.id, {"customers": [{"number": " 10001 ", "name": "Nord"}]})
    assert names(svenn.client.get("/v1/customers", params={"number": "10001"}).json()) == ["Nord"]


def test_customers_and_employees_are_found_by_email_whatever_its_case(svenn: RunningSvenn) -> None:
    svenn.create("customers", name="Nord", email="Post@Nord.no")
    svenn.create("customers", name="Sør", email="post@sor.no")
    svenn.create("customers", name="Vest")
    svenn.create("employees", first_name="Kari", email="kari@nord.no", active=False)
    wanted = {"email": ["POST@nord.no", "Kari@Nord.no"]}
    assert names(svenn.client.get("/v1/customers", params=wanted).json()) == ["Nord"]
    (kari,) = svenn.client.get("/v1/employees", params=wanted).json()["items"]
    assert kari["first_name"] == "Kari"


def test_customers_are_found_by_the_digits_of_their_organization_number(svenn: RunningSvenn) -> None:
    svenn.create("customers", name="Nord", organization_number="NO 987 654 325 MVA")
    svenn.create("customers", name="Sør", organization_number="911801663")
    svenn.create("customers", name="Vest", organization_number="har ikke")
    wanted = {"organization_number": ["987654325", "9118 01663"]}
    assert names(svenn.client.get("/v1/customers", params=wanted).json()) == ["Nord", "Sør"]


def test_a_row_must_fit_every_filter(svenn: RunningSvenn) -> None:
    svenn.create("customers", name="Nord", number="1", email="a@b.no")
    svenn.create("customers", name="Sør", number="2", email="a@b.no")
    answer = svenn.client.get("/v1/customers", params={"email": "a@b.no", "number": "2"}).json()
    assert names(answer) == ["Sør"]


def test_a_filter_that_a_register_does_not_have_is_refused(svenn: RunningSvenn) -> None:
    for query in ("projects?email=a@b.no", "projects?organization_number=1", "employees?organization_number=1"):
        assert svenn.client.get(f"/v1/{query}").json()["code"] == "validation_failed", query


def test_changes_since_a_time_come_in_the_order_they_were_made(svenn: RunningSvenn) -> None:
    first, second = svenn.create("customers", name="A"), svenn.create("customers", name="B")
    svenn.clock.advance(minutes=1)
    svenn.change("customers", second, city="Moss")
    svenn.client.delete(f"/v1/customers/{first['id']}")
    answer = svenn.client.get("/v1/customers", params={"updated_since": "2026-03-02T08:00:30Z"}).json()
    assert [row["id"] for row in answer["items"]] == [second["id"], first["id"]]
    assert answer["items"][1] == {
        "id": first["id"],
        "deleted": True,
        "version": 2,
        "updated_at": "2026-03-02T08:01:00.000Z",
    }


def test_the_time_of_a_row_finds_that_row(svenn: RunningSvenn) -> None:
    svenn.clock.advance(microseconds=123_456)
    row = svenn.create("customers", name="A")
    answer = svenn.client.get("/v1/customers", params={"updated_since": str(row["updated_at"])})
    assert names(answer.json()) == ["A"]


def test_a_row_that_changes_while_pages_are_read_comes_again_at_the_end(svenn: RunningSvenn) -> None:
    rows = [svenn.create("customers", name=name) for name in "ABC"]
    since = {"updated_since": "2026-03-02T08:00:00Z", "limit": "2"}
    first = svenn.client.get("/v1/customers", params=since).json()
    svenn.change("customers", rows[0], name="A2")
    rest = svenn.client.get("/v1/customers", params=since | {"cursor": first["next_cursor"]}).json()
    assert (names(first), names(rest)) == (["A", "B"], ["C", "A2"])


def test_parameters_that_do_not_fit_are_refused(svenn: RunningSvenn) -> None:
    wrong = (
        "limit=0", "limit=1001", "limit=x", "limit=5&limit=6", "cursor=x", "cursor=", "updated_since=2026-03-02",
        "updated_since=2026-03-02T08:00:00", "ids=17", "number=", "name=A", "&".join(["number=1"] * 101),
        "email=", "&".join(["email=a@b.no"] * 101), "organization_number=NO", "organization_number=" + "1" * 21,
    )  # fmt: skip
    for query in wrong:
        answer = svenn.client.get(f"/v1/customers?{query}")
        assert (answer.status_code, answer.json()["code"]) == (422, "validation_failed"), query


def test_a_cursor_of_one_order_is_refused_by_the_other(svenn: RunningSvenn) -> None:
    svenn.world.seed(svenn.account.id, {"customers": [{"name": "A"}, {"name": "B"}]})
    cursor = svenn.client.get("/v1/customers", params={"limit": 1}).json()["next_cursor"]
    mixed = {"cursor": cursor, "updated_since": "2026-03-02T08:00:00Z"}
    assert svenn.client.get("/v1/customers", params=mixed).status_code == 422
