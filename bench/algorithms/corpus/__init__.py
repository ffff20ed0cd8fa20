"""Functions of known complexity, in two halves. README.md says which half a function is in, and why."""
