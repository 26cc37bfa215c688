"""What happens to the cases of the demo, by track; every story is a list of people's steps."""
