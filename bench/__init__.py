"""Measures the service on this machine; every figure beside its limit, ratios within one run."""
