"""The kinds of records as tables: their fields, paths, scopes, filters and events."""
