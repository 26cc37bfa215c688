"""The register of erasures and holds: where they stand, over all cases."""
