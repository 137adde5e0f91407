# SPDX-License-Identifier: MIT
"""A large workbook, and beside it the CSV that it should become.

  workbook.py ROWS FILE.xlsx FILE.csv

Texts that cells share, numbers, dates by the format of their cells and empty
cells, written row by row as Excel writes them.  The same bytes each time.
"""
import csv
import datetime
import random
import sys
import zipfile
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml."
HEADER = ["Ref", "Child ID", "Forename", "Surname", "Born", "Sex", "Postcode",
          "Referred", "Closed", "Source", "Need", "Checked"]
SURNAMES = ["Jones", "Williams", "Evans, née Rees", 'O\'Brien "Pat"', "Llŷr",
            "Morgan & Price", "Thomas", "Hughes"]
EPOCH = datetime.date(1899, 12, 30)


def values(i, rnd):
    """One row: texts, whole numbers, dates, None for an empty cell."""
    day = EPOCH + datetime.timedelta(rnd.randrange(44000, 46000))
    closed = day + datetime.timedelta(30) if rnd.random() < 0.6 else None
    return ["R%06d" % i, rnd.randrange(10 ** 6, 10 ** 8),
            "Name%d" % rnd.randrange(400), rnd.choice(SURNAMES),
            EPOCH + datetime.timedelta(rnd.randrange(38353, 44000)),
            rnd.choice("MF"),
            "LL%d %dAA" % (rnd.randrange(60), rnd.randrange(10)), day, closed,
            rnd.choice(["Police", "Health"]), "N%d" % rnd.randrange(9), 1]


def cell(where, value, shared):
    if value is None:
        return ""
    if isinstance(value, datetime.date):
        return '<c r="%s" s="1"><v>%d</v></c>' % (where, (value - EPOCH).days)
    if isinstance(value, int):
        return '<c r="%s"><v>%d</v></c>' % (where, value)
    return '<c r="%s" t="s"><v>%d</v></c>' % (
        where, shared.setdefault(value, len(shared)))


def row(number, cells, shared):
    return '<row r="%d" spans="1:%d">%s</row>' % (number, len(cells), "".join(
        cell("%s%d" % (chr(65 + i), number), value, shared)
        for i, value in enumerate(cells)))


def small_parts(shared):
    def relations(*items):
        return ('<Relationships xmlns="%srelationships">%s</Relationships>'
                % (PACKAGE, "".join(
                    '<Relationship Id="rId%d" Type="%s/%s" Target="%s"/>'
                    % (i, OFFICE, kind, target)
                    for i, (kind, target) in enumerate(items, 1))))
    kinds = [("workbook", "sheet.main"), ("worksheets/sheet1", "worksheet"),
             ("sharedStrings", "sharedStrings"), ("styles", "styles")]
    return {
        "[Content_Types].xml":
            '<Types xmlns="%scontent-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships'
            '+xml"/>%s</Types>' % (PACKAGE, "".join(
                '<Override PartName="/xl/%s.xml" ContentType="%s%s+xml"/>'
                % (part, SHEET, kind) for part, kind in kinds)),
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/_rels/workbook.xml.rels": relations(
            ("worksheet", "worksheets/sheet1.xml"),
            ("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml")),
        "xl/workbook.xml":
            '<workbook xmlns="%s" xmlns:r="%s"><sheets><sheet name="Data" '
            'sheetId="1" r:id="rId1"/></sheets></workbook>' % (MAIN, OFFICE),
        "xl/styles.xml":
            '<styleSheet xmlns="%s"><cellXfs><xf numFmtId="0"/><xf '
            'numFmtId="14"/></cellXfs></styleSheet>' % MAIN,
        "xl/sharedStrings.xml": '<sst xmlns="%s">%s</sst>' % (MAIN, "".join(
            "<si><t>%s</t></si>" % escape(text) for text in shared)),
    }


def main(rows, book, plain):
    rnd = random.Random(1)
    shared = {}
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as z, \
            open(plain, "w", newline="", encoding="utf-8") as f:
        out = csv.writer(f, lineterminator="\n")
        with z.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(('<worksheet xmlns="%s"><dimension ref="A1:L%d"/>'
                         "<sheetData>" % (MAIN, rows + 1)).encode())
            for i in range(rows + 1):
                cells = values(i, rnd) if i > 0 else HEADER
                out.writerow("" if c is None else c for c in cells)
                sheet.write(row(i + 1, cells, shared).encode())
            sheet.write(b"</sheetData></worksheet>")
        for name, text in small_parts(shared).items():
            z.writestr(name, text)


main(int(sys.argv[1]), sys.argv[2], sys.argv[3])
