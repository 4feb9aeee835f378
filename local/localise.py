"""template.yaml as the embedded AWS can take it: SAM expanded here, and five adaptations as data changes.

1. Functions run as `provided.al2023` with a bootstrap (`local.packages` says why); the layer is left out.
2. The routes of the HTTP API: SAM writes them as an OpenAPI body, which the embedded AWS ignores. The same routes
   become native route and integration resources.
3. Time to live of tables is ignored too: `times_to_live` names them for a call after the deployment.
4. A mapping from a FIFO queue works one batch at a time there, on AWS one a message group: LANES mappings of the same
   queue do. A group stays in order, since none of them is given a message of a group that has one under way.
5. An HTTP API has no host of its own: its address is a path of the embedded AWS.
Names, policies, queues, schedules, alarms and the state machine go through as they are.
"""

import json
import logging
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import boto3
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse

from local.packages import RUNTIME
from local.server import REGION

API_ID = "samspill"
#: How many groups are worked at a time, as far as the mapping's own MaximumConcurrency goes: each is a process.
LANES = 4
_ANY = "x-amazon-apigateway-any-method"
_INTEGRATION = "x-amazon-apigateway-integration"

# The translator counts its own use and warns at exit that nobody has collected the counts.
logging.getLogger("samtranslator.metrics").setLevel(logging.ERROR)

# AWS's managed policies by name: the template uses none that SAM would have to look up.
_NO_MANAGED_POLICIES: dict[str, str] = {}

Template = dict[str, Any]


def function_folders(template: Path) -> dict[str, Path]:
    """Logical id → source folder of every function."""
    resources = yaml_parse(template.read_text())["Resources"]
    return {
        name: template.parent / resource["Properties"]["CodeUri"]
        for name, resource in resources.items()
        if resource["Type"] == "AWS::Serverless::Function"
    }


def localised(
    template: Path, parameters: Mapping[str, str], code: Mapping[str, str], endpoint_url: str
) -> Template:  # fmt: skip
    """The plain CloudFormation template for the embedded AWS at `endpoint_url`. `code` gives each function's package
    as an s3:// address."""
    source: Template = yaml_parse(template.read_text())
    source["Globals"]["Function"]["Runtime"] = RUNTIME
    source["Globals"]["Function"].pop("Layers", None)
    for name, resource in list(source["Resources"].items()):
        match resource["Type"]:
            case "AWS::Serverless::Function":
                resource["Properties"]["CodeUri"] = code[name]
            case "AWS::Serverless::LayerVersion":
                del source["Resources"][name]
            case "AWS::Serverless::StateMachine":
                definition = template.parent / resource["Properties"].pop("DefinitionUri")
                resource["Properties"]["Definition"] = json.loads(definition.read_text())
    translator = Translator(_NO_MANAGED_POLICIES, Parser(), boto_session=boto3.Session(region_name=REGION))
    expanded: Template = translator.translate(source, parameter_values=dict(parameters))
    _native_routes(expanded["Resources"])
    _lanes(expanded["Resources"])
    here: Template = _with_addresses(expanded, endpoint_url)
    return here


def address_of(endpoint_url: str, api_id: str) -> str:
    """Where an HTTP API of the embedded AWS answers; a request's path follows directly."""
    return f"{endpoint_url}/_aws/execute-api/{api_id}/$default"


def times_to_live(expanded: Template) -> dict[str, str]:
    """Logical id of a table → the attribute that says when an item expires."""
    return {
        name: resource["Properties"]["TimeToLiveSpecification"]["AttributeName"]
        for name, resource in expanded["Resources"].items()
        if "TimeToLiveSpecification" in resource.get("Properties", {})
    }


def _native_routes(resources: Template) -> None:
    apis = {
        name: r for name, r in resources.items()
        if r["Type"] == "AWS::ApiGatewayV2::Api" and "Body" in r["Properties"]
    }  # fmt: skip
    for api, resource in apis.items():
        properties = resource["Properties"]
        paths = properties.pop("Body")["paths"]
        properties |= {"Name": api, "ProtocolType": "HTTP", "Tags": {"ms-custom-id": API_ID}}
        for path, operations in paths.items():
            for method, operation in operations.items():
                function = _function_of(operation[_INTEGRATION]["uri"])
                key = f"{'ANY' if method == _ANY else method.upper()} {path}"
                _add_route(resources, api, key, function)


def _with_addresses(node: Any, endpoint_url: str) -> Any:
    match node:
        case {"Fn::GetAtt": [api, "ApiEndpoint"]}:
            return {"Fn::Sub": address_of(endpoint_url, f"${{{api}}}")}
        case dict():
            return {name: _with_addresses(value, endpoint_url) for name, value in node.items()}
        case list():
            return [_with_addresses(value, endpoint_url) for value in node]
        case _:
            return node


def _lanes(resources: Template) -> None:
    fifo = {name for name, resource in resources.items() if resource.get("Properties", {}).get("FifoQueue")}
    mappings = {name: r for name, r in resources.items() if r["Type"] == "AWS::Lambda::EventSourceMapping"}
    for name, mapping in mappings.items():
        properties = mapping["Properties"]
        if properties["EventSourceArn"]["Fn::GetAtt"][0] in fifo:
            lanes = min(LANES, properties["ScalingConfig"]["MaximumConcurrency"])
            resources |= {f"{name}{lane}": mapping for lane in range(2, lanes + 1)}


def _add_route(resources: Template, api: str, key: str, function: str) -> None:
    name = re.sub(r"\W", "", key.title())
    resources[f"{name}Integration"] = {
        "Type": "AWS::ApiGatewayV2::Integration",
        "Properties": {
            "ApiId": {"Ref": api},
            "IntegrationType": "AWS_PROXY",
            "IntegrationUri": {"Fn::GetAtt": [function, "Arn"]},
            "PayloadFormatVersion": "2.0",
        },
    }
    target = {"Fn::Join": ["/", ["integrations", {"Ref": f"{name}Integration"}]]}
    resources[f"{name}Route"] = {
        "Type": "AWS::ApiGatewayV2::Route",
        "Properties": {"ApiId": {"Ref": api}, "RouteKey": key, "Target": target},
    }


def _function_of(uri: Any) -> str:
    found = re.search(r"functions/\$\{(\w+)\.Arn\}", str(uri))
    if found is None:
        raise ValueError(f"this integration names no function of the template: {uri}")
    return found.group(1)
