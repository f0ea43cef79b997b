"""What is shipped, and under which terms: a bill of materials (CycloneDX 1.6) and the text of every licence."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from email.parser import HeaderParser
from pathlib import Path

from .lock import LOCK

BILL, LICENCES = "sbom.cdx.json", "LICENSES.txt"
_TERMS = re.compile(r"(licen[cs]e|copying|notice|authors)[\w.-]*", re.IGNORECASE)
_PYTHON = "3.13.2"


def write(to: Path, site: Path) -> None:
    """Write both beside the program; the licences that lay in the packages are then in one file alone."""
    packages = sorted(_packages(site), key=lambda one: str(one["name"]).lower())
    own = next(one for one in packages if one["name"] == "sheetllm-xl")
    parts = [_component("python", _PYTHON, "PSF-2.0", "generic"), *(one for one in packages if one is not own)]
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {**own, "type": "application"}},
        "components": parts,
    }
    (to / BILL).write_text(json.dumps(document, indent=1, sort_keys=True) + "\n", encoding="utf-8", newline="\n")
    texts = [("Python", to / "LICENSE.txt"), *((_owner(site, path), path) for path in _licences(site))]
    sections = [f"{'=' * 100}\n{whose}: {path.name}\n\n{_text(path)}\n" for whose, path in texts]
    (to / LICENCES).write_text("\n".join(sections), encoding="utf-8", newline="\n")
    for _, path in texts:
        path.unlink()


def _packages(site: Path) -> Iterator[dict[str, object]]:
    hashes = dict(re.findall(r"^([\w.-]+)==\S+ --hash=sha256:(\w+)", LOCK.read_text(encoding="ascii"), re.MULTILINE))
    for path in site.glob("*.dist-info/METADATA"):
        fields = HeaderParser().parsestr(path.read_text(encoding="utf-8"))
        terms = fields["License-Expression"] or _short(fields["License"]) or _classified(fields.get_all("Classifier"))
        found = _component(fields["Name"], fields["Version"], terms, "pypi")
        if digest := hashes.get(re.sub(r"[-_.]+", "-", fields["Name"]).lower()):
            found["hashes"] = [{"alg": "SHA-256", "content": digest}]
        yield found


def _component(name: str, version: str, terms: str, kind: str) -> dict[str, object]:
    plain = re.sub(r"[-_.]+", "-", name).lower()
    found: dict[str, object] = {"type": "library", "name": name, "version": version}
    found |= {"purl": f"pkg:{kind}/{plain}@{version}", "licenses": [{"license": {"name": terms}}]}
    return found


def _licences(site: Path) -> list[Path]:
    return sorted(
        path for path in site.rglob("*") if path.is_file() and path.suffix not in (".py", ".pyc") and _is_terms(path)
    )


def _is_terms(path: Path) -> bool:
    return bool(_TERMS.match(path.name)) or path.parent.name == "licenses" or "License" in path.stem


def _owner(site: Path, path: Path) -> str:
    return path.relative_to(site).parts[0].removesuffix(".dist-info")


def _short(terms: str | None) -> str:
    return terms if terms and len(terms) < 60 else ""


def _classified(classifiers: list[str] | None) -> str:
    found = [one.rpartition(" :: ")[2] for one in classifiers or () if one.startswith("License")]
    return ", ".join(found) or "see LICENSES.txt"


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", errors="replace").replace("\r\n", "\n").strip()
