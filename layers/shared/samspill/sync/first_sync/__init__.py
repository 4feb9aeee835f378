"""The first sync: snapshot, plan, two phases, verify."""
