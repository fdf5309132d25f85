"""Each client's credits: a ledger that only grows, and holds that reserve what unfinished work will cost."""
