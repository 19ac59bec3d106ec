"""Measurements: `make bench` prints them as a table; nothing here is asserted."""
