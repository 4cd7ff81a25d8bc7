"""Reading a statement's document: every kind, its reading order, and what is refused with which words."""

import hashlib
import io
import zipfile

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from scoring.model import Page
from statements import limits
from statements.errors import TooLarge, UnreadableFile
from statements.ingest.documents import read_document
from tests.statements.ingest.odd_files import pdf, scan, with_part, word, workbook, zipped

LEFT = [f"Left column line {number} goes on about policies" for number in range(1, 9)]
RIGHT = [f"right column line {number} goes on about training" for number in range(1, 9)]
PROSE = "We trained 412 people in our supply chain and found three cases that we are putting right. " * 4


def lines(texts, x, top=700, pitch=14):
    return [(x, top - pitch * index, text) for index, text in enumerate(texts)]


def test_a_pdf_gives_its_pages_words_title_and_hash():
    data = pdf([lines(["Our statement about slavery."], 50), lines(["Signed by the board."], 50)], title="Statement")
    read = read_document(data, "x.pdf")
    assert read.pages == (Page(1, "Our statement about slavery."), Page(2, "Signed by the board."))
    assert (read.media_type, read.page_count, read.words) == ("application/pdf", 2, 8)
    assert (read.is_scan, read.title, read.problems) == (False, "Statement", ())
    assert read.sha256 == hashlib.sha256(data).hexdigest()


def test_two_columns_drawn_across_the_page_are_read_one_after_the_other():
    woven = [run for pair in zip(lines(LEFT, 50), lines(RIGHT, 320), strict=True) for run in pair]
    read = read_document(pdf([[(50, 760, "A heading that stands over both columns of this page here"), *woven]]))
    assert read.pages[0].text == (
        "A heading that stands over both columns of this page here\n\n" + " ".join(LEFT) + " " + " ".join(RIGHT)
    )


def test_a_table_is_read_row_by_row():
    rows = [(50, "Factory"), (200, "Country"), (350, "Audits")], [(50, "Alpha"), (200, "Fiji"), (350, "12")]
    runs = [(x, 700 - 14 * number, text) for number, row in enumerate(rows) for x, text in row]
    assert read_document(pdf([runs])).pages[0].text == "Factory Country Audits\n\nAlpha Fiji 12"


def test_a_heading_drawn_last_is_read_where_it_stands():
    body = lines(["We train everyone who buys for us, each year,", "and test what they learnt."], 50, top=650)
    read = read_document(pdf([[*body, (50, 680, "Training")]], bold=["Training"]))
    assert read.pages[0].text.startswith("Training\n\nWe train everyone who buys for us, each year, and test")


def test_a_bold_heading_close_above_its_text_is_a_paragraph_of_its_own():
    runs = lines(
        ["What we did about the risks that we found this year", "We visited nine farms and spoke to pickers"], 50
    )
    read = read_document(pdf([runs], bold=[runs[0][2]]))
    assert read.pages[0].text == f"{runs[0][2]}\n\n{runs[1][2]}"


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_reads_like_any_other(turn):
    read = read_document(pdf([lines(["First line of the page.", "Second line of the page."], 50)], turn=turn))
    assert " ".join(read.text.split()).startswith("First line of the page.")


def test_a_scan_is_said_to_be_one():
    read = read_document(scan())
    assert (read.is_scan, read.words, read.page_count) == (True, 0, 1)
    assert "pictures of text" in read.problems[0].message


def test_an_empty_page_is_not_called_a_scan_of_text():
    read = read_document(pdf([[]]))
    assert read.is_scan and "no text in this document" in read.problems[0].message


def test_word_text_comes_in_order_with_tables_boxes_notes_and_macrons():
    document = docx.Document()
    document.core_properties.title = "Tauākī"
    document.add_heading("Whakapapa o ngā mea hoko", 1)
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ["Country", "Share", "Fiji", "12 %"], strict=True):
        cell.text = text
    document.add_paragraph("After the table.")
    hidden = document.add_paragraph("Seen. ").add_run("Hidden.")
    hidden.font.hidden = True
    read = read_document(word(document), "wrong-name.pdf")
    assert read.title == "Tauākī" and read.media_type.endswith("wordprocessingml.document")
    assert read.text == "Whakapapa o ngā mea hoko\n\nCountry | Share\n\nFiji | 12 %\n\nAfter the table.\n\nSeen."


def test_word_content_controls_text_boxes_and_deletions():
    document = docx.Document()
    document.add_paragraph("Start.")
    inside = "<w:sdtContent><w:p><w:r><w:t>In a control.</w:t></w:r></w:p></w:sdtContent>"
    document.element.body.insert(1, parse_xml(f"<w:sdt {nsdecls('w')}>{inside}</w:sdt>"))
    box = f"<w:txbxContent {nsdecls('w')}><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent>"
    paragraph = document.add_paragraph("Beside a box.")
    paragraph.add_run()._r.append(parse_xml(box))
    paragraph._p.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:t>Struck out.</w:t></w:r></w:del>"))
    assert read_document(word(document)).text == "Start.\n\nIn a control.\n\nBeside a box.\n\nIn a box."


