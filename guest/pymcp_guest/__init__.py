"""The Python that runs inside the jail: template, sealing, reaper and agent.

Standard library and ctypes only, CPython 3.9 and up. Everything here except `program` and `agent` runs before
guest code does and is trusted; after the code has started, nothing this process says is.
"""
