"""The way of the store from its first tables to today's."""
