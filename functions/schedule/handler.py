"""What the clock starts: parse -> run -> shape."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from samspill.composition import app
from samspill.observability import logger, metrics
from samspill.tasks.schedule import run_task


@logger.inject_lambda_context(clear_state=True)
@metrics.log_metrics
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, int]:  # noqa: ARG001
    """Run the task the schedule names: tick, poll, reconcile, subscriptions."""
    return run_task(app(), event["task"])
