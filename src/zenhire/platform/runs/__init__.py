"""Runs: admission, FIFO queue, recorded steps, status, lists."""
