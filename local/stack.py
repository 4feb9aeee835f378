"""The whole product, running on this machine: start it, look into it, stop it."""

import json
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import boto3

from local.deployment import STACK, deploy
from local.localise import API_ID, address_of
from local.server import REGION, EmbeddedAws


class InvocationFailed(RuntimeError):
    """A function that was called directly raised; the message is its error as Lambda reports it."""


@dataclass(frozen=True)
class Mail:
    """A mail that the product sent through SES."""

    sender: str
    recipients: tuple[str, ...]
    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Stack:
    """A deployed stack. Use it as a context manager, or call `stop`."""

    aws: EmbeddedAws
    outputs: Mapping[str, str]
    workdir: Path

    @classmethod
    def start(
        cls, workdir: Path, parameters: Mapping[str, str] | None = None, *, port: int = 0, wait_scale: float = 1.0
    ) -> Self:
        """Start the embedded AWS under `workdir` and deploy template.yaml with `parameters`.

        `port` 0 takes any free one; `wait_scale` shortens a state machine's waits and retry pauses (0: none).
        Raises EmbeddedAwsFailed or DeploymentFailed.
        """
        aws = EmbeddedAws.start(workdir, port=port, wait_scale=wait_scale)
        try:
            outputs = deploy(_session(), aws.endpoint_url, parameters or {})
        except BaseException:
            aws.stop()
            raise
        return cls(aws, outputs, workdir)

    @property
    def endpoint_url(self) -> str:
        """Where AWS clients find it."""
        return self.aws.endpoint_url

    @property
    def api_url(self) -> str:
        """Where the HTTP API answers; paths such as /v1/health follow it directly."""
        return address_of(self.endpoint_url, API_ID)

    def env(self) -> dict[str, str]:
        """Environment variables with which any AWS client talks to this stack."""
        return self.aws.client_environment()

    def client(self, service: str) -> Any:
        """A boto3 client of this stack."""
        return _session().client(service, endpoint_url=self.endpoint_url)  # type: ignore[call-overload]

    def function_env(self, function: str) -> dict[str, str]:
        """The environment variables that the template gives a function (`api`, `changes`, ...)."""
        configuration = self.client("lambda").get_function_configuration(FunctionName=f"{STACK}-{function}")
        return dict(configuration["Environment"]["Variables"])

    def invoke(self, function: str, event: object) -> Any:
        """Call a function, by its short name or its ARN, and return its answer.

        Raises InvocationFailed with the error it raised.
        """
        name = function if function.startswith("arn:") else f"{STACK}-{function}"
        answer = self.client("lambda").invoke(FunctionName=name, Payload=json.dumps(event).encode())
        payload = json.loads(answer["Payload"].read() or b"null")
        if "FunctionError" in answer:
            raise InvocationFailed(json.dumps(payload))
        return payload

    def logs(self, function: str) -> str:
        """What a function has logged so far."""
        events = self.client("logs").filter_log_events(logGroupName=f"/aws/lambda/{STACK}-{function}")["events"]
        return "\n".join(event["message"] for event in events)

    def mails(self) -> list[Mail]:
        """Every mail sent so far, oldest first."""
        with urllib.request.urlopen(f"{self.endpoint_url}/_ministack/ses/messages", timeout=10) as answer:
            sent = json.load(answer)["messages"]
        return [_mail(message) for account in sent.values() for message in account]

    def stop(self) -> None:
        """End everything that was started, the Lambda workers too."""
        self.aws.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.stop()


def _session() -> boto3.Session:
    return boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name=REGION)


def _mail(message: Mapping[str, Any]) -> Mail:
    return Mail(
        sender=message["Source"],
        recipients=tuple(message["To"]),
        subject=message["Subject"],
        text=message["BodyText"],
        html=message["BodyHtml"],
    )
