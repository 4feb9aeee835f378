"""Tripletex, Svenn and Rackbeat on localhost: servers true to what is known of them, with a hostile mode."""
