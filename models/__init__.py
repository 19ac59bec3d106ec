"""What is true: the words and rules of the self-assessment, without file, database, screen or clock."""
