"""Bulletins (通报): figures of a period, issued under a running number, unchanged from then on."""
