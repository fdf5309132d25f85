"""Webhooks: who is told of a run's end, where that may be, and the telling itself."""
