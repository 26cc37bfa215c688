"""What administrators keep in order: people, units, categories; nothing of any case."""
