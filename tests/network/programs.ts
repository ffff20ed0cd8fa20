// Programs that ask for addresses in a jail, by what ordinary programs ask with.

/** Prints, for each url, what came: a status and a text, or the error. */
export const askByUrllib = (urls: readonly string[]): string => `
import json, ssl, urllib.request
context = ssl.create_default_context()
try: context.load_verify_locations("/home/mcp/site.pem")
except FileNotFoundError: pass
answers = []
for url in ${JSON.stringify(urls)}:
    try:
        with urllib.request.urlopen(url, timeout=20, context=context) as answer:
            answers.append([answer.status, answer.read().decode("latin1")])
    except urllib.error.HTTPError as error:
        answers.append([error.code, error.read().decode("latin1")])
    except Exception as error:
        answers.append([None, f"{type(error).__name__}: {error}"])
print(json.dumps(answers))
`;

/** Other clients; null where one is not installed. */
export const askByOthers = `
import http.client, json, os, ssl, sys, urllib.parse
host, _, port = os.environ["HTTPS_PROXY"].removeprefix("http://").partition(":")
tunnel = http.client.HTTPSConnection(host, int(port), timeout=20, context=ssl.create_default_context(cafile="/home/mcp/site.pem"))
tunnel.set_tunnel("example.org", 443)
tunnel.request("GET", "/client")
answers = {"http.client": tunnel.getresponse().read().decode()}
try:
    import requests
    answers["requests"] = [requests.get("http://example.org/r", timeout=20).text,
        requests.get("https://example.org/s", timeout=20, verify="/home/mcp/site.pem").text]
except ModuleNotFoundError:
    answers["requests"] = None
try:
    import httpx
    answers["httpx"] = [httpx.get("http://example.org/r", timeout=20).text,
        httpx.get("https://example.org/s", timeout=20, verify=ssl.create_default_context(cafile="/home/mcp/site.pem")).text]
except ModuleNotFoundError:
    answers["httpx"] = None
print(json.dumps(answers))
`;

/** pip installs a wheel of an index that is named, where there is a pip. */
export const installByPip = `
import importlib.util, json, subprocess, sys
if importlib.util.find_spec("pip") is None:
    print("null")
else:
    done = subprocess.run([sys.executable, "-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--target", "/tmp/site", "--index-url",
        "http://example.org:8080/simple", "--trusted-host", "example.org", "tiny"], capture_output=True, text=True)
    sys.path.insert(0, "/tmp/site")
    try:
        import tiny
        print(json.dumps(tiny.word))
    except ImportError:
        print(json.dumps(done.stdout[-800:] + done.stderr[-1500:]))
`;

/** Everything that is seen of a network where there is none, or of the way out where there is one. */
export const lookAround = `
import json, os, socket
seen = {"variables": sorted(n for n in os.environ if "PROXY" in n.upper() or n.startswith("SSL"))}
def connect(family, address):
    with socket.socket(family, socket.SOCK_STREAM) as one:
        one.settimeout(5)
        try:
            one.connect(address)
            return "connected"
        except OSError as error:
            return type(error).__name__ + ": " + str(error.strerror)
seen["relay"] = connect(socket.AF_INET, ("127.0.0.1", 3128))
seen["site"] = connect(socket.AF_INET, ("93.184.216.34", 80))
seen["names"] = [connect(socket.AF_UNIX, name) for name in ("/run/gw/egress.sock", "/run/pymcp/egress.sock", "/run/gw/sock", "\\0egress.sock", "/proc/3/fd/3", "/proc/1/fd/8")]
seen["unix"] = sorted(line.split()[-1] for line in open("/proc/net/unix") if line.split()[-1].startswith(("/", "@"))) if os.path.exists("/proc/net/unix") else []
seen["run"] = os.listdir("/run")
seen["processes"] = sorted(int(n) for n in os.listdir("/proc") if n.isdigit())
print(json.dumps(seen))
`;

/** What a program that knows of relay and proxy tries: each answer must be an error, or a refusal of the proxy. @param token of another run */
export const attackFromInside = (token: string): string => `
import ctypes, json, os, socket
answers = {}
def attempt(name, work):
    try:
        answers[name] = "got " + repr(work())[:80]
    except OSError as error:
        answers[name] = type(error).__name__
def read(name):
    with open(name, "rb") as file:
        return file.read(64)
for name in ("mem", "maps", "environ", "syscall", "io", "auxv"):
    attempt(f"read {name} of the relay", lambda: read(f"/proc/3/{name}"))
for name in ("fd/3", "fd/4", "root", "cwd", "exe", "ns/net"):
    attempt(f"follow {name} of the relay", lambda: os.readlink(f"/proc/3/{name}"))
libc = ctypes.CDLL(None, use_errno=True)
def call(number, *words):
    if libc.syscall(number, *map(ctypes.c_long, words)) < 0:
        raise OSError(ctypes.get_errno(), "")
    return "done"
if os.uname().machine == "x86_64":
    attempt("ptrace the relay", lambda: call(101, 16, 3, 0, 0))
    attempt("take a descriptor of the relay", lambda: call(438, call(434, 3, 0) and 0, 3, 0))
def say(text):
    with socket.create_connection(("127.0.0.1", 3128), 10) as end:
        end.sendall(text)
        end.shutdown(socket.SHUT_WR)
        said = b""
        while piece := end.recv(4096):
            said += piece
    if said.startswith(b"HTTP/1.1 2") or b"secret" in said or said[:2] == b"\\x05\\x00" and said[3:4] == b"\\x00":
        return said
    raise PermissionError(0, "refused")
host = b"example.org"
request = b"GET http://example.org/stolen HTTP/1.1\\r\\nhost: example.org\\r\\n\\r\\n"
attempt("the token of another run", lambda: say(${JSON.stringify(token)}.encode() + b"\\n" + request))
attempt("a token that is guessed", lambda: say(b"A" * 43 + b"\\n" + request))
for place in ("127.0.0.1:80", "127.0.0.1:3001", "localhost:3001", "[::1]:3001", "0.0.0.0:80", "127.0.0.1:53", "169.254.169.254:80", "2130706433:80"):
    attempt(f"tunnel to {place}", lambda: say(f"CONNECT {place} HTTP/1.1\\r\\nhost: {place}\\r\\n\\r\\n".encode()))
attempt("SOCKS to loopback", lambda: say(b"\\x05\\x01\\x00" + b"\\x05\\x01\\x00\\x01" + bytes([127, 0, 0, 1, 0, 80])))
answers["interfaces"] = [line.split(":")[0].strip() for line in open("/proc/net/dev") if ":" in line] if os.path.exists("/proc/net/dev") else ["lo"]
print(json.dumps(answers))
`;
