import subprocess
import sys

import pytest
import yaml
from pynamodb.models import Model

from tests.fakes.tables import MODELS, TEMPLATE, TemplateLoader


@pytest.mark.parametrize("resource", ["JournalTable", "SessionsTable"])
def test_dynamodb_deletes_by_the_attribute_that_the_stores_write(resource: str) -> None:
    resources = yaml.load(TEMPLATE.read_text(), TemplateLoader)["Resources"]
    time_to_live = resources[resource]["Properties"]["TimeToLiveSpecification"]
    assert time_to_live["Enabled"]
    assert time_to_live["AttributeName"] in MODELS[resource].get_attributes()


@pytest.mark.parametrize("model", MODELS.values(), ids=lambda model: str(model.__name__))
def test_every_table_has_a_name_of_its_own(model: type[Model]) -> None:
    assert [other for other in MODELS.values() if other.Meta.table_name == model.Meta.table_name] == [model]


def test_importing_the_stores_does_not_load_boto3() -> None:
    modules = "samspill.store." + ", samspill.store.".join(
        ("stores", "connections", "plans", "tokens", "permits", "wakeups", "machine", "mailer", "secrets", "clients")
    )
    script = f"import sys, {modules}; sys.exit('boto3' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], check=False, env={"PYTHONPATH": "layers/shared"})
    assert done.returncode == 0
