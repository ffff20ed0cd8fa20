# Asks for this machine, its neighbours and metadata services by address, in whatever spelling.
#
# promise: net.none
# group: egress
# expects: completed
# stopped-by: egress-rules, egress-reading, public-addresses
# network: named

from attack import attempt, judge, say, status, target, tunnel

places = [
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "0",
    "0.0.0.0",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "0177.0.0.1",
    "017700000001",
    "127.0.0.1.",
    "127.00.0.1",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[0:0:0:0:0:0:0:1]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[::1%25lo]",
    "[2002:7f00:1::]",
    "localhost",
    "localhost.",
    "LOCALHOST",
    "169.254.169.254",
    "[::ffff:169.254.169.254]",
    "[fe80::1]",
    "[fd00:ec2::254]",
    "168.63.129.16",
    "100.100.100.200",
    "10.0.0.1",
    "192.168.0.1",
    "172.17.0.1",
    "metadata.google.internal",
]
answers = {}
for place in places:
    answers[place] = status(say(f"GET http://{place}/ HTTP/1.1", f"host: {place}", "connection: close"))
    answers[f"tunnel to {place}"] = attempt(tunnel, f"{place}:{target['port']}")


def socks(kind, address):
    said = say(b"\x05\x01\x00" + b"\x05\x01\x00" + kind + address + int(target["port"]).to_bytes(2, "big"))
    return (said[:2] == b"\x05\x00" and said[3:4] == b"\x00") or 1 / 0


answers["SOCKS to 127.0.0.1"] = attempt(socks, b"\x01", bytes([127, 0, 0, 1]))
answers["SOCKS to ::1"] = attempt(socks, b"\x04", bytes(15) + b"\x01")
answers["SOCKS to a mapped one"] = attempt(socks, b"\x04", bytes(10) + b"\xff\xff\x7f\x00\x00\x01")
judge(answers)
