"""The tables as template.yaml declares them, made in whatever DynamoDB the environment points to."""

from pathlib import Path
from typing import Any

import boto3
import yaml
from pynamodb.models import Model

from samspill.store.tables.connections import ConnectionItem
from samspill.store.tables.inbox import InboxItem
from samspill.store.tables.journal import JournalItem
from samspill.store.tables.links import LinkItem
from samspill.store.tables.records import RecordItem
from samspill.store.tables.sessions import SessionItem

MODELS: dict[str, type[Model]] = {
    "ConnectionsTable": ConnectionItem,
    "LinksTable": LinkItem,
    "InboxTable": InboxItem,
    "RecordsTable": RecordItem,
    "JournalTable": JournalItem,
    "SessionsTable": SessionItem,
}

TEMPLATE = Path(__file__).parents[2] / "template.yaml"
_KEPT = ("BillingMode", "AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "LocalSecondaryIndexes")


class TemplateLoader(yaml.SafeLoader):
    """Reads CloudFormation's short tags as nothing: no key or index depends on them."""


TemplateLoader.add_multi_constructor("!", lambda _loader, _suffix, _node: None)


def create_tables() -> None:
    """Make every table that a store uses, with the keys and indexes of the template."""
    client = boto3.client("dynamodb")
    for resource, definition in table_definitions().items():
        client.create_table(TableName=MODELS[resource].Meta.table_name, **definition)


def table_definitions() -> dict[str, Any]:
    """What template.yaml says of the tables, by resource, as the arguments of CreateTable."""
    resources = yaml.load(TEMPLATE.read_text(), TemplateLoader)["Resources"]
    return {
        resource: {name: value for name, value in resources[resource]["Properties"].items() if name in _KEPT}
        for resource in MODELS
    }
