"""Files and requests that get a clear no."""

import pytest

from samspill.api.routes_hours_import import LARGEST_FILE
from tests.fakes.timeliste import HEADER, workbook
from tests.integration.hours.scene import Scene
from tests.integration.hours_import.uploads import line, upload, uploaded


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"Dato;Ansatt;Timer", "import_not_xlsx"),
        (b"", "import_not_xlsx"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "import_protected"),
        (workbook([["Produkt", "Pris"], ["a", "1"]]), "import_columns"),
        (workbook([[*HEADER, "Dato"], line(1)]), "import_columns_twice"),
        (workbook([HEADER]), "import_empty"),
        (workbook([HEADER, line(1)], changed={"xl/vbaProject.bin": b"x"}), "import_unsafe"),
        (workbook([HEADER], changed={"xl/media/a.png": bytes(9_000_000)}), "import_too_large"),
    ],
)
def test_a_file_that_is_no_report_of_hours_says_what_it_is_instead(scene: Scene, body: bytes, code: str) -> None:
    answered = upload(scene, body)
    assert (answered.status, answered.json["code"]) == (422, code)
    assert scene.sandboxes.bench.app.plans.keys(f"{scene.id}/hours/imports/") == []


def test_a_file_larger_than_lambda_takes_is_refused_with_the_limit(scene: Scene) -> None:
    answered = upload(scene, bytes(LARGEST_FILE + 1))
    assert (answered.status, answered.json["code"]) == (413, "request_too_large")
    assert "4096 kB" in answered.json["detail"]


def test_another_media_type_is_refused(scene: Scene) -> None:
    answered = upload(scene, b"{}", kind="application/json")
    assert (answered.status, answered.json["code"]) == (415, "unsupported_media_type")


def test_a_connection_without_hours_takes_no_file(scene: Scene) -> None:
    path = f"/v1/connections/{scene.id}/settings"
    off = {"kinds": {"hours": False}}
    token = scene.product.post(f"{path}/preview", {"settings": off}).json.get("confirm")
    assert scene.product.send("PUT", path, off, query={"confirm": token}).status == 200
    answered = upload(scene, [line(1)])
    assert (answered.status, answered.json["code"]) == (409, "hours_off")


def test_somebody_elses_connection_and_import_look_like_none(scene: Scene) -> None:
    bench = scene.sandboxes.bench
    found = uploaded(scene, [line(1)])
    path = f"/v1/connections/{scene.id}/hours/imports/{found['id']}"
    assert upload(scene, [line(1)], by=bench.other_product).status == 404
    for each in (path, f"{path}/rows"):
        assert bench.other_product.get(each).status == 404
    assert bench.other_product.post(f"{path}/confirm", {"approved": True}).status == 404
    assert scene.get("imports/0123456789abcdef0123456789abcdef").status == 404


def test_nobody_without_a_key_uploads_anything(scene: Scene) -> None:
    assert upload(scene, [line(1)], by=scene.sandboxes.bench.nobody).status == 401


def test_the_file_itself_is_kept_as_it_was(scene: Scene) -> None:
    found = uploaded(scene, [line(1)])
    kept = scene.sandboxes.bench.app.plans.keys(f"{scene.id}/hours/imports/{found['id']}/file.xlsx")
    assert len(kept) == 1
