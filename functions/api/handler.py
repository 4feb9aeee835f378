"""HTTP requests of the product and of staff."""

from samspill.api.app import handle as handler

__all__ = ["handler"]
