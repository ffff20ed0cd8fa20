# Asks for hosts and ports that no rule names, or that look like those of one, by each way that the proxy has.
#
# promise: net.none
# group: egress
# expects: completed
# stopped-by: egress-rules
# network: named

from attack import attempt, judge, say, status, tunnel

hosts = [
    "evil.example",
    "openxexample.evil.example",
    "open.example.evil.example",
    "evilopen.example",
    "sub.open.example",
    "example",
    "93.184.216.34",
]
answers = {}
for host in hosts:
    answers[f"GET {host}"] = status(say(f"GET http://{host}/ HTTP/1.1", f"host: {host}", "connection: close"))
    answers[f"tunnel to {host}"] = attempt(tunnel, f"{host}:443")
for port in (22, 25, 53, 3128, 8443):
    answers[f"port {port}"] = attempt(tunnel, f"open.example:{port}")


def socks(name):
    greeting = b"\x05\x01\x00"
    asked = b"\x05\x01\x00\x03" + bytes([len(name)]) + name.encode() + (443).to_bytes(2, "big")
    said = say(greeting + asked)
    return (said[:2] == b"\x05\x00" and said[3:4] == b"\x00") or 1 / 0


for host in hosts[:5]:
    answers[f"SOCKS to {host}"] = attempt(socks, host)
answers["another method"] = status(
    say("DELETE http://few.example/few HTTP/1.1", "host: few.example", "connection: close")
)
answers["another path"] = status(
    say("GET http://few.example/few/../all HTTP/1.1", "host: few.example", "connection: close")
)
answers["where the first one leads"] = status(
    say(
        "GET http://evil.example/ HTTP/1.1",
        "host: evil.example",
        "referer: http://open.example/",
        "connection: close",
    )
)
judge(answers)
