# Hides a request that no rule permits in the body, the headers or the length of one that is permitted.
#
# promise: net.none
# group: egress
# expects: completed
# stopped-by: egress-reading
# network: named

from concurrent.futures import ThreadPoolExecutor

from attack import judge, say, secured, status, talk

hidden = "DELETE /all HTTP/1.1\r\nhost: few.example\r\n\r\n"
chunks = f"{len(hidden) + 4:x}\r\nabcd{hidden}\r\n0"
# Longer than the one that is in the open, and shorter.
lengths = "content-length: 4", f"content-length: {len(hidden) + 4}"
chunked = "transfer-encoding: chunked"
heads = {
    "length and chunks": (lengths[0], chunked, "", chunks),
    "chunks and length": (chunked, lengths[0], "", chunks),
    "two lengths": (*lengths, "", "abcd" + hidden),
    "a list of lengths": (f"{lengths[0]}, 99", "", "abcd" + hidden),
    "a length with a sign": ("content-length: +4", "", "abcd" + hidden),
    "chunks by another name": ("transfer-encoding: xchunked", lengths[0], "", chunks),
    "chunks, and something else": (chunked, "transfer-encoding: identity", "", chunks),
    "a space before the colon": ("content-length : 4", chunked, "", chunks),
    "a folded header": ("x: y", " content-length: 4", chunked, "", chunks),
    "a bare line feed": (f"x: y\n{chunked}\ncontent-length: 4", "", chunks),
    "a bare return": (f"x: y\r{chunked}", lengths[0], "", chunks),
    "NUL in a header": ("x: y\0", lengths[0], chunked, "", chunks),
}


def in_the_clear(lines):
    return status(say("GET http://few.example/few HTTP/1.1", "host: few.example", *lines, patience=2))


def inside_of_tls(lines):
    with secured("few.example:443", "few.example") as end:
        end.settimeout(2)
        return status(talk(end, "GET /few HTTP/1.1", "host: few.example", *lines))


with ThreadPoolExecutor(12) as pool:
    clear, inside = (pool.map(way, heads.values()) for way in (in_the_clear, inside_of_tls))
    answers = dict(zip(heads, clear)) | dict(zip((f"{name}, inside" for name in heads), inside))
judge(answers)
