"""A line that delays: ``python -m tests.faults.slow_line TARGET PORT...`` forwards each port of 127.0.0.1 to TARGET.

Every piece of data arrives 100 ms after it was sent, 200 ms there and back; netem is not in every kernel.
"""

from __future__ import annotations

import asyncio
import sys
from functools import partial

ONE_WAY_S = 0.1
CHUNK_BYTES = 65536
QUEUED_CHUNKS = 64


async def _forward(target: str, port: int, near_in: asyncio.StreamReader, near_out: asyncio.StreamWriter) -> None:
    try:
        far_in, far_out = await asyncio.open_connection(target, port)
    except OSError:
        near_out.close()
        return
    await asyncio.gather(_delayed(near_in, far_out), _delayed(far_in, near_out))


async def _delayed(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    loop = asyncio.get_running_loop()
    under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(QUEUED_CHUNKS)

    async def take_in() -> None:
        chunk = b"-"
        while chunk:
            try:
                chunk = await reader.read(CHUNK_BYTES)
            except OSError:
                chunk = b""
            await under_way.put((loop.time() + ONE_WAY_S, chunk))

    async def give_out() -> None:
        try:
            while (piece := await under_way.get())[1]:
                await asyncio.sleep(piece[0] - loop.time())
                writer.write(piece[1])
                await writer.drain()
        except OSError:
            pass
        finally:
            writer.close()

    taking_in = asyncio.create_task(take_in())
    await give_out()
    taking_in.cancel()


async def _serve(target: str, ports: list[int]) -> None:
    servers = [await asyncio.start_server(partial(_forward, target, port), "127.0.0.1", port) for port in ports]
    print("ready", flush=True)
    await asyncio.gather(*(server.serve_forever() for server in servers))


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1], [int(port) for port in sys.argv[2:]]))
