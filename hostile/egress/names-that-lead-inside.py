# Asks for names that a rule permits and that lead to this machine or a private network, at once or the next time.
#
# promise: net.none
# group: egress
# expects: completed
# stopped-by: public-addresses
# network: named

from attack import attempt, judge, say, status, tunnel

names = ["loopback", "loopback6", "metadata", "private", "mapped", "mixed"]
answers = {}


def get(host):
    return status(say(f"GET http://{host}/ HTTP/1.1", f"host: {host}", "connection: close"))


for name in names:
    answers[name] = get(f"{name}.example")
    answers[f"tunnel to {name}"] = attempt(tunnel, f"{name}.example:80")
# One of two leads inside: the name is looked up each time that it is asked for, and judged each time.
turns = [get("turning.example") for _ in range(4)]
answers["turned"] = "done" if turns.count("done") > 2 else "refused in turn"
judge(answers)
