"""The routes under /v2."""
