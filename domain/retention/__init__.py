"""Retention (保管期限): how long what a case holds of people is kept, and on what it may go."""
