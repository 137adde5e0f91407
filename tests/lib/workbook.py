# SPDX-License-Identifier: MIT
"""A small workbook, written by nothing of ours.

  workbook.py [OPTION VALUE ...] FILE <ROWS

Each line of ROWS is a row of one sheet, its cells between bars:

  text            a text among those that cells share; _ a blank cell
  "text           a text of its own (inlineStr)
  #5              a number as it is to be stored
  #5 dd/mm/yy     the same, shown by a format; ~14 as one that is built in
  ?1  !#N/A       TRUE; an error
  =5              a formula with a result; = alone, without one
  <row ...        XML as it stands; a row of its own
  @7              the next row has that number; an empty line leaves one out

Options: --name --state --sheets (others, with bars between) --1904 1
--merge A1:B2 (may be given again) --cols XML --tail XML --strings XML (all of
that part) --styles XML --sheet XML --book XML --rels XML --strict 1
--prefix x --encoding utf-16 --drop PART --add PART --twice PART
--encrypted 1 --stored 1
"""
import sys
import warnings
import zipfile
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/"


def letters(n):
    text = ""
    while n >= 0:
        text = chr(65 + n % 26) + text
        n = n // 26 - 1
    return text


class Book:
    def __init__(self, options):
        self.o = options
        self.strings, self.formats = {}, {}
        self.rows = []

    def one(self, name, usual=None):
        return self.o.get(name, [usual])[-1]

    def shared(self, text):
        return self.strings.setdefault(text, len(self.strings))

    def style(self, code):
        return self.formats.setdefault(code, len(self.formats) + 1)

    def cell(self, where, text):
        if text in ("", "_"):
            return ""
        kind, rest = text[0], text[1:]
        if kind == '"':
            return ('<c r="%s" t="inlineStr"><is><t>%s</t></is></c>'
                    % (where, escape(rest)))
        if kind == "#":
            number, _, code = rest.partition(" ")
            style = ' s="%d"' % self.style(code) if code else ""
            return '<c r="%s"%s><v>%s</v></c>' % (where, style, number)
        if kind == "?":
            return '<c r="%s" t="b"><v>%s</v></c>' % (where, rest)
        if kind == "!":
            return '<c r="%s" t="e"><v>%s</v></c>' % (where, rest)
        if kind == "=":
            return ('<c r="%s"><f>1+1</f>%s</c>'
                    % (where, "<v>%s</v>" % rest if rest else ""))
        return '<c r="%s" t="s"><v>%d</v></c>' % (where, self.shared(text))

    def read(self, lines):
        number = 0
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("@"):
                number = int(line[1:]) - 1
                continue
            number += 1
            if line.startswith("<"):
                self.rows.append(line)
            elif line:
                self.rows.append('<row r="%d">%s</row>' % (number, "".join(
                    self.cell(letters(i) + str(number), cell)
                    for i, cell in enumerate(line.split("|")))))

    def sheet_xml(self):
        merges = self.o.get("merge", [])
        return ("<worksheet xmlns=%s><dimension ref=\"A1\"/>%s<sheetData>%s"
                "</sheetData>%s%s</worksheet>" % (
                    quoteattr(self.main), self.one("cols", ""),
                    "".join(self.rows), "<mergeCells>%s</mergeCells>" % "".join(
                        "<mergeCell ref=%s/>" % quoteattr(m) for m in merges)
                    if merges else "", self.one("tail", "")))

    def styles_xml(self):
        own, styles = "", '<xf numFmtId="0"/>'
        for code, i in self.formats.items():
            if code.startswith("~"):
                styles += '<xf numFmtId="%s"/>' % code[1:]
            else:
                own += ('<numFmt numFmtId="%d" formatCode=%s/>'
                        % (163 + i, quoteattr(code)))
                styles += '<xf numFmtId="%d" applyNumberFormat="1"/>' % (163 + i)
        return ("<styleSheet xmlns=%s>%s<cellStyleXfs><xf numFmtId=\"14\"/>"
                "</cellStyleXfs><cellXfs>%s</cellXfs></styleSheet>" % (
                    quoteattr(self.main),
                    "<numFmts>%s</numFmts>" % own if own else "", styles))

    def strings_xml(self):
        return "<sst xmlns=%s>%s</sst>" % (quoteattr(self.main), "".join(
            '<si><t xml:space="preserve">%s</t></si>' % escape(s)
            for s in self.strings))

    def book_xml(self):
        sheets = '<sheet name=%s sheetId="1"%s r:id="rId1"/>' % (
            quoteattr(self.one("name", "Data")), ' state="%s"'
            % self.one("state") if self.one("state") else "")
        for i, name in enumerate(self.one("sheets", "").split("|")):
            if name:
                sheets += ('<sheet name=%s sheetId="%d" r:id="rId9"/>'
                           % (quoteattr(name), i + 2))
        return ("<workbook xmlns=%s xmlns:r=%s><workbookPr%s/><sheets>%s"
                "</sheets></workbook>" % (
                    quoteattr(self.main), quoteattr(self.rels),
                    ' date1904="1"' if self.one("1904") else "", sheets))

    def parts(self):
        strict = self.one("strict")
        self.main = STRICT + "spreadsheetml/main" if strict else MAIN
        self.rels = STRICT + "officeDocument/relationships" if strict else RELS
        def relations(*items):
            return "<Relationships xmlns=%s>%s</Relationships>" % (
                quoteattr(PACKAGE), "".join(
                    "<Relationship Id=%s Type=%s Target=%s/>" % tuple(map(
                        quoteattr, (i, self.rels + "/" + kind, target)))
                    for i, kind, target in items))
        sheet = self.one("sheet") or self.sheet_xml()
        return {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": relations(
                ("rId1", "officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": self.one("book") or self.book_xml(),
            "xl/_rels/workbook.xml.rels": self.one("rels") or relations(
                ("rId1", "worksheet", "worksheets/sheet1.xml"),
                ("rId2", "sharedStrings", "sharedStrings.xml"),
                ("rId3", "styles", "/xl/styles.xml"),
                ("rId9", "chartsheet", "worksheets/sheet1.xml")),
            "xl/worksheets/sheet1.xml": sheet,
            "xl/sharedStrings.xml": self.one("strings") or self.strings_xml(),
            "xl/styles.xml": self.one("styles") or self.styles_xml(),
        }

    def encoded(self, text):
        encoding = self.one("encoding", "utf-8")
        return ('<?xml version="1.0" encoding="%s"?>%s'
                % (encoding, text)).encode(encoding)

    def prefixed(self, text):
        prefix = self.one("prefix")
        if not prefix:
            return text
        text = text.replace("</", "\0").replace("<", "<%s:" % prefix)
        return text.replace("\0", "</%s:" % prefix).replace(
            " xmlns=", " xmlns:%s=" % prefix)

    def write(self, path):
        method = (zipfile.ZIP_STORED if self.one("stored")
                  else zipfile.ZIP_DEFLATED)
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(path, "w", method) as z:
            for name, text in self.parts().items():
                if name in self.o.get("drop", []):
                    continue
                z.writestr(name, self.encoded(self.prefixed(text)))
            for name in self.o.get("add", []):
                z.writestr(name, "x")
            for name in self.o.get("twice", []):
                z.writestr(name, self.encoded(self.parts()[name]))
        if self.one("encrypted"):
            data = bytearray(open(path, "rb").read())
            for magic, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
                i = data.find(magic)
                while i >= 0:
                    data[i + at] |= 1
                    i = data.find(magic, i + 4)
            open(path, "wb").write(data)


def main(words):
    options = {}
    while len(words) > 1:
        options.setdefault(words[0][2:], []).append(words[1])
        words = words[2:]
    book = Book(options)
    book.read(sys.stdin)
    book.write(words[0])


main(sys.argv[1:])
