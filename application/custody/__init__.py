"""The key-encryption key: rotated, copied for custodians, and tried. Each act is on record."""
