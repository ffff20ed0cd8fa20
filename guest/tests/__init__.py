"""Unit tests of the guest program: no namespaces, no seal, but real forks where the code expects to be one."""
