"""Samspill keeps a business app and Tripletex equal, in both directions, and says why when it cannot."""
