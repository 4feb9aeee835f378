"""`make chaos`: the whole product among hostile peers, edits on both sides, killed functions; then a judge."""
