"""The commands of manage.py, one module a group: each calls a service and prints what came of it."""
