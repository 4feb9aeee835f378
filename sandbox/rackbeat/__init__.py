"""A Rackbeat that runs on localhost, true to what is known of it; what is not known is a switch (switches.py)."""
