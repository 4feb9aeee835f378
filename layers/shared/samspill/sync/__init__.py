"""The engine. Knows ports only."""
