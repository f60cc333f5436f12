"""Which codes the source gives to findings: read from the source itself, not from memory."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("backend", "shopper_forms")
_CODE = re.compile("[a-z]+(_[a-z]+)*")


def codes_in_the_source() -> dict[str, str]:
    """Every literal that is handed over as somebody's `code` parameter or field, with one place
    where it stands. Refusals' own codes and tests are not among them."""
    trees = {
        path.relative_to(ROOT): ast.parse(path.read_text())
        for room in ROOMS
        for path in sorted((ROOT / room).rglob("*.py"))
        if "migrations" not in path.parts
    }
    takes_code: dict[str, int] = {}
    for tree in trees.values():
        takes_code.update(dict(_places_of_code(tree)))
    found: dict[str, str] = {}
    for path, tree in trees.items():
        for node in ast.walk(tree):
            for literal in _handed_over(node, takes_code):
                found.setdefault(str(literal.value), f"{path}:{literal.lineno}")
    return found


def _places_of_code(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Functions with a text parameter `code` next to a sentence, and classes with such a field."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            names = [argument.arg for argument in node.args.args if argument.arg != "self"]
            if "code" in names and {"message", "sentence"} & set(names):
                yield node.name, names.index("code")
        elif isinstance(node, ast.ClassDef):
            fields = [
                line.target.id
                for line in node.body
                if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name)
            ]
            if "code" in fields and "message" in fields:
                yield node.name, fields.index("code")


def _handed_over(node: ast.AST, takes_code: dict[str, int]) -> Iterator[ast.Constant]:
    if isinstance(node, ast.Yield | ast.Return):
        yield from _told(node.value)
    if not isinstance(node, ast.Call):
        return
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    if name == "invalid":  # triples of (loc, code, sentence)
        for triple in node.args:
            if isinstance(triple, ast.Tuple) and len(triple.elts) == 3:
                yield from _literals(triple.elts[1])
    if name in takes_code and len(node.args) > takes_code[name]:
        yield from _literals(node.args[takes_code[name]])
    for keyword in node.keywords:
        if keyword.arg == "code" and name in takes_code:
            yield from _literals(keyword.value)


def _told(value: ast.expr | None) -> Iterator[ast.Constant]:
    """`"code", sentence` and `(loc…), "code", sentence`, as checks yield and return them."""
    parts = value.elts if isinstance(value, ast.Tuple) else []
    if len(parts) not in (2, 3):
        return
    code, sentence = parts[-2], parts[-1]
    is_sentence = isinstance(sentence, ast.JoinedStr | ast.Name) or (
        isinstance(sentence, ast.Constant) and " " in str(sentence.value)
    )
    if is_sentence and (len(parts) == 2 or isinstance(parts[0], ast.Tuple)):
        yield from _literals(code)


def _literals(node: ast.expr) -> Iterator[ast.Constant]:
    if isinstance(node, ast.Constant) and _CODE.fullmatch(str(node.value)):
        yield node
    elif isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)
