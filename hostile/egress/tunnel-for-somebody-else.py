# Opens a tunnel to a host that is permitted and asks in it for another one, or speaks something else.
#
# promise: net.none
# group: egress
# expects: completed
# stopped-by: tunnel-names
# network: named

from attack import attempt, judge, secured, talk, tunnel

answers = {}
for host in ("open.example", "few.example", "key.example"):
    for name in ("evil.example", f"sub.{host}", "xn--xample-9uf.org", None):
        answers[f"{host}, {name}"] = attempt(secured, f"{host}:443", name)


def speak(host, *lines):
    """What is answered in words of HTTP is either the proxy's refusal, or somebody who should not have heard it."""
    with tunnel(f"{host}:443") as end:
        said = talk(end, *lines)
    if not said or b"network: denied" in said or said[:1] == b"\x15":
        raise PermissionError(1, "refused")


for host in ("open.example", "few.example"):
    answers[f"HTTP to {host}"] = attempt(
        speak, host, "GET / HTTP/1.1", "host: evil.example", "connection: close"
    )
    answers[f"SSH to {host}"] = attempt(speak, host, "SSH-2.0-OpenSSH_9.2")
    answers[f"a record of application data to {host}"] = attempt(speak, host, b"\x17\x03\x03\x00\x05hello")
    answers[f"empty records to {host}"] = attempt(speak, host, b"\x16\x03\x01\x00\x00" * 64)
judge(answers)
