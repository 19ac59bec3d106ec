"""Where it rests: the catalogue, the reference lists, the store and the demo data."""
