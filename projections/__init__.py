"""Read models: what the log amounts to, in tables that can be thrown away and built again."""
