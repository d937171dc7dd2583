#!/usr/bin/env python3
"""Chinese pages have one paragraph, or one item of a list, a line.

A line that ends inside a sentence is shown as a blank, which Chinese does not have between its characters.

    python3 tests/chinese_lines.py             # Python 3.9 or newer, standard library only, and git
    python3 tests/chinese_lines.py --join      # joins the lines that go on, in place
"""

import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent

FENCE = re.compile(r"\s*(?:```|~~~)")
# What stands for itself: a heading, a row of a table, HTML, a rule, and where a link leads.
ALONE = re.compile(r"\s*(?:#{1,6}\s|\||<|(?:-\s*){3,}$|(?:\*\s*){3,}$|\[[^\]]+\]:\s)")
# What begins a text of its own: an item of a list, or a quotation.
BEGINS = re.compile(r"\s*(?:[-*+]\s|\d{1,3}[.)]\s|>)")

WIDE = "\u2e80-\u2fdf\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
MARKS = "\u3000-\u303f\uff00-\uffef\u2014\u2018\u2019\u201c\u201d\u2026\u00b7"


def goes_on(lines):
    """The numbers of the lines that go on with what the line before them says."""
    inside, text = None, False
    for number, line in enumerate(lines):
        if inside is None and FENCE.match(line):
            inside, text = line.strip()[:3], False
        elif inside is not None:
            inside = None if line.strip() == inside else inside
        elif not line.strip() or ALONE.match(line):
            text = False
        else:
            if text and not BEGINS.match(line):
                yield number
            # Two blanks or a backslash at the end of a line are meant.
            text = not re.search(r"(?:  |\\)$", line)


def joined(first, second):
    """Two lines as one: with a blank where one of them is Latin there, as pages have it between scripts."""
    first, second = first.rstrip(), second.lstrip()
    # Of a link its text counts.
    end = re.sub(r"\]\([^)]*\)$", "", first.rstrip("*_")).rstrip("*_")[-1:]
    begin = second.lstrip("*_[")[:1]
    wide = re.match("[%s]{2}$" % WIDE, end + begin)
    marked = re.match("[%s]" % MARKS, end) or re.match("[%s]" % MARKS, begin)
    return first + ("" if wide or marked else " ") + second


def join(text):
    lines = text.split("\n")
    for number in reversed(list(goes_on(lines))):
        lines[number - 1 : number + 1] = [joined(lines[number - 1], lines[number])]
    return "\n".join(lines)


# Before and after; what is the same on both sides must not be joined.
EXAMPLES = [
    ("一行\n又一行", "一行又一行"),
    ("一行，\n又一行", "一行，又一行"),
    ("用 `a`\n或 b", "用 `a` 或 b"),
    ("用\n`a`", "用 `a`"),
    ("用 a\nb", "用 a b"),
    ("用 `a`\n（b）", "用 `a`（b）"),
    ("一\n二\n三", "一二三"),
    ("- 一项\n  还是它\n- 又一项", "- 一项还是它\n- 又一项"),
    ("1. 一项\n   还是它\n10. 又一项", "1. 一项还是它\n10. 又一项"),
    ("**粗**\n体", "**粗**体"),
    ("见\n[错误](a.md)\n一页", "见[错误](a.md)一页"),
    ("见\n[Errors](a.md)\n一页", "见 [Errors](a.md) 一页"),
] + [(text, text) for text in (
    "一段\n\n又一段", "# 题\n一段", "| 表 |\n| --- |\n| 行 |", "```\n一\n二\n```\n一段", "一段\n```\n一\n```", "- 一\n- 二", "一  \n二",
    "  ```sh\n  一\n  二\n  ```", "[一]: https://x.example\n[二]: https://y.example",
)]


def main(arguments):
    wrong = ["the rule makes %r of %r" % (join(before), before) for before, after in EXAMPLES if join(before) != after]
    names = subprocess.run(
        ["git", "ls-files", "-z", "*.zh.md", "docs/zh/*.md"], cwd=ROOT, stdout=subprocess.PIPE, check=True
    ).stdout.decode("utf-8")
    pages = [ROOT / name for name in names.split("\0") if name]
    if len(pages) < 10:
        wrong.append("only %d pages were found" % len(pages))
    for page in pages if not wrong else []:
        text = page.read_text(encoding="utf-8")
        if arguments == ["--join"]:
            page.write_text(join(text), encoding="utf-8")
            continue
        for number in goes_on(text.split("\n")):
            where = "%s:%d" % (page.relative_to(ROOT), number + 1)
            wrong.append("%s: goes on with the line before it: run tests/chinese_lines.py --join" % where)
    for line in wrong:
        print("chinese lines: " + line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
