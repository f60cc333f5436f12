"""What the phone form's responses say to the browser: policies, caching, one of two encodings."""

from __future__ import annotations

from csp.constants import NONE, SELF
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers

from shopper_forms.pwa_files import PwaFile

POLICY = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "blob:", "data:"],
    "connect-src": [SELF],
    "worker-src": [SELF],
    "manifest-src": [SELF],
    "media-src": [SELF, "blob:"],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
}
# what the form uses, and a plain no to what it never will
PERMISSIONS = (
    "camera=(self), geolocation=(self), screen-wake-lock=(self), microphone=(), payment=(), usb=(),"
    " serial=(), hid=(), midi=(), display-capture=(), browsing-topics=()"
)
REFERRER = "same-origin"
FOREVER = "public, max-age=31536000, immutable"
# private: the document brings a CSRF cookie, which a proxy must not hand to the next phone
ASK_AGAIN = "private, no-cache"
VERSION_HEADER = "X-App-Version"
DOCUMENT_HEADERS = (
    PERMISSIONS,
    REFERRER,
    *(f"{name} {' '.join(sources)}" for name, sources in POLICY.items()),
)


def sent(request: HttpRequest, file: PwaFile, version: str, caching: str) -> HttpResponseBase:
    """The response that carries a file, or 304 when the browser has these very bytes."""
    zipped = file.gzipped is not None and takes_gzip(request.headers.get("Accept-Encoding", ""))
    response = HttpResponse(file.gzipped if zipped else file.body, content_type=file.mime)
    response["Content-Length"] = str(len(response.content))
    response["ETag"] = f'"{version}-gzip"' if zipped else f'"{version}"'
    response["Cache-Control"] = caching
    response[VERSION_HEADER] = version
    response["Permissions-Policy"] = PERMISSIONS
    response["Referrer-Policy"] = REFERRER
    response["Cross-Origin-Opener-Policy"] = "same-origin"
    response["X-Content-Type-Options"] = "nosniff"
    if zipped:
        response["Content-Encoding"] = "gzip"
    if file.gzipped is not None:
        patch_vary_headers(response, ["Accept-Encoding"])
    if request.method == "HEAD":
        response.content = b""  # gunicorn would drop it with a warning for each
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


def takes_gzip(header: str) -> bool:
    """Whether an Accept-Encoding header allows gzip (RFC 9110, 12.5.3)."""
    weights: dict[str, float] = {}
    for part in header.lower().split(","):
        coding, _, parameter = part.strip().partition(";")
        name, _, weight = parameter.replace(" ", "").partition("=")
        try:
            weights[coding.strip()] = float(weight) if name == "q" else 1.0
        except ValueError:
            weights[coding.strip()] = 0.0
    return weights.get("gzip", weights.get("*", 0.0)) > 0
