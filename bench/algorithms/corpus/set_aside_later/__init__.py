"""Functions of the standard library and of Debian's packages, chosen when the first set-aside half had been seen."""
