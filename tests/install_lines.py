#!/usr/bin/env python3
"""No page of documentation tells people to install a package of our names from a public registry.

Nothing is published yet, so whatever a registry has under these names is somebody else's: a line that resolves one there
makes readers run a stranger's code. Pages name what was built instead. The rule is tried on examples each time before
it reads the pages, since a pattern that finds nothing looks like pages without a fault.

    python3 tests/install_lines.py             # Python 3.9 or newer, standard library only, and git
"""

import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent

# A package of ours as an argument: perhaps quoted, with a vendor, extras or a version. A path is none, and no built file.
NAME = r"""(?a:["']?(?:@?[\w-]+/)?qiyuesuo(?:[.-][a-z][\w-]*)*(?!\.(?:whl|tgz|zip|nupkg|jar)\b)(?:\[[\w,-]*\])?)"""
VERSION = r"""(?:[=<>~!^@:][^\s"'`;|&]*)?"""
END = r"""["']?(?=[\s"'`;|&),]|[^\x00-\x7f]|[.:](?:\s|$)|$)"""
# Arguments before it. One that ends with a mark of punctuation ended the sentence that only spoke of the command.
ARGUMENTS = r"""(?:[^\s;|&`]*[^\s;|&`,.:，。；、）)]\s+)*?"""
PACKAGE = r"\s+" + ARGUMENTS + NAME + VERSION + END
# Options between a command and its verb, each perhaps with a value.
OPTIONS = r"(?:\s+-\S+(?:\s+[^\s`-]\S*)??)*\s+"


def command(tools, verbs):
    return r"\b(?:" + tools + ")" + OPTIONS + "(?:" + verbs + ")" + PACKAGE


PATTERNS = {
    "PyPI": command(r"pip[\d.]*|pipx|uv|uv\s+pip|uv\s+tool|poetry|pdm|conda", "install|add|download|wheel|run|inject"),
    "PyPI, run at once": r"\buvx" + PACKAGE,
    "npm": command("npm|pnpm|yarn|yarn\\s+global|bun", "install|i|in|add|ci|exec|dlx|x"),
    "npm, run at once": r"\b(?:npx|bunx)" + PACKAGE,
    "Packagist": command("composer|composer\\s+global|composer\\.phar", "require|req"),
    "NuGet": command(r"dotnet(?:\s+\S+proj)?", r"(?:add(?:\s+\S+)?\s+package|package\s+add|tool\s+install)"),
    "NuGet, of Visual Studio": r"\b(?:Install-Package|nuget(?:\.exe)?\s+install|paket\s+add)" + PACKAGE,
    "NuGet, in a project": r"""<PackageReference\s[^>]*(?:Include|Update)\s*=\s*["']qiyuesuo""",
    "crates.io": command(r"cargo(?:\s+\+\S+)?", "add|install|binstall"),
    "crates.io, in Cargo.toml": r"""^\s*qiyuesuo[\w-]*\s*=\s*(?:["']|\{[^}]*\bversion\s*=)""",
    "npm or Packagist, as JSON": r'''"(?:@?[\w-]+/)?qiyuesuo[\w-]*"\s*:\s*"(?:[*^~<>=v\d]|latest|dev-)''',
    "Maven Central": r"<groupId>\s*[\w.-]*qiyuesuo[\w.-]*\s*</groupId>",
    "Maven Central, of Gradle and others":
        r"""(?:["'`=]|\s)[\w.-]*qiyuesuo[\w.-]*:qiyuesuo[\w-]*(?::[\w.+-]+)?(?=["'`@\s]|$)""",
    "Maven Central, of Gradle's maps": r"""\bgroup\s*[:=]\s*["'][\w.-]*qiyuesuo""",
}
RULES = {registry: re.compile(pattern, re.IGNORECASE) for registry, pattern in PATTERNS.items()}

