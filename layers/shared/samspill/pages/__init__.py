"""The pages people use: HTML, rendered here, working without JavaScript."""
