"""Whatever comes in, parsing gives a document or findings, never anything else."""

from hypothesis import given, settings
from hypothesis import strategies as st

from shopper_forms.document import Document
from shopper_forms.findings import Refused
from shopper_forms.parsing import parse_document
from tests.shopper_forms.mutations import broken_documents

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.decimals() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.integers(), inner),
)
KEYS = st.sampled_from(["sections", "scoring", "standards", "checks", "title", "languages"])


def parsed_or_refused(data):
    try:
        return isinstance(parse_document(data), Document)
    except Refused as refused:
        for finding in refused.findings:
            str(finding).encode("utf-8")
        return len(refused.findings) > 0


@given(broken_documents())
@settings(deadline=None)
def test_parse_broken_example_gives_a_document_or_findings(document):
    assert parsed_or_refused(document)


@given(st.dictionaries(KEYS, ANYTHING))
@settings(deadline=None)
def test_parse_anything_gives_findings(data):
    assert parsed_or_refused(data)
