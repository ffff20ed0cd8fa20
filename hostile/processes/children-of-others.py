# Gives its parent, or the template, a child that they did not start.
#
# promise: jail.kernel
# group: processes
# expects: completed
# stopped-by: seccomp

from attack import call, in_child, judge

judge(
    {
        "a sibling": in_child(lambda: call("clone", 0x8000 | 17, 0, 0, 0, 0)),
        "descriptors of a stranger": in_child(lambda: call("clone", 0x400 | 17, 0, 0, 0, 0)),
        "clone3": call("clone3", bytes(88), 88),
    }
)
