"""Browsers' requests for pages."""

from samspill.pages.app import handle as handler

__all__ = ["handler"]
