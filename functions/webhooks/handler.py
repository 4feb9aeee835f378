"""Deliveries of the systems."""

from samspill.api.webhooks_app import handle as handler

__all__ = ["handler"]
