"""AWS clients, each made at its first use and once a process: a cold start pays only for what it calls."""

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_secretsmanager import SecretsManagerClient
    from mypy_boto3_ses import SESClient
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_stepfunctions import SFNClient


@lru_cache(maxsize=1)
def kms() -> "KMSClient":
    """Key Management Service."""
    import boto3

    return boto3.client("kms")


@lru_cache(maxsize=1)
def s3() -> "S3Client":
    """Simple Storage Service."""
    import boto3

    return boto3.client("s3")


@lru_cache(maxsize=1)
def sqs() -> "SQSClient":
    """Simple Queue Service."""
    import boto3

    return boto3.client("sqs")


@lru_cache(maxsize=1)
def stepfunctions() -> "SFNClient":
    """Step Functions."""
    import boto3

    return boto3.client("stepfunctions")


@lru_cache(maxsize=1)
def ses() -> "SESClient":
    """Simple Email Service."""
    import boto3

    return boto3.client("ses")


@lru_cache(maxsize=1)
def secretsmanager() -> "SecretsManagerClient":
    """Secrets Manager."""
    import boto3

    return boto3.client("secretsmanager")
