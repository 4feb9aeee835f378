"""A Svenn that runs on localhost and keeps contracts/svenn.openapi.yaml."""
