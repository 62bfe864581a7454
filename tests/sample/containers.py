"""Archives and formats, written so that the same input gives the same bytes: no clock, no file names, fixed order."""
import gzip
import hashlib
import io
import uuid
import zipfile
import zlib


def gz(data):
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", mtime=0, filename="") as f:
        f.write(data)
    return out.getvalue()


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in members:
            info = zipfile.ZipInfo(name, (2025, 10, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_STORED if name.endswith(("/", ".gz")) else zipfile.ZIP_DEFLATED
            info.external_attr = (0o40755 << 16 | 16) if name.endswith("/") else 0o100644 << 16
            z.writestr(info, data)
    return out.getvalue()


def record_id(seed):
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, seed)}>"


def warc(kind, seed, payload, *, url="", content_type="application/http; msgtype=response", date="2025-10-01T06:00:00Z", length=None):
    head = [
        "WARC/1.1", f"WARC-Type: {kind}", f"WARC-Record-ID: {record_id(seed)}", f"WARC-Date: {date}",
        f"Content-Type: {content_type}", f"Content-Length: {len(payload) if length is None else length}",
    ]
    if url:
        head.insert(4, f"WARC-Target-URI: {url}")
    if kind == "response":
        body = payload.partition(b"\r\n\r\n")[2]
        import base64

        head.append("WARC-Payload-Digest: sha1:" + base64.b32encode(hashlib.sha1(body).digest()).decode())
    return "\r\n".join(head).encode() + b"\r\n\r\n" + payload + b"\r\n\r\n"


def http(body, content_type, *, chunked=False, gzipped=False):
    head = ["HTTP/1.1 200 OK", "Server: nginx", f"Content-Type: {content_type}"]
    if gzipped:
        head.append("Content-Encoding: gzip")
        body = gz(body)
    if chunked:
        head.append("Transfer-Encoding: chunked")
        parts = [body[i : i + 4096] for i in range(0, len(body), 4096)]
        body = b"".join(f"{len(p):x}\r\n".encode() + p + b"\r\n" for p in parts) + b"0\r\n\r\n"
    else:
        head.append(f"Content-Length: {len(body)}")
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def truncated_gz(data):
    whole = gz(data)
    return whole[: len(whole) * 3 // 5]


def noise(size, seed=b"copydesk"):
    """Bytes that are no text: a hash run over itself."""
    out = b""
    while len(out) < size:
        seed = hashlib.sha256(seed).digest()
        out += seed
    return out[:size]


assert zlib  # gzip needs it; say so here rather than deep in a run