# Where the text resolves what was built, since a folder of ours is named as its source: file, and what may stand there.
ALLOWED = {
    "README.md": ["`dotnet add package Qiyuesuo --source`"],
    "README.zh.md": ["`dotnet add package Qiyuesuo --source`"],
    "bindings-csharp/README.md": ["dotnet add package Qiyuesuo --source target/csharp/packages"],
    "bindings-csharp/README.zh.md": ["dotnet add package Qiyuesuo --source target/csharp/packages"],
    # Composer: the page names the folder of the zip as a repository, one line above.
    "bindings-php/README.md": ['"require": { "qys-unofficial/qiyuesuo": "*" }'],
    "bindings-php/README.zh.md": ['"require": { "qys-unofficial/qiyuesuo": "*" }'],
    # Maven: the page says that it is a repository in `dist/`, and that nothing is on Maven Central.
    "bindings-jvm/README.md": [
        "<groupId>unofficial.qiyuesuo</groupId>", "`unofficial.qiyuesuo:qiyuesuo-spring-boot-starter` makes",
    ],
    "bindings-jvm/README.zh.md": [
        "<groupId>unofficial.qiyuesuo</groupId>", "`unofficial.qiyuesuo:qiyuesuo-spring-boot-starter` 根据",
    ],
}

FOUND = {
    "PyPI": [
        "pip install qiyuesuo", 'pip install -U "qiyuesuo"', "pip3 install qiyuesuo==0.1.0",
        "$ pip3.11 -q install 'qiyuesuo>=0.1'", "python3 -m pip install --index-url https://pypi.org/simple qiyuesuo",
        "Try `pip install qiyuesuo-cli`.", "pip install requests qiyuesuo[fast]", "uv pip install qiyuesuo",
        "uv add qiyuesuo", "poetry add qiyuesuo@^0.1", "pipx install qiyuesuo-cli", "uv tool install qiyuesuo-cli",
        "请执行 `pip install qiyuesuo`。", "用 pip install qiyuesuo安装", "pip install --force-reinstall \\\n    qiyuesuo",
        "Run pip install qiyuesuo.", "PIP INSTALL Qiyuesuo",
    ],
    "PyPI, run at once": [
        "uvx qiyuesuo-cli", "uvx --from qiyuesuo-cli qys",
    ],
    "npm": [
        "npm install qiyuesuo", "npm i -S qiyuesuo", "npm i 'qiyuesuo'", "npm install --save-dev qiyuesuo-cli",
        "npm --prefix app i qiyuesuo", "pnpm add qiyuesuo@latest", "pnpm add -D qiyuesuo-cli", "yarn add qiyuesuo",
        "yarn global add qiyuesuo-cli", "bun add qiyuesuo", "// needs qys: npm install --save-dev qiyuesuo-cli",
        "npm i qiyuesuo-linux-x64-gnu",
    ],
    "npm, run at once": [
        "npx qiyuesuo-cli doctor", "npx --yes qiyuesuo-cli",
    ],
    "Packagist": [
        "composer require qiyuesuo", "composer require qys-unofficial/qiyuesuo",
        'composer require "qys-unofficial/qiyuesuo:^0.1"', "composer require --dev qys-unofficial/qiyuesuo",
        "php composer.phar require qys-unofficial/qiyuesuo",
    ],
    "NuGet": [
        "dotnet add package Qiyuesuo", "dotnet add package Qiyuesuo.Extensions",
        "dotnet add package Qiyuesuo --version 0.1.0", "dotnet add App.csproj package Qiyuesuo",
        "dotnet package add Qiyuesuo", "dotnet add package Qiyuesuo --source packages",
    ],
    "NuGet, of Visual Studio": [
        "PM> Install-Package Qiyuesuo", "nuget install Qiyuesuo -Version 0.1.0",
    ],
    "NuGet, in a project": [
        '<PackageReference Include="Qiyuesuo" Version="0.1.0" />',
    ],
    "crates.io": [
        "cargo add qiyuesuo", "cargo add qiyuesuo@0.1", "cargo add --dev qiyuesuo-emulator",
        "cargo install --locked qiyuesuo-cli", "cargo +stable install qiyuesuo-cli",
    ],
    "crates.io, in Cargo.toml": [
        'qiyuesuo = "0.1"', 'qiyuesuo = { version = "0.1", features = [] }',
    ],
    "npm or Packagist, as JSON": [
        '"qiyuesuo": "^0.1.0"', '"require": { "qys-unofficial/qiyuesuo": "*" }',
    ],
    "Maven Central": [
        "  <groupId>unofficial.qiyuesuo</groupId>",
    ],
    "Maven Central, of Gradle and others": [
        'implementation("unofficial.qiyuesuo:qiyuesuo:0.1.0")',
        "implementation 'unofficial.qiyuesuo:qiyuesuo-spring-boot-starter:0.1.0'",
        "mvn dependency:get -Dartifact=unofficial.qiyuesuo:qiyuesuo:0.1.0",
    ],
    "Maven Central, of Gradle's maps": [
        "implementation group: 'unofficial.qiyuesuo', name: 'qiyuesuo', version: '0.1.0'",
    ],
}

