"""Cells of a macro workbook in a headless LibreOffice; run by the Python that has ``uno``, not by the tests' own.

Usage: python3 libreoffice.py WORKBOOK PROFILE < formulas as a JSON list. Prints a JSON list, per formula the type
(VALUE, STRING, EMPTY, ERROR), what the cell shows, its error number, and at last the seconds the cells took.
"""

import json
import os
import pathlib
import signal
import subprocess
import sys
import time

SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">
<value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Filter/Import/VBA"><prop oor:name="Executable" oor:op="fuse">
<value>true</value></prop></item>
</oor:items>"""


def setting(name, value):
    from com.sun.star.beans import PropertyValue

    given = PropertyValue()
    given.Name, given.Value = name, value
    return given


def start(profile):
    import uno
    from com.sun.star.connection import NoConnectException

    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(SETTINGS, encoding="utf-8")
    pipe = f"sheetllm{os.getpid()}"
    command = ["soffice", "--headless", "--norestore", "--nologo", "--nodefault"]
    command += [
        f"-env:UserInstallation={profile.as_uri()}",
        f"--accept=pipe,name={pipe};urp;StarOffice.ComponentContext",
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    services = uno.getComponentContext().ServiceManager
    resolver = services.createInstance("com.sun.star.bridge.UnoUrlResolver")
    for _ in range(300):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return process, context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except NoConnectException:
            time.sleep(0.2)
    os.killpg(process.pid, signal.SIGKILL)
    raise SystemExit("LibreOffice did not start")


def main(workbook, profile):
    formulas = json.load(sys.stdin)
    process, desktop = start(pathlib.Path(profile))
    try:
        options = (setting("Hidden", True), setting("MacroExecutionMode", 4))
        book = desktop.loadComponentFromURL(pathlib.Path(workbook).as_uri(), "_blank", 0, options)
        sheet = book.Sheets.getByIndex(0)
        for row, text in enumerate(["Region", "North", "South"]):
            sheet.getCellByPosition(5, row).String = text
        for row, number in enumerate([7, 12.5]):
            sheet.getCellByPosition(6, row + 1).Value = number
        began = time.perf_counter()
        for row, formula in enumerate(formulas):
            area = sheet.getCellRangeByPosition(0, row, 0, row)
            if formula.startswith("{"):
                area = sheet.getCellRangeByPosition(0, row, 2, row)
                area.setArrayFormula(formula[1:-1])
            else:
                area.getCellByPosition(0, 0).Formula = formula
        book.calculate()
        cells = [[sheet.getCellByPosition(c, r) for c in range(3)] for r in range(len(formulas))]
        shown = [[(cell.FormulaResultType2, cell.String, cell.getError()) for cell in row] for row in cells]
        print(json.dumps({"cells": shown, "seconds": time.perf_counter() - began}))
        book.close(True)
        desktop.terminate()
    finally:
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


if __name__ == "__main__":
    main(*sys.argv[1:])
