// What allowlists elsewhere were broken by, tried by a program in a jail: by a client as people have them, and by bytes as no client
// sends them.

/** Prints, for each attempt, the status that came of it, or null where the connection ended without one. */
export const tryBypasses = `
import json, os, socket, ssl, urllib.request
answers = {}
def say(name, *lines):
    """To the proxy, as it is: ISO 8859-1."""
    with socket.create_connection(("127.0.0.1", 3128), 20) as end:
        end.settimeout(20)
        end.sendall("\\r\\n".join(lines).encode("latin1") + b"\\r\\n\\r\\n")
        said = b""
        try:
            while b"\\r\\n" not in said and (piece := end.recv(4096)): said += piece
        except ConnectionError: pass
    answers[name] = int(said.split(b" ")[1]) if said.startswith(b"HTTP/") else None
def get(name, url, host="example.org"):
    say(name, f"GET {url} HTTP/1.1", f"host: {host}", "connection: close")
def tunnel(name, place):
    say(name, f"CONNECT {place} HTTP/1.1", f"host: {place}")
def ask(name, url):
    try:
        with urllib.request.urlopen(url, timeout=20) as answer: answers[name] = answer.status
    except urllib.error.HTTPError as error: answers[name] = error.code
    except Exception as error:
        answers[name] = 403 if "403" in str(error) else type(error).__name__

# As a control, and what means the same host.
get("good: plain", "http://example.org/good-1")
get("good: upper case", "http://EXAMPLE.ORG/good-2", "EXAMPLE.ORG")
get("good: trailing dot", "http://example.org./good-3", "example.org.")
ask("good: urllib", "http://example.org/good-4")

get("NUL", "http://example.org\\0.evil.example/")
tunnel("NUL in a tunnel", "example.org\\0.evil.example:443")
for host in ("evilexample.org", "example.org.evil.example", "evil.example", "EVIL.EXAMPLE.", "sub.example.org"):
    get(f"suffix {host}", f"http://{host}/", host)
    ask(f"urllib {host}", f"http://{host}/")
    tunnel(f"tunnel {host}", f"{host}:443")
get("userinfo", "http://example.org@evil.example/", "evil.example")
get("userinfo before an allowed host", "http://evil.example@example.org/")
tunnel("userinfo in a tunnel", "example.org@evil.example:443")
get("another Host", "http://example.org/", "evil.example")
get("no scheme", "//evil.example/")
get("backslash", "http://evil.example\\\\@example.org/")
get("percent", "http://evil%2eexample/", "evil%2eexample")
get("letters of another script", "http://ex\\u00e0mple.org/")
get("punycode", "http://xn--xample-9uf.org/", "xn--xample-9uf.org")
for port in (22, 25, 3128, 53):
    tunnel(f"tunnel to port {port}", f"example.org:{port}")
for place in ("127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "0.0.0.0", "0", "127.1", "2130706433", "0x7f000001", "0177.0.0.1",
              "169.254.169.254", "[::ffff:169.254.169.254]", "[fe80::1]", "[fd00::1]", "10.0.0.1", "localhost", "local.example", "metadata.example", "mixed.example"):
    get(f"get {place}", f"http://{place}/", place)
    tunnel(f"tunnel {place}", f"{place}:80")
for where in ("http://127.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://evil.example/", "http://[::ffff:127.0.0.1]/", "http://local.example/"):
    ask(f"redirect to {where}", "http://example.org/redirect?to=" + where)
get("good: flip", "http://flip.example/flip-1", "flip.example")
get("rebound", "http://flip.example/flip-2", "flip.example")
say("smuggled", "GET http://example.org/ HTTP/1.1", "host: example.org", "content-length: 4", "transfer-encoding: chunked", "", "0", "", "GET http://evil.example/ HTTP/1.1", "host: evil.example")
print(json.dumps(answers))
`;
