"""DynamoDB, S3, KMS, Secrets Manager and SES as we rely on them."""

import pytest
from botocore.exceptions import ClientError

from local.stack import Stack


def put(stack: Stack, table: str, **values: str) -> None:
    stack.client("dynamodb").put_item(
        TableName=stack.outputs[table], Item={name: {"S": value} for name, value in values.items()}
    )


def test_a_refused_transaction_says_which_item_was_in_the_way(stack: Stack) -> None:
    table = stack.outputs["LinksTable"]
    put(stack, "LinksTable", pk="c1", sk="taken")

    def new(sk: str) -> dict[str, object]:
        item = {"pk": {"S": "c1"}, "sk": {"S": sk}}
        return {"Put": {"TableName": table, "Item": item, "ConditionExpression": "attribute_not_exists(pk)"}}

    with pytest.raises(ClientError) as refused:
        stack.client("dynamodb").transact_write_items(TransactItems=[new("free"), new("taken")])
    reasons = [reason["Code"] for reason in refused.value.response["CancellationReasons"]]
    assert reasons == ["None", "ConditionalCheckFailed"]
    rows = stack.client("dynamodb").query(
        TableName=table, KeyConditionExpression="pk = :p", ExpressionAttributeValues={":p": {"S": "c1"}}
    )
    assert [row["sk"]["S"] for row in rows["Items"]] == ["taken"]


def test_due_items_of_a_group_come_by_time(stack: Stack) -> None:
    put(stack, "InboxTable", pk="g1", sk="a", due="2026-01-03T00:00:00Z")
    put(stack, "InboxTable", pk="g1", sk="b", due="2026-01-01T00:00:00Z")
    put(stack, "InboxTable", pk="g1", sk="c")
    put(stack, "InboxTable", pk="g1", sk="d", due="2026-02-01T00:00:00Z")
    found = stack.client("dynamodb").query(
        TableName=stack.outputs["InboxTable"],
        IndexName="due",
        KeyConditionExpression="pk = :g AND due <= :now",
        ExpressionAttributeValues={":g": {"S": "g1"}, ":now": {"S": "2026-01-15T00:00:00Z"}},
    )
    assert [item["sk"]["S"] for item in found["Items"]] == ["b", "a"]


def test_children_are_found_by_the_parent_they_wait_for(stack: Stack) -> None:
    put(stack, "InboxTable", pk="g2", sk="child", waiting_for="c1#customer#7")
    put(stack, "InboxTable", pk="g2", sk="other", waiting_for="c1#customer#8")
    found = stack.client("dynamodb").query(
        TableName=stack.outputs["InboxTable"],
        IndexName="by_wait",
        KeyConditionExpression="waiting_for = :w",
        ExpressionAttributeValues={":w": {"S": "c1#customer#7"}},
    )
    assert [item["sk"]["S"] for item in found["Items"]] == ["child"]


def test_who_waits_for_a_review_comes_by_time_and_leaves_with_the_attribute(stack: Stack) -> None:
    for name, since in (("r1", "2026-03-02"), ("r2", "2026-03-01"), ("r3", "2026-02-01")):
        put(stack, "ConnectionsTable", pk=name, sk="connection", review="waits", review_since=since)
    stack.client("dynamodb").update_item(
        TableName=stack.outputs["ConnectionsTable"],
        Key={"pk": {"S": "r3"}, "sk": {"S": "connection"}},
        UpdateExpression="SET revision = :r REMOVE review, review_since",
        ExpressionAttributeValues={":r": {"N": "2"}},
    )
    found = stack.client("dynamodb").query(
        TableName=stack.outputs["ConnectionsTable"],
        IndexName="by_review",
        KeyConditionExpression="review = :w",
        ExpressionAttributeValues={":w": {"S": "waits"}},
    )
    assert [item["pk"]["S"] for item in found["Items"]] == ["r2", "r1"]


def test_a_part_of_a_file_is_read_alone(stack: Stack) -> None:
    where = {"Bucket": stack.outputs["PlansBucket"], "Key": "c1/parts"}
    stack.client("s3").put_object(**where, Body=b"0123456789")
    assert stack.client("s3").get_object(**where, Range="bytes=3-5")["Body"].read() == b"345"


def test_keys_of_one_connection_do_not_open_as_another(stack: Stack) -> None:
    kms = stack.client("kms")
    sealed = kms.encrypt(
        KeyId=stack.outputs["Key"], Plaintext=b"employee token", EncryptionContext={"connection": "c1"}
    )["CiphertextBlob"]
    assert (
        kms.decrypt(CiphertextBlob=sealed, EncryptionContext={"connection": "c1"})["Plaintext"] == b"employee token"
    )
    with pytest.raises(kms.exceptions.InvalidCiphertextException):
        kms.decrypt(CiphertextBlob=sealed, EncryptionContext={"connection": "c2"})


def test_plans_are_kept_by_key(stack: Stack) -> None:
    s3 = stack.client("s3")
    bucket = stack.outputs["PlansBucket"]
    s3.put_object(Bucket=bucket, Key="c1/plan/0001.json", Body=b"{}")
    listed = s3.list_objects_v2(Bucket=bucket, Prefix="c1/plan/")["Contents"]
    assert [found["Key"] for found in listed] == ["c1/plan/0001.json"]
    assert s3.get_object(Bucket=bucket, Key="c1/plan/0001.json")["Body"].read() == b"{}"


def test_a_secret_can_be_rotated(stack: Stack) -> None:
    secrets = stack.client("secretsmanager")
    secrets.create_secret(Name="probe", SecretString="old")
    secrets.put_secret_value(SecretId="probe", SecretString="new")
    assert secrets.get_secret_value(SecretId="probe")["SecretString"] == "new"
    assert secrets.get_secret_value(SecretId="probe", VersionStage="AWSPREVIOUS")["SecretString"] == "old"


def test_mails_can_be_read(stack: Stack) -> None:
    stack.client("ses").send_email(
        Source=stack.function_env("api")["MAIL_FROM"],
        Destination={"ToAddresses": ["kari@example.no"]},
        Message={
            "Subject": {"Data": "Bør ses på", "Charset": "UTF-8"},
            "Body": {"Text": {"Data": "Åpne"}, "Html": {"Data": "<p>Åpne</p>"}},
        },
    )
    mail = next(mail for mail in stack.mails() if mail.recipients == ("kari@example.no",))
    assert (mail.subject, mail.text, mail.html) == ("Bør ses på", "Åpne", "<p>Åpne</p>")


def test_a_mail_from_an_unknown_sender_is_refused(stack: Stack) -> None:
    ses = stack.client("ses")
    with pytest.raises(ses.exceptions.MessageRejected):
        ses.send_email(
            Source="unknown@example.no",
            Destination={"ToAddresses": ["kari@example.no"]},
            Message={"Subject": {"Data": "x"}, "Body": {"Text": {"Data": "x"}}},
        )
