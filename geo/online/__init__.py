"""Places that no table has, asked of an online service where the user wants that."""
