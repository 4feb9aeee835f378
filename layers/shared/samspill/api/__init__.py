"""The HTTP API: routes, request and answer models."""
