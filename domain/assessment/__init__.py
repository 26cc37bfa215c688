"""Assessment (考核): what a quarter's figures come to under a scoring rule set."""
