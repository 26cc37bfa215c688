"""What is done with the log as a whole."""
