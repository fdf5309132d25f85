"""Clients, their projects and API keys: who calls, what for, from where and how often."""
