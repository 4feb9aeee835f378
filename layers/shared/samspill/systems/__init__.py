"""One folder a system: client, wire models, mapping, webhook check, limiter."""
