"""The hostile mode that both sandboxes share: faults met by chance, each with its own odds, counted by name."""