NOT_FOUND = [
    "pip install target/python/wheels/release/qiyuesuo-*.whl",
    "pip install qiyuesuo-0.1.0-cp39-abi3-manylinux_2_17_x86_64.whl",
    "npm install target/node/release/tarballs/qiyuesuo-*.tgz", "npm install ./qiyuesuo-0.1.0.tgz",
    "npm install ../qiyuesuo/bindings-node",
    "`target/python/wheels/release/`, for `pip install` anywhere else; the package `qiyuesuo`",
    "pip install requests", "Not on npm yet: a `qiyuesuo` found there is not this package.",
    "`cargo install --path cli`, or `cargo run --` in place of `qys`",
    'qiyuesuo = { path = "../qiyuesuo/core" } # or git = "..."; it is not published yet',
    "`cargo doc --open -p qiyuesuo` has every type.", "cc program.c $(pkg-config --cflags --libs qiyuesuo)",
    "run npm install, then import qiyuesuo", "cargo add tokio && cargo build -p qiyuesuo",
    "npm install express; node qiyuesuo", "use qiyuesuo::Client;", "| **Rust: qiyuesuo** | 91.0 |",
    "ImportError: qiyuesuo cannot load its native module", "`--external:qiyuesuo`, or give `require` by a banner",
    "composer install", "  found in .../site-packages/qiyuesuo: no file _native.*",
    "the packages `Qiyuesuo` and `Qiyuesuo.Extensions` in `target/csharp/packages`",
    "<groupId>com.fasterxml.jackson.core</groupId>",
]


def findings(text):
    """Number, text and registry of each line that installs; a command that goes on in the next line is one line."""
    number = 1
    for line in re.split(r"(?<!\\)\n", text):
        one = line.replace("\\\n", " ")
        for registry, rule in RULES.items():
            if rule.search(one):
                yield number, one.strip(), registry
        number += line.count("\n") + 1


def mistakes_of_the_rule():
    """What the rule says wrongly of the examples, and the patterns that no example tries."""
    for registry in RULES:
        for line in FOUND.get(registry) or ["(no example)"]:
            if registry not in [found for _, _, found in findings(line)]:
                yield "%s: does not find: %s" % (registry, line)
    for line in NOT_FOUND:
        for _, _, registry in findings(line):
            yield "%s: finds: %s" % (registry, line)
    if [number for number, _, _ in findings("one\ntwo \\\nthree\npip install \\\n qiyuesuo")] != [4]:
        yield "the numbers of lines"


def faults_of(pages):
    for page in set(ALLOWED) - set(pages):
        yield "%s: has an allowance, but is no page" % page
    for page, text in pages.items():
        for allowed in ALLOWED.get(page, []):
            if allowed not in text:
                yield "%s: is allowed what it does not say: %s" % (page, allowed)
            # Taken out alone, so that whatever else the line says is still read.
            text = text.replace(allowed, "")
        for number, line, registry in findings(text):
            yield "%s:%d: installs somebody else's package (%s): %s" % (page, number, registry, line)


def main():
    wrong = list(mistakes_of_the_rule())
    if not wrong:
        names = subprocess.run(["git", "ls-files", "-z", "*.md"], cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout
        pages = {name: (ROOT / name).read_text(encoding="utf-8") for name in names.decode("utf-8").split("\0") if name}
        wrong = list(faults_of(pages))
    for line in wrong:
        print("install lines: " + line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
