"""Fetch the browser assets that come from npm, or check the committed copies.

`python .ci/vendor.py` needs npm and the network; `python .ci/vendor.py --check` needs neither.
Versions, tarball hashes and the list of icons stand in `vendor.json` beside this file.
People who install or run the product need none of this: the results are committed.
"""

import base64
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

LOCK = Path(__file__).with_name("vendor.json")
STATIC = Path(__file__).parents[1] / "helpdesk" / "web" / "static"
MANIFEST = STATIC / "vendor" / "MANIFEST.json"

SYMBOL = (
    '<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
    ' stroke-width="2" stroke-linecap="round" stroke-linejoin="round">{shapes}</symbol>'
)


def digest(content: bytes, algorithm: str) -> str:
    """Return the hash of `content` as browsers and npm write it: `sha384-<base64>`."""
    return f"{algorithm}-{base64.b64encode(hashlib.new(algorithm, content).digest()).decode()}"


def download(name: str, package: dict[str, Any], folder: Path) -> tarfile.TarFile:
    """Open the tarball of one package; stop when its hash is not the one agreed in the lock."""
    command = ["npm", "pack", "--silent", "--ignore-scripts", f"{name}@{package['version']}"]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    (tarball,) = folder.glob("*.tgz")
    found = digest(tarball.read_bytes(), "sha512")
    if found != package["integrity"]:
        sys.exit(f"{name}: the tarball's hash is {found}, vendor.json says {package['integrity']}")
    return tarfile.open(tarball)


def member(archive: tarfile.TarFile, path: str) -> bytes:
    """Return the content of one file of an npm tarball."""
    file = archive.extractfile(f"package/{path}")
    if file is None:
        sys.exit(f"the tarball has no {path}")
    return file.read()


def sprite(archive: tarfile.TarFile, icons: list[str]) -> bytes:
    """Return one SVG holding each icon as a `<symbol>`, in the order of their names."""
    symbols = [symbol(name, member(archive, f"icons/{name}.svg").decode()) for name in sorted(icons)]
    lines = ['<svg xmlns="http://www.w3.org/2000/svg">', *symbols, "</svg>", ""]
    return "\n".join(lines).encode()


def symbol(name: str, svg: str) -> str:
    """Return the shapes of one Lucide icon as a `<symbol>` that takes the colour of its text."""
    found = re.search(r"<svg[^>]*>(.*)</svg>", svg, re.DOTALL)
    if found is None:
        sys.exit(f"{name}.svg is not an SVG")
    return SYMBOL.format(name=name, shapes=re.sub(r"\s*\n\s*", "", found[1]).replace(" />", "/>"))


def contents(name: str, package: dict[str, Any]) -> dict[str, bytes]:
    """Return what one package brings: path under static/ -> content."""
    with tempfile.TemporaryDirectory() as folder, download(name, package, Path(folder)) as archive:
        files = {into: member(archive, source) for source, into in package["files"].items()}
        if "sprite" in package:
            files[package["sprite"]["file"]] = sprite(archive, package["sprite"]["icons"])
    return files


def update() -> None:
    """Write every asset and the manifest; running it twice changes nothing."""
    manifest = {}
    for name, package in json.loads(LOCK.read_text()).items():
        for path, content in contents(name, package).items():
            target = STATIC / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            manifest[path] = {
                "package": f"{name}@{package['version']}",
                "license": package["license"],
                "bytes": len(content),
                "sha384": digest(content, "sha384"),
            }
    MANIFEST.write_text(json.dumps(manifest, indent=2, sort_keys=True) + "\n")
    print(f"{len(manifest)} files written")


def check() -> None:
    """Exit with a sentence naming every committed asset that is missing or differs."""
    manifest = json.loads(MANIFEST.read_text())
    wrong = [path for path, entry in manifest.items() if not intact(STATIC / path, entry["sha384"])]
    if wrong:
        sys.exit("missing or changed since vendored: " + ", ".join(wrong))
    print(f"{len(manifest)} vendored files match their manifest")


def intact(path: Path, sha384: str) -> bool:
    """Tell whether a file is there with the hash the manifest gives."""
    return path.is_file() and digest(path.read_bytes(), "sha384") == sha384


if __name__ == "__main__":
    if "--check" in sys.argv:
        check()
    else:
        update()
