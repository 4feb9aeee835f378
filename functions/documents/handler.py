"""Wake-ups of the queue `documents`: invoices, credit notes, purchase orders, hours."""

from datetime import timedelta
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from samspill.composition import app
from samspill.observability import logger, metrics
from samspill.tasks.messages import answer_wakeups


@logger.inject_lambda_context(clear_state=True)
@metrics.log_metrics
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Work off each message's group."""
    here = app()
    end = here.clock() + timedelta(milliseconds=context.get_remaining_time_in_millis())
    return answer_wakeups(here, "documents", event["Records"], end, context.aws_request_id)
