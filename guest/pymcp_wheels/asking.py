"""Requests to the index, all of them through the egress proxy, which lets nothing else through."""

from __future__ import annotations

import hashlib
import http.client
import os
import socket
import ssl
import urllib.error
import urllib.request
from typing import Any, Callable
from urllib.parse import urlsplit

from pymcp_wheels.saying import RefusedError

RELAY = "http://127.0.0.1:3128"
PAGE_BYTES = 64 * 1024 * 1024
_PART = 256 * 1024


class Asker:
    """`quiet_s`: how long the index may say nothing before it counts as hanging."""

    def __init__(self, quiet_s: float) -> None:
        # The index may be on loopback, and there too it is the proxy's to say whether it is asked.
        for name in ("NO_PROXY", "no_proxy"):
            os.environ.pop(name, None)
        self._quiet_s = quiet_s
        handlers = [
            urllib.request.ProxyHandler({"http": RELAY, "https": RELAY}),
            urllib.request.HTTPSHandler(context=ssl.create_default_context()),
        ]
        self._opener = urllib.request.build_opener(*handlers)

    def page(self, url: str, accept: str) -> tuple[bytes, str, str]:
        """Its bytes, its type and where it was in the end. @raise RefusedError"""
        with self._open(url, accept) as answer:
            body = self._guarded(url, lambda: answer.read(PAGE_BYTES + 1))
            if len(body) > PAGE_BYTES:
                raise RefusedError("too-large", f"{url} has more than {PAGE_BYTES} bytes")
            return body, answer.headers.get("Content-Type", ""), answer.url

    def file(self, url: str, path: str, most_bytes: int, on_bytes: Callable[[int, int], None]) -> str:
        """Writes it to `path`, which must not be there. @return its SHA-256 @raise RefusedError"""
        with self._open(url, "*/*") as answer:
            announced = int(answer.headers.get("Content-Length") or -1)
            if announced > most_bytes:
                raise RefusedError(
                    "too-large", f"{url} has {announced} bytes, and {most_bytes} are permitted"
                )
            digest, done = hashlib.sha256(), 0
            with open(path, "xb") as file:
                while True:
                    part = self._guarded(url, lambda: answer.read(_PART))
                    if not part:
                        break
                    done += len(part)
                    if done > most_bytes:
                        raise RefusedError("too-large", f"{url} has more than {most_bytes} bytes")
                    digest.update(part)
                    file.write(part)
                    on_bytes(done, announced)
            if announced >= 0 and done != announced:
                raise RefusedError("cut-off", f"{url} ended after {done} of {announced} bytes")
            return digest.hexdigest()

    def _open(self, url: str, accept: str) -> Any:
        if urlsplit(url).scheme not in ("http", "https"):
            raise RefusedError("elsewhere", f"the index leads to {url}, which is no address of it")
        request = urllib.request.Request(url, headers={"Accept": accept, "Accept-Encoding": "identity"})
        return self._guarded(url, lambda: self._opener.open(request, timeout=self._quiet_s))

    def _guarded(self, url: str, work: Callable[[], Any]) -> Any:
        try:
            return work()
        except urllib.error.HTTPError as error:
            if error.code == 404:
                raise RefusedError("absent", f"{url} is not there") from None
            raise RefusedError("answered", f"{url} was answered with {error.code} {error.reason}") from None
        except (socket.timeout, TimeoutError):
            raise RefusedError(
                "hanging", f"{urlsplit(url).netloc} said nothing for {self._quiet_s:g} s"
            ) from None
        except http.client.IncompleteRead:
            raise RefusedError("cut-off", f"{url} ended too early") from None
        except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
            if isinstance(error, OSError) and error.errno is not None and error.filename is not None:
                raise
            reason = getattr(error, "reason", error)
            if isinstance(reason, (socket.timeout, TimeoutError)):
                raise RefusedError(
                    "hanging", f"{urlsplit(url).netloc} said nothing for {self._quiet_s:g} s"
                ) from None
            raise RefusedError(
                "unreachable", f"{urlsplit(url).netloc} could not be asked: {reason}"
            ) from None
