"""A witness (见证人): somebody outside who sees that a log only grows, and says so with a key."""
