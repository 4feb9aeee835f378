"""DynamoDB, S3 and KMS behind the ports of sync."""
