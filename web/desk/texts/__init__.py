"""What the desk's pages say: refusals, the telling of events, steps and their fields."""
