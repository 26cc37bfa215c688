"""流程: which ways cases really take, how often, and how long they wait from step to step."""
