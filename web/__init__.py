"""The doors: what the server answers beside the pages."""
