"""Makes the files of a Python environment, in a jail of its own: asks an index, unpacks wheels, builds source archives.

What it writes and says is checked again by the host, which trusts nothing of it.
"""
