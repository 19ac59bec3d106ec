"""Faults that really happen to a small batch; `make load` runs the same with FAULT_FILES=500."""
