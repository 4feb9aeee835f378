"""Brings template.yaml into a running embedded AWS: packages to S3, one stack, and what CloudFormation leaves out."""

import json
import time
from collections.abc import Mapping

import boto3

from local.keys import product_secret
from local.localise import function_folders, localised, times_to_live
from local.packages import function_package
from local.processes import ROOT
from local.server import REGION

STACK = "samspill-local"
ARTEFACTS = "artefacts"
DEFAULTS = {
    "Stage": "local",
    "PublicUrl": "https://hooks.samspill.localhost",
    "TripletexUrl": "http://tripletex.invalid/v2",
    "SvennUrl": "http://svenn.invalid",
    "RackbeatUrl": "http://rackbeat.invalid/api",
    "MailFrom": "samspill@samspill.localhost",
    "StaffMail": "staff@samspill.localhost",
}


class DeploymentFailed(RuntimeError):
    """The stack could not be created; the message lists the resources and why."""


def deploy(session: boto3.Session, endpoint_url: str, parameters: Mapping[str, str]) -> dict[str, str]:
    """Create the stack and return its outputs. `parameters` go over DEFAULTS.

    Raises DeploymentFailed.
    """
    template = ROOT / "template.yaml"
    chosen = DEFAULTS | dict(parameters)
    s3 = session.client("s3", endpoint_url=endpoint_url)
    s3.create_bucket(Bucket=ARTEFACTS, CreateBucketConfiguration={"LocationConstraint": REGION})
    code = {}
    for name, folder in function_folders(template).items():
        s3.put_object(Bucket=ARTEFACTS, Key=name, Body=function_package(folder, ROOT / "layers/shared"))
        code[name] = f"s3://{ARTEFACTS}/{name}"
    expanded = localised(template, chosen, code, endpoint_url)
    _verify_sender(session, endpoint_url, chosen["MailFrom"])
    s3.put_object(Bucket=ARTEFACTS, Key="template.json", Body=json.dumps(expanded).encode())
    outputs, resources = _create(session, endpoint_url, f"{endpoint_url}/{ARTEFACTS}/template.json", chosen)
    tables = session.client("dynamodb", endpoint_url=endpoint_url)
    for name, attribute in times_to_live(expanded).items():
        tables.update_time_to_live(
            TableName=resources[name], TimeToLiveSpecification={"AttributeName": attribute, "Enabled": True}
        )
    secrets = session.client("secretsmanager", endpoint_url=endpoint_url)
    secrets.put_secret_value(SecretId=outputs["ProductSecret"], SecretString=product_secret())
    return outputs


def _create(
    session: boto3.Session, endpoint_url: str, template_url: str, parameters: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    stacks = session.client("cloudformation", endpoint_url=endpoint_url)
    stacks.create_stack(
        StackName=STACK,
        TemplateURL=template_url,
        Parameters=[{"ParameterKey": k, "ParameterValue": v} for k, v in parameters.items()],
        Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
    )
    while (stack := stacks.describe_stacks(StackName=STACK)["Stacks"][0])["StackStatus"].endswith("IN_PROGRESS"):
        time.sleep(0.05)
    if stack["StackStatus"] != "CREATE_COMPLETE":
        events = stacks.describe_stack_events(StackName=STACK)["StackEvents"]
        reasons = [
            f"{e['LogicalResourceId']}: {e['ResourceStatusReason']}" for e in events if "ResourceStatusReason" in e
        ]
        raise DeploymentFailed("\n".join([stack["StackStatus"], *reasons]))
    resources = stacks.describe_stack_resources(StackName=STACK)["StackResources"]
    return (
        {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])},
        {resource["LogicalResourceId"]: resource["PhysicalResourceId"] for resource in resources},
    )


def _verify_sender(session: boto3.Session, endpoint_url: str, address: str) -> None:
    """Without a verified sender SES refuses, here as on AWS."""
    session.client("ses", endpoint_url=endpoint_url).verify_email_identity(EmailAddress=address)
