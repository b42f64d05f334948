"""A TCP line that can be cut: forwards to a port until told to reset every connection."""

from __future__ import annotations

import asyncio
import socket
import struct
import threading

RESET_ON_CLOSE = struct.pack("ii", 1, 0)
CHUNK_BYTES = 65536


class CutLine:
    """Forwards connections to ``port`` of this machine; use it as a context manager."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._writers: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._server = self._loop.run_until_complete(asyncio.start_server(self._forward, "127.0.0.1", 0))
        self._thread = threading.Thread(target=self._loop.run_forever, name="cut-line")
        self.port: int = self._server.sockets[0].getsockname()[1]

    def __enter__(self) -> CutLine:
        self._thread.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def cut(self) -> None:
        """Resets all connections (RST, not FIN), as a router that restarts does."""
        self._loop.call_soon_threadsafe(self._reset_all)

    async def _end(self) -> None:
        self._server.close()
        self._reset_all()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.gather(*others, return_exceptions=True)

    def _reset_all(self) -> None:
        for writer in self._writers:
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
            writer.transport.abort()

    async def _forward(self, near_in: asyncio.StreamReader, near_out: asyncio.StreamWriter) -> None:
        far_in, far_out = await asyncio.open_connection("127.0.0.1", self._target)
        ends = {near_out, far_out}
        self._writers |= ends
        await asyncio.gather(_pump(near_in, far_out), _pump(far_in, near_out))
        self._writers -= ends


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while chunk := await reader.read(CHUNK_BYTES):
            writer.write(chunk)
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()
