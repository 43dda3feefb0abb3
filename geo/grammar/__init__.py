"""How a sentence says who is where: items, clauses, roles, links and stance; all pure functions."""
