"""The product's queues, each with its dead letters, made in whatever SQS the environment points to."""

import json

import boto3

#: As in template.yaml.
LAST_RECEIVE = 5
_NAMES = {"changes": ".fifo", "later": "", "documents": ".fifo"}


def queues_with_dead_letters() -> dict[str, str]:
    """Make them; the address of each by its name."""
    return {name: queue_with_dead_letters(name, suffix) for name, suffix in _NAMES.items()}


def queue_with_dead_letters(name: str, suffix: str = ".fifo", **attributes: str) -> str:
    """Make one, FIFO when the suffix says so; its address. Its dead letters are `<name>-dead`."""
    sqs = boto3.client("sqs")
    kind = {"FifoQueue": "true"} if suffix else {}
    dead = sqs.create_queue(QueueName=f"{name}-dead{suffix}", Attributes=kind)["QueueUrl"]  # type: ignore[arg-type]
    arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    redrive = {"RedrivePolicy": json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": LAST_RECEIVE})}
    made = {**kind, **redrive, **attributes}
    return sqs.create_queue(QueueName=f"{name}{suffix}", Attributes=made)["QueueUrl"]  # type: ignore[arg-type]
