"""What is wrong with a function, besides its cost. Each check tells its state and one line."""
