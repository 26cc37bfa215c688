"""The key-encryption key in people's custody: its rotations, its copies, and their drills."""
