"""A small phone form in a folder of its own, which tests may change."""

from __future__ import annotations

from pathlib import Path

from shopper_forms import pwa_files

PWA = Path(pwa_files.__file__).parent / "pwa"
DOCUMENT = """<!doctype html>
<html lang="%LANG%">
<head>
<meta name="app-name" content="%APP_NAME%">
<meta name="app-version" content="%VERSION%">
<link rel="apple-touch-icon" href="/app/v/%VERSION%/icons/icon-192.png">
<link rel="stylesheet" href="/app/v/%VERSION%/look/base.css">
%PRELOADS%
<script type="module" src="/app/v/%VERSION%/main.js"></script>
</head>
<body><h1>%APP_NAME%</h1></body>
</html>
"""


def app_folder(folder: Path, **files: str) -> Path:
    """A folder with a document, our real worker, three modules, a sheet and an icon.

    `files` are further ones, or others in place of these; `__` stands for a slash.
    """
    made = {
        "index.html": DOCUMENT,
        "sw.js": (PWA / "sw.js").read_text(),
        "package.json": '{"type": "module"}',
        "main.js": 'import { a } from "./ui/a.js";\na(() => import("./late.js"));\n',
        "ui/a.js": 'export { a } from "../b.js";\n',
        "b.js": "export const a = (load) => load;\n",
        "late.js": 'import "./b.js";\n',
        "look/base.css": "body { color: black; }\n" * 20,
        "icons/icon.svg": (PWA / "icons" / "icon.svg").read_text(),
        **{name.replace("__", "/").replace("_js", ".js"): text for name, text in files.items()},
    }
    for name, text in made.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder
