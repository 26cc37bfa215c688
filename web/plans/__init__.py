"""Response plans on the screen: their pages, and what the pages of a case say of them."""
