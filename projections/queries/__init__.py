"""What people ask of the read model; each answer is for one viewer, who finds what they may."""
