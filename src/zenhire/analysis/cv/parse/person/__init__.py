"""Who the CV is of: name, contacts, place, and what is kept out of every score."""
