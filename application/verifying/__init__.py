"""Holds everything that is stored against its proofs, and says exactly what does not fit."""

from application.verifying.findings import Finding, Findings
from application.verifying.outside import Claim, Outside, read_claims
from application.verifying.running import Verified, verify

__all__ = ["Claim", "Finding", "Findings", "Outside", "Verified", "read_claims", "verify"]
