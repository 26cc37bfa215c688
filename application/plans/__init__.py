"""Response plans: their texts, the plans as the log has them, and what may be done with them."""
