"""The signer (签署进程): a process of its own that signs how far the log goes, and keeps to it."""
