"""The steps of the state machine `connect`: parse -> take the step -> shape."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from samspill.composition import app
from samspill.observability import logger
from samspill.tasks.first_sync import take_step


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:  # noqa: ARG001
    """Take the step that the event names; its exception's class name tells the machine whether to try again."""
    return take_step(app(), event)
