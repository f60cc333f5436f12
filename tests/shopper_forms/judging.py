"""What lint says about a document that should have errors alone, or warnings alone."""

from shopper_forms.lint import lint


def errors(document: object) -> list[tuple[tuple[str | int, ...], str]]:
    result = lint(document)
    assert result.warnings == ()
    return [(finding.loc, finding.code) for finding in result.errors]


def warnings(document: object) -> list[tuple[tuple[str | int, ...], str]]:
    result = lint(document)
    assert result.errors == ()
    return [(finding.loc, finding.code) for finding in result.warnings]