def test_word_pages_part_where_word_parted_them():
    document = docx.Document()
    document.add_paragraph("One.").add_run().add_break(docx.enum.text.WD_BREAK.PAGE)
    document.add_paragraph("Two.")
    assert [page.text for page in read_document(word(document)).pages] == ["One.", "Two."]
    run = document.paragraphs[1].runs[0]._r
    run.insert(0, OxmlElement("w:lastRenderedPageBreak"))
    assert [page.text for page in read_document(word(document)).pages] == ["One.", "Two."]
    assert run.find(qn("w:lastRenderedPageBreak")) is not None


def test_a_word_document_with_macros_is_read_and_its_macros_are_not():
    document = docx.Document()
    document.add_paragraph("With macros.")
    data = word(document)
    types = zipfile.ZipFile(io.BytesIO(data)).read("[Content_Types].xml")
    plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    data = with_part(
        data, "[Content_Types].xml", types.replace(plain, b"application/vnd.ms-word.document.macroEnabled.main+xml")
    )
    assert read_document(with_part(data, "word/vbaProject.bin", b"Sub AutoOpen()")).text == "With macros."


@pytest.mark.parametrize(
    ("data", "name", "media_type", "text"),
    [
        (b"Line one.\r\n\r\n\r\n\r\nLine two.", "a.txt", "text/plain", "Line one.\n\nLine two."),
        ("Tauākī a tau".encode("utf-16"), "a.txt", "text/plain", "Tauākī a tau"),
        ("\ufeffTauākī".encode(), "a.txt", "text/plain", "Tauākī"),
        ("Café £5 – “quoted”".encode("cp1252"), "a.txt", "text/plain", "Café £5 – “quoted”"),
        (b"# Heading\n\nWords.", "a.md", "text/markdown", "# Heading\n\nWords."),
        (
            b"<!doctype html><html><head><title>T &amp; U</title><style>p{}</style></head><body><h1>Head</h1>"
            b"<p>One <b>two</b><br>three</p><script>alert(1)</script><ul><li>a</li><li>b</li></ul></body></html>",
            "a.html",
            "text/html",
            "Head\n\nOne two\nthree\n\na\n\nb",
        ),
    ],
)
def test_plain_text_markdown_and_html(data, name, media_type, text):
    read = read_document(data, name)
    assert (read.media_type, read.text) == (media_type, text)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument".encode("utf-16-le") + b"\0" * 40, ".doc"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" + "EncryptedPackage".encode("utf-16-le") + b"\0" * 40, "password"),
        (workbook([["a"]]), "spreadsheet"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "picture"),
        (b"{\\rtf1 hello}", "rich text"),
        (b"%PDF-1.7\nnonsense", "damaged"),
        (b"PK\x03\x04" + b"broken", "damaged"),
        (zipped({"readme.txt": b"x"}), "compressed folder"),
        (zipped({"word/document.xml": b"<not-word/>", "[Content_Types].xml": b"<Types/>"}), "damaged"),
        (bytes(range(1, 9)) * 500, "not a document"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(data, words):
    with pytest.raises(UnreadableFile) as caught:
        read_document(data, "statement.pdf")
    assert words in caught.value.message
    assert any(mend in caught.value.message for mend in ("ave it", "hoose the file", "save it again", "xport it"))


def test_limits_are_kept(monkeypatch):
    with pytest.raises(TooLarge, match="25 MB"):
        read_document(b"%PDF-1.4" + b"0" * limits.DOCUMENT_BYTES.value)
    with pytest.raises(TooLarge, match="501 pages; up to 500 pages"):
        read_document(pdf([[]] * 501))
    with pytest.raises(TooLarge, match="unpack"):
        read_document(zipped({"word/document.xml": b" " * (40 << 20)}))
    with pytest.raises(TooLarge, match="3,000,000 characters"):
        read_document(b"word " * 700_000)


def test_an_xml_bomb_is_not_set_off():
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    bomb = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY l0 "lol">{levels}]>'
    document = docx.Document()
    document.add_paragraph("HERE")
    data = word(document)
    body = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    text = bomb + body[body.index("<w:document") :].replace("HERE", "&l8;")
    try:
        assert len(read_document(with_part(data, "word/document.xml", text.encode())).text) < 1000
    except UnreadableFile as refusal:
        assert "damaged" in refusal.message


def test_a_word_cut_at_a_line_end_is_whole_again():
    text = lines(["We looked for modern slav-", "ery in every long-", "term contract that we hold."], 50)
    assert read_document(pdf([text])).text == "We looked for modern slavery in every long-term contract that we hold."
