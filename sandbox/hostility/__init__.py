"""The hostile mode that the sandboxes share: faults met by chance, each with its own odds, counted by name."""
