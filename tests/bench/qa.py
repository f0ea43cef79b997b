"""Questions of corpus/qa asked of any Messages endpoint and scored: python -m tests.bench.qa --base-url URL

A line an answer is appended as it comes, so a run that was cut off goes on where it ended; failures are asked again.
``--against EARLIER.jsonl`` counts the flips: a model or prompt that is better on average may still break what worked.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sheetllm_xl import app
from sheetllm_xl.answers.queue import to_error
from sheetllm_xl.display import shown
from sheetllm_xl.errors import HostError, InputError, ModelError
from sheetllm_xl.literals import CellError, Value
from sheetllm_xl.ports import Usage
from sheetllm_xl.record import Record
from sheetllm_xl.settings import Settings, load

from .corpus import CORPUS

Line = dict[str, Any]
Key = tuple[str, str, str]
FIELDS = ("input_tokens", "output_tokens", "cache_write_tokens", "cache_read_tokens")
UNBOUNDED = 1_000_000  # calls a minute: a bench is a batch that was meant
_ENDS = (None, 401, 403, 404)  # no connection, no key, no such model: no question would fare better
STATES = ("verified", "unverified", "contradicted", "not in the data", "failed")


def key(line: Mapping[str, Any]) -> Key:
    """What makes a question: its workbook, sheet and words."""
    return line["workbook"], line["sheet"], line["question"]


def lines(path: Path) -> list[Line]:
    """The lines of a file; the last one may have been cut off in the middle of writing."""
    found = []
    for text in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        try:
            found.append(json.loads(text))
        except ValueError:
            continue
    return found


@dataclass(frozen=True, slots=True)
class Run:
    """Questions over the workbooks in ``folder``, answered into ``out``."""

    folder: Path
    out: Path
    settings: Settings

    def go(self, labels: Sequence[Line]) -> None:
        """Ask what ``out`` does not answer yet. Raises ModelError where the endpoint refuses every question alike."""
        done = {key(line) for line in lines(self.out) if line["state"] != "failed"}
        if self.out.exists() and not self.out.read_bytes().endswith(b"\n"):
            with self.out.open("ab") as file:
                file.write(b"\n")
        for number, label in enumerate(labels, 1):
            if key(label) in done:
                continue
            line = self.asked(label)
            with self.out.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
            print(f"{number}/{len(labels)} {line['state']:16}{label['question'][:80]}", flush=True)

    def asked(self, label: Line) -> Line:
        """One question, and its line."""
        with app.open_workbook(self.folder / label["workbook"]) as host:
            sheet = host.read(label["sheet"])
        answers = app.answers(lambda: self.settings)
        record = answers.ask(answers.question(sheet, label["question"]), fresh=True)
        error = to_error(record)
        if isinstance(error, HostError | InputError) or (isinstance(error, ModelError) and error.status in _ENDS):
            raise error
        line = {"seconds": round(record.seconds, 2), "calls": len(record.calls)} | answered(record)
        question = dict(zip(("workbook", "sheet", "question"), key(label), strict=True))
        return question | line | _tokens(record.usage, record.cost_usd)


def answered(record: Record) -> Line:
    """The bare answer as the scorer wants it, its citations, and how far it was checked."""
    if record.state == "failed":
        return {"state": "failed", "answer": None, "citations": [], "why": record.sentence}
    value = record.value
    bare: Any = [_bare(one) for one in value] if isinstance(value, tuple) else _bare(value)
    state = "not in the data" if record.state == "not found" else record.state
    return {
        "state": state,
        "answer": record.text if value is None and state in ("verified", "unverified") else bare,
        "citations": [str(ref.range) for ref in record.refs()],
        "formula": record.formula,
        "doubts": list(record.doubts),
    }


def _bare(value: Value | None) -> Any:
    if value is None or isinstance(value, float | str | bool):
        return int(value) if isinstance(value, float) and value.is_integer() else value
    return value.value if isinstance(value, CellError) else shown(value)


def _tokens(usage: Usage, cost: float | None) -> Line:
    return {name: getattr(usage, name) for name in FIELDS} | {"cost": cost}


def scorer(path: Path) -> Any:
    """The corpus's own scorer as a module."""
    spec = importlib.util.spec_from_file_location("score_qa", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def report(labels: Sequence[Line], predictions: Sequence[Line], scoring: Any, earlier: Sequence[Line] = ()) -> str:
    """The scorer's table, how far answers were checked, what a question took, and the flips against ``earlier``."""
    scored = scoring.score(labels, predictions)
    right = {key(row): row["correct"] for row in scored["rows"]}
    states = Counter(line["state"] for line in predictions)
    told = [scoring.table(scored), "", f"{'state':18}{'answers':>9}{'share':>8}{'right':>8}"]
    for state in STATES:
        marks = [
            right[key(line)] for line in predictions if line["state"] == state and right.get(key(line)) is not None
        ]
        accuracy = f"{sum(marks) / len(marks):8.3f}" if marks else f"{'-':>8}"
        told.append(f"{state:18}{states[state]:9}{states[state] / max(len(predictions), 1):8.3f}{accuracy}")
    told += ["", *_spent(predictions)]
    return "\n".join([*told, *_flips(right, scoring.score(labels, earlier))] if earlier else told)


def _spent(predictions: Sequence[Line]) -> Iterable[str]:
    number = max(len(predictions), 1)
    tokens = {name: sum(line[name] for line in predictions) / number for name in FIELDS}
    yield "a question: " + ", ".join(f"{tokens[name]:,.0f} {name.replace('_', ' ')}" for name in FIELDS)
    costs = [line["cost"] for line in predictions if line["cost"] is not None]
    yield f"a question: ${sum(costs) / len(costs):.5f}" if costs else "no price is set, so no cost is known"


def _flips(right: Mapping[Key, bool | None], before: Mapping[str, Any]) -> Iterable[str]:
    was = {key(row): row["correct"] for row in before["rows"]}
    lost = [question for question, correct in was.items() if correct and right.get(question) is False]
    won = [question for question, correct in was.items() if correct is False and right.get(question)]
    yield f"\nagainst the earlier run: {len(lost)} right before and wrong now, {len(won)} wrong before and right now"
    yield from (f"  lost: {workbook} {sheet}: {question[:90]}" for workbook, sheet, question in lost)


def main(arguments: Sequence[str] | None = None) -> None:
    """Ask, then print the report."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--base-url", help="the Messages endpoint; else the one of the settings")
    parser.add_argument("--model")
    parser.add_argument("--qa", type=Path, default=CORPUS / "qa", help="labels.jsonl and the workbooks")
    parser.add_argument("--scorer", type=Path, default=CORPUS / "score_qa.py")
    parser.add_argument("--out", type=Path, default=Path("qa-run.jsonl"))
    parser.add_argument("--against", type=Path, help="the --out of an earlier run")
    parser.add_argument("--dataset", help="one of the sets alone")
    parser.add_argument("--every", type=int, default=1, help="every n-th question")
    given = parser.parse_args(arguments)
    labels = lines(given.qa / "labels.jsonl")[:: given.every]
    labels = [label for label in labels if given.dataset in (None, label["dataset"])]
    settings = load(base_url=given.base_url, model=given.model, calls_a_minute=UNBOUNDED)
    Run(given.qa, given.out, settings).go(labels)
    wanted, last = {key(label) for label in labels}, {key(line): line for line in lines(given.out)}
    predictions = [line for question, line in last.items() if question in wanted]
    earlier = lines(given.against) if given.against else ()
    print(report(labels, predictions, scorer(given.scorer), earlier))


if __name__ == "__main__":
    main()
