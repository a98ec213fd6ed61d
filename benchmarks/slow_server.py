"""A model's server on loopback that takes its time: a process of its own, told what to reply.

``/DELAY/v1/chat/completions`` answers after so many milliseconds with the usual reply to the
question of the shipped bank that the request holds.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.prompt_size import typical_reply
from rubrics import GradingTask, load_bank, shipped_banks
from rubrics.asking.prompts import neutral


@contextmanager
def slow_server() -> Iterator[str]:
    """Where one listens, ``http://127.0.0.1:PORT``, for as long as it is needed."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.slow_server"], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    finally:
        process.terminate()
        process.communicate()


def replies() -> dict[str, str]:
    """The usual reply to each question, by its text as a request holds it."""
    questions = load_bank(shipped_banks()[0]).questions()
    return {
        neutral(question.ask): typical_reply(GradingTask.of(question, question.model_answer))
        for question in questions
    }


async def serve() -> None:
    """Listen on a free port, print it, and answer until the process is ended."""
    known = replies()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
                length = int(head.split("content-length:")[1].split("\r\n")[0])
                body = json.loads(await reader.readexactly(length))
                await asyncio.sleep(int(head.split("/", 2)[1]) / 1000)
                asked = body["messages"][-1]["content"]
                text = next(reply for ask, reply in known.items() if ask in asked)
                writer.write(_response(text))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=512)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def _response(text: str) -> bytes:
    message = {"role": "assistant", "content": text}
    body = json.dumps(
        {
            "id": "slow",
            "object": "chat.completion",
            "created": 0,
            "model": "slow",
            "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 1200, "completion_tokens": 400, "total_tokens": 1600},
        }
    ).encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    return f"{head}\r\n\r\n".encode() + body


if __name__ == "__main__":
    asyncio.run(serve())
