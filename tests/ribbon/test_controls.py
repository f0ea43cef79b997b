"""customUI14.xml: what Office accepts, and that every control has its words, picture, key, sub and function."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from addin.packing import CUSTOM_UI, ROOT, modules
from ribbon.icons import icon_names
from sheetllm_xl import server

NAMESPACE = "{http://schemas.microsoft.com/office/2009/07/customui}"
TEXTS = {"getLabel", "getScreentip", "getSupertip"}

# [MS-CUSTOMUI2] 2.2: per element, the attributes of those we use that it may have, and the elements it may hold.
RULES: dict[str, tuple[set[str], set[str]]] = {
    "customUI": ({"onLoad"}, {"ribbon"}),
    "ribbon": (set(), {"tabs"}),
    "tabs": (set(), {"tab"}),
    "tab": ({"id", "label", "keytip"}, {"group"}),
    "group": ({"id", "getLabel"}, {"button", "splitButton", "toggleButton"}),
    "splitButton": ({"id", "size", "keytip"}, {"button", "menu"}),
    "menu": ({"id"}, {"button"}),
    "button": ({"id", "onAction", "image", "size", "keytip", *TEXTS}, set()),
    "toggleButton": ({"id", "onAction", "getPressed", "image", "size", "keytip", *TEXTS}, set()),
}
UI = ElementTree.fromstring(CUSTOM_UI.read_bytes())
PARENTS = {child: parent for parent in UI.iter() for child in parent}
BUTTONS = [*UI.iter(f"{NAMESPACE}button"), *UI.iter(f"{NAMESPACE}toggleButton")]
CONTRACT: dict[str, str] = tomllib.loads((ROOT / "ribbon" / "buttons.toml").read_text(encoding="utf-8"))


def kind(element: Element) -> str:
    return element.tag.removeprefix(NAMESPACE)


def test_it_holds_only_what_the_schema_allows() -> None:
    for element in UI.iter():
        attributes, children = RULES[kind(element)]
        allowed = attributes - {"size"} if kind(PARENTS.get(element, UI)) in ("menu", "splitButton") else attributes
        assert element.attrib.keys() <= allowed, element.attrib
        assert {kind(child) for child in element} <= children
        assert element.get("size", "large") in ("large", "normal")


def test_names_are_there_and_once_only() -> None:
    named = [element.attrib["id"] for element in UI.iter() if "id" in RULES[kind(element)][0]]
    assert len(named) == len(set(named))
    assert all(re.fullmatch(r"[A-Za-z]\w*", name) for name in named)


def test_the_groups_and_the_two_main_actions_are_the_agreed_ones() -> None:
    groups = [group.attrib["id"] for group in UI.iter(f"{NAMESPACE}group")]
    assert groups == ["Ask", "Tables", "Usage", "Settings"]
    assert [element.attrib["id"] for element in UI.iter() if element.get("size") == "large"] == [
        "AskSelection",
        "Detect",
    ]


def test_a_split_button_is_a_button_and_its_menu() -> None:
    for split in UI.iter(f"{NAMESPACE}splitButton"):
        button, menu = split
        assert (kind(button), kind(menu)) == ("button", "menu")
        assert button.attrib["onAction"] in {item.attrib["onAction"] for item in menu}


def test_every_button_has_its_label_tips_and_picture() -> None:
    for button in BUTTONS:
        for text in TEXTS:
            assert button.get(text) == f"SheetLLM_{text.removeprefix('get')}", button.attrib
    assert {button.attrib["image"] for button in BUTTONS} == set(icon_names())


def test_every_control_has_a_key_and_no_two_the_same() -> None:
    keyed: dict[Element, list[str]] = {}
    for control in [*BUTTONS, *UI.iter(f"{NAMESPACE}splitButton")]:
        parent = PARENTS[control]
        if kind(parent) == "splitButton":
            assert parent.get("keytip")
            continue
        scope = parent if kind(parent) == "menu" else UI
        keyed.setdefault(scope, []).append(control.attrib["keytip"])
    for keys in keyed.values():
        assert len(keys) == len(set(keys))
        assert all(re.fullmatch("[A-Z0-9]{1,3}", key) for key in keys)
        assert not [(a, b) for a in keys for b in keys if a != b and b.startswith(a)]


def test_every_action_has_its_sub_and_every_sub_its_button() -> None:
    declared = r"Public Sub (SheetLLM_\w+)\(control As IRibbonControl(, pressed As Boolean)?\)\n    (.*)\n"
    found = re.findall(declared, modules()["Ribbon"])
    assert {sub for sub, pressed, _ in found if pressed} == {
        toggle.attrib["onAction"] for toggle in UI.iter(f"{NAMESPACE}toggleButton")
    }
    subs = {sub: line for sub, _, line in found}
    assert {button.attrib["onAction"] for button in BUTTONS} == subs.keys()
    for sub, line in subs.items():
        assert re.search(r'"(\w+)"', line).group(1) == sub.removeprefix("SheetLLM_")  # type: ignore[union-attr]


def test_every_action_has_its_function() -> None:
    assert {button.attrib["onAction"].removeprefix("SheetLLM_") for button in BUTTONS} == CONTRACT.keys()
    for button, function in CONTRACT.items():
        assert re.sub(r"(?<!^)([A-Z])", r"_\1", button).lower() == function
    assert set(CONTRACT.values()) <= functions(ROOT / "sheetllm_xl" / "ribbon" / "__init__.py")


def test_the_server_knows_the_same_buttons() -> None:
    assert set(server.BUTTONS) == CONTRACT.keys()


def functions(source: Path) -> set[str]:
    tree = ast.parse(source.read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_callback_is_there() -> None:
    text = modules()["Ribbon"]
    found = set(re.findall(r"Public Sub (\w+)\(control As IRibbonControl, ByRef returned As Variant\)", text))
    assert found == {value for element in UI.iter() for name, value in element.attrib.items() if name.startswith("get")}
    assert re.findall(r"Public Sub (\w+)\(ribbon As IRibbonUI\)", text) == [UI.attrib["onLoad"]]
