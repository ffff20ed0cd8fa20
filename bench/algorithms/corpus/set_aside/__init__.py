"""Functions of the standard library and of Debian's packages, as they are."""
