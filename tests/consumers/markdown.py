#!/usr/bin/env python3
"""markdown, rendered by markdown-it as GitHub renders it (tables and HTML allowed): nothing that others wrote becomes markup."""
import re
from html.parser import HTMLParser

from exports import GATES, REPORTS, expect, exported, skip

try:
    from markdown_it import MarkdownIt
except ImportError:
    skip("install markdown-it-py (pip) or python3-markdown-it")

ALLOWED = {"h3", "h4", "ul", "li", "p", "strong", "code", "table", "thead", "tbody", "tr", "th", "td", "details", "summary", "br"}


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        for name, value in attributes:
            expect(name == "style" and re.fullmatch(r"text-align:\w+", value or ""), f"<{tag} {name}={value}>")


folder = exported()
pages = [folder / report / "report.md" for report in REPORTS] + [folder / gate / "gate.md" for gate in GATES]
for file in pages:
    page = MarkdownIt("commonmark", {"html": True}).enable("table").render(file.read_text(encoding="utf-8"))
    reader = Tags()
    reader.feed(page)
    expect(set(reader.tags) <= ALLOWED, f"{file}: {set(reader.tags) - ALLOWED} in the page")
    if file == pages[0]:
        expect(reader.tags.count("table") == 6 and "measured" in page, f"{reader.tags.count('table')} tables")
