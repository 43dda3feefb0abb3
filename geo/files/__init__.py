"""Files of every kind, read into documents: one module a kind, and what they share."""
