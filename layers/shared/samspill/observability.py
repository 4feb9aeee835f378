"""The logger and the metrics of every function. Lambda traces by itself, so there is no tracer here.

Logs carry connection and correlation ids, never names, numbers or other personal data.
"""

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

__all__ = ["MetricUnit", "logger", "metrics"]

#: Service and level come from POWERTOOLS_SERVICE_NAME and LOG_LEVEL.
logger = Logger(use_rfc3339=True, utc=True)

#: Namespace comes from POWERTOOLS_METRICS_NAMESPACE.
metrics = Metrics()
