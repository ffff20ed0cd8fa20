# Every way of writing a secret down that the gateway knows, by the means of Python; put before programs that leak one.
import base64
import html
import json
import urllib.parse


def texts_of(v):
    b = v.encode()
    return [
        v,
        b.hex(),
        b.hex(":").upper(),
        b.hex(" "),
        base64.b64encode(b).decode(),
        base64.b64encode(b"x" + b + b"yy").decode(),
        base64.b64encode(b"xx" + b + b"y").decode(),
        base64.encodebytes(b"before " * 9 + b + b" after" * 9).decode(),
        base64.urlsafe_b64encode(b"?" + b).decode(),
        urllib.parse.quote(v, safe=""),
        urllib.parse.quote_plus(v),
        "".join(f"%{byte:02X}" for byte in b),
        json.dumps(v),
        json.dumps({"key": json.dumps(v)}),
        json.dumps(v, ensure_ascii=False),
        repr(v),
        repr(b),
        ascii(v),
        "".join(f"\\u{ord(one):04x}" for one in v),
        "".join(f"\\x{byte:02x}" for byte in b),
        "".join(f"\\{byte:03o}" for byte in b),
        html.escape(v),
        "".join(f"&#{ord(one)};" for one in v),
        "".join(f"&#x{ord(one):X};" for one in v),
        v[::-1],
        str(list(b)),
    ]


def blobs_of(v):
    return [text.encode() for text in texts_of(v)] + [
        v.encode(coding) for coding in ("utf-16-le", "utf-16-be", "latin-1")
    ]
