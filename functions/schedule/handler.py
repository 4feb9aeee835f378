"""What the clock starts: parse -> run -> shape."""

from datetime import timedelta
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from samspill.composition import app
from samspill.observability import logger, metrics
from samspill.tasks.schedule import run_task

#: Kept back from the function's time for noting how far the task came.
RESERVE = timedelta(seconds=5)


@logger.inject_lambda_context(clear_state=True)
@metrics.log_metrics
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, int]:
    """Run the task the schedule names: tick, poll, reconcile, subscriptions, links."""
    here = app()
    left = timedelta(milliseconds=context.get_remaining_time_in_millis()) - RESERVE
    return run_task(here, event["task"], here.clock() + left)
