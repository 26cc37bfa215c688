"""Who is there: log-in, log-out, one's own account, and what that session may use."""
