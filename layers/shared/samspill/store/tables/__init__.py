"""How items lie in DynamoDB: one file a table. template.yaml declares the same keys and indexes."""
