"""`make demo`: the whole product on this machine, and one journey through it."""
