# Takes memory of System V and of message queues, which belongs to no process.
#
# promise: limit.memory
# group: memory
# expects: completed
# stopped-by: seccomp, rlimits

from attack import call, judge

judge(
    {
        "shmget": call("shmget", 0, 1 << 26, 0o1777),
        "msgget": call("msgget", 0, 0o1777),
        "mq_open": call("mq_open", b"x", 0o102, 0o600, None),
        "memfd_secret": call("memfd_secret", 0),
    }
)
