"""Pages for leadership."""
