"""How it travels: Excel bytes to models and back, without a database."""
