"""zenhire: an open, self-hostable hiring-AI platform."""

__version__ = "0.1.0"
