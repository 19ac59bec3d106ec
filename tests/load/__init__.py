"""The night of the deadline, rehearsed: many enterprises send while the staff looks on; `make load` runs it at full size."""
