"""The addresses of the phone form; they hold no data and are open to anybody."""

from __future__ import annotations

from csp.decorators import csp
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotFound, HttpResponseRedirect
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from backend.phone.current import current_pwa
from backend.phone.headers import ASK_AGAIN, FOREVER, POLICY, sent
from shopper_forms.pwa_files import ROOT


@require_safe
def without_slash(request: HttpRequest) -> HttpResponseBase:
    """To where the worker's scope begins."""
    return HttpResponseRedirect(ROOT)


@require_safe
@ensure_csrf_cookie
@csp(POLICY)
def document(request: HttpRequest) -> HttpResponseBase:
    """The one page; with it comes the cookie that signing in needs."""
    pwa = current_pwa()
    return sent(request, pwa.document, pwa.version, ASK_AGAIN)


@require_safe
@csp(POLICY)
def worker(request: HttpRequest) -> HttpResponseBase:
    """The service worker; its bytes differ whenever anything of the app does."""
    pwa = current_pwa()
    return sent(request, pwa.worker, pwa.version, ASK_AGAIN)


@require_safe
@csp(POLICY)
def manifest(request: HttpRequest) -> HttpResponseBase:
    """Name, icons and colours under which the app is installed."""
    pwa = current_pwa()
    return sent(request, pwa.manifest, pwa.version, ASK_AGAIN)


@require_safe
@csp(POLICY)  # type: ignore[arg-type]  # it types views without further arguments only
def file(request: HttpRequest, version: str, path: str) -> HttpResponseBase:
    """A file of this version. Those of earlier ones are gone: pages that still run them have
    them in their own cache (see `shopper_forms/pwa/sw.js`)."""
    pwa = current_pwa()
    if version != pwa.version or path not in pwa.files:
        # a 404 kept on the way would outlive a deployment
        return HttpResponseNotFound(
            "There is no such file in this version.",
            content_type="text/plain; charset=utf-8",
            headers={"Cache-Control": "no-store"},
        )
    return sent(request, pwa.files[path], pwa.version, FOREVER)
