"""What a document's author wrote, to be read in a browser that must not be made to act."""

import pytest

from portal.errors import Invalid
from portal.integrations.ccda.reading.html import to_html
from tests.integrations.ccda.reading.cda import document, section


def shown(text: str, **more: str) -> str:
    return to_html(document(section(text=text, **more)))


def test_who_wrote_it_about_whom_and_when_stands_on_top():
    page = to_html(document(section(text="<paragraph>All well.</paragraph>", title="Assessment")))
    for words in ("<h1>Summary of care</h1>", "Alice Ames, born Mar 9, 1984", "Nov 3, 2025", "Henry Seven",
                  "Community Health", "<h2>Assessment</h2>", "<p>All well.</p>"):  # fmt: skip
        assert words in page
    assert page.startswith('<article lang="en-US">')


@pytest.mark.parametrize(
    ("markup", "html"),
    [
        ("<list><item>a</item><item>b</item></list>", "<ul><li>a</li><li>b</li></ul>"),
        ('<list listType="ordered"><item>a</item></list>', "<ol><li>a</li></ol>"),
        ("<list><caption>Two</caption><item>a</item></list>", "<p>Two</p><ul><li>a</li></ul>"),
        ("<list><item><caption>C</caption>a</item></list>", "<ul><li><p>C</p>a</li></ul>"),
        ('<content styleCode="Bold">x</content>', "<strong>x</strong>"),
        ('<content styleCode="Bold Italics">x</content>', "<em><strong>x</strong></em>"),
        ('<content styleCode="xRainbow">x</content>', "<div>x</div>"),
        ('<content revised="delete">x</content>', "<del>x</del>"),
        ("H<sub>2</sub>O<br/>m<sup>2</sup>", "H<sub>2</sub>O<br>m<sup>2</sup>"),
        ("<paragraph>a</paragraph>", "<p>a</p>"),
        ('<content ID="a1">x</content>', '<span id="cda-a1">x</span>'),
        ('<linkHtml href="#a1">x</linkHtml>', '<a href="#cda-a1" rel="noopener noreferrer">x</a>'),
        (
            '<linkHtml href="https://example.org/?a=1&amp;b=2">x</linkHtml>',
            '<a href="https://example.org/?a=1&amp;b=2" rel="noopener noreferrer">x</a>',
        ),
        ('<footnoteRef IDREF="f1"/>', '<a href="#cda-f1" rel="noopener noreferrer">Note</a>'),
        ('<footnote ID="f1">x</footnote>', '<em id="cda-f1"> (x)</em>'),
        ("<unheardOf>words</unheardOf>", "<div>words</div>"),
        ("a &lt;b&gt; &amp; c", "a &lt;b&gt; &amp; c"),
    ],
)
def test_its_markup_is_told_in_html(markup, html):
    assert html in shown(markup)


def test_a_table_says_what_its_headers_are_of():
    page = shown(
        '<table border="1" width="100%"><caption>Results</caption><colgroup><col width="5"/></colgroup>'
        '<thead><tr><th colspan="2" align="left">Test</th></tr></thead><tbody><tr><th>K</th>'
        '<td rowspan="2" styleCode="Lrule">4.1</td></tr></tbody></table>'
    )
    assert "<caption>Results</caption>" in page
    assert '<th colspan="2" scope="col">Test</th>' in page
    assert '<th scope="row">K</th><td rowspan="2">4.1</td>' in page
    assert "width" not in page and "align" not in page and "border" not in page


@pytest.mark.parametrize(
    "markup",
    [
        '<linkHtml href="javascript:alert(1)">press</linkHtml>',
        '<linkHtml href=" JavaScript:alert(1)">press</linkHtml>',
        '<linkHtml href="java&#10;script:alert(1)">press</linkHtml>',
        '<linkHtml href="data:text/html,&lt;script>alert(1)&lt;/script>">press</linkHtml>',
        '<linkHtml href="vbscript:x">press</linkHtml>',
        '<linkHtml href="//elsewhere.example/x">press</linkHtml>',
        '<linkHtml href="/api/sign-out">press</linkHtml>',
        '<linkHtml href="https://e.example/&quot; onmouseover=&quot;alert(1)">press</linkHtml>',
        "<script>alert(1)</script>press",
        "&lt;script&gt;alert(1)&lt;/script&gt;press",
        '<content onclick="alert(1)" style="position:fixed">press</content>',
        '<content ID="x&quot; onclick=&quot;alert(1)">press</content>',
        '<img xmlns="http://www.w3.org/1999/xhtml" src="x" onerror="alert(1)"/>press',
        '<iframe xmlns="http://www.w3.org/1999/xhtml" src="https://e.example"/>press',
        '<svg xmlns="http://www.w3.org/2000/svg" onload="x()"><a href="javascript:x()">press</a></svg>',
        '<renderMultiMedia referencedObject="x"><caption>press</caption></renderMultiMedia>',
        '<table><tbody><tr><td colspan="2&quot; onclick=&quot;x">press</td></tr></tbody></table>',
        "<![CDATA[<script>alert(1)</script>]]>press",
        "<style>body{display:none}</style>press",
    ],
)
def test_nothing_in_it_acts_and_its_words_are_still_there(markup):
    page = shown(markup)
    assert "press" in page
    for bad in ("<script", "<img", "<iframe", "<svg", "<style", 'onclick="', "onclick='", 'onmouseover="'):
        assert bad not in page.lower()
    for bad in ('href="java', 'href="data', 'href="vb', 'href="/', ' style="', 'src="'):
        assert bad not in page.lower()


def test_a_title_and_a_name_are_words_too():
    page = to_html(document(section(title="&lt;img src=x>"), title="&lt;script>alert(1)&lt;/script>"))
    assert "<script" not in page and "<img" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_sections_within_sections_are_headed_by_their_level():
    inner = f"<component>{section(text='deep', title='Inner')}</component>"
    outer = section(text="top", title="Outer").replace("</section>", f"{inner}</section>")
    page = to_html(document(outer))
    assert page.index("<h2>Outer</h2>") < page.index("<h3>Inner</h3>")


def test_a_document_that_is_a_file_says_so():
    body = '<nonXMLBody><text mediaType="application/pdf" representation="B64">JVBERi0=</text></nonXMLBody>'
    page = to_html(document(body=body))
    assert "application/pdf" in page and "JVBERi0" not in page


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"{}", b"<html/>", document()[:-9]])
def test_anything_else_is_refused(data):
    with pytest.raises(Invalid):
        to_html(data)
