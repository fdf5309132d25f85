"""A generator of fictional CVs with gold: persons of several countries and trades, in many layouts."""
