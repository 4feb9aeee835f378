"""Pure words of the domain: records, links, changes, problems, settings, status. No I/O."""
