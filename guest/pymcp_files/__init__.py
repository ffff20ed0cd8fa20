"""The file worker: a sandbox that works on the files of the workspace for the gateway and never runs anybody's code.

path.contained: it is sealed like every other sandbox, so that the kernel holds whatever these rules forget.
"""
