# Names one host to the rules and another one to whoever dials: NUL, user names, odd letters, a Host of its own.
#
# promise: net.none
# group: egress
# expects: completed
# stopped-by: egress-reading
# network: named

from attack import attempt, judge, say, secured, status, talk, tunnel

evil = "evil.example"
answers = {}
for address in (
    f"http://open.example\0.{evil}/",
    f"http://open.example@{evil}/",
    f"http://{evil}\\@open.example/",
    f"http://{evil}#@open.example/",
    f"http://open.example:80@{evil}/",
    "http://open%2eexample/",
    "http://open.ex\u00e0mple/",
    f"http://open.example\t{evil}/",
    f"//{evil}/",
    f"gopher://{evil}/",
):
    answers[f"GET {address!r}"] = status(
        say(f"GET {address} HTTP/1.1", "host: open.example", "connection: close")
    )
for host in (evil, f"open.example, {evil}", f"open.example:80@{evil}", "OPEN.EXAMPLE.evil.example", ""):
    answers[f"Host {host!r}"] = status(
        say("GET http://open.example/ HTTP/1.1", f"host: {host}", "connection: close")
    )
answers["two Hosts"] = status(
    say("GET http://open.example/ HTTP/1.1", "host: open.example", f"host: {evil}", "connection: close")
)
for place in (
    f"open.example\0.{evil}:443",
    f"open.example@{evil}:443",
    f"open.example:443@{evil}:443",
    "open.example:0443",
):
    answers[f"tunnel to {place!r}"] = attempt(tunnel, place)


def inside(*lines):
    with secured("few.example:443", "few.example") as end:
        return status(talk(end, *lines))


answers["another Host inside of TLS"] = inside("GET /few HTTP/1.1", f"host: {evil}", "connection: close")
answers["a whole address inside"] = inside(
    f"GET http://{evil}/few HTTP/1.1", "host: few.example", "connection: close"
)
answers["a tunnel inside"] = inside(f"CONNECT {evil}:443 HTTP/1.1", f"host: {evil}")
judge(answers)
