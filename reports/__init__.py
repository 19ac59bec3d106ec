"""How it leaves: frames and tables to the bytes of a document."""
