# asyncio serves and connects on loopback, starts programs and waits.
#
# promise: jail.kernel
# group: innocent
# expects: completed
# stopped-by: none

import asyncio
import sys

from attack import broke, held


async def main():
    async def serve(reader, writer):
        writer.write(await reader.readline())
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.write(b"hello\n")
    line = await reader.readline()
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-c", "print(7)", stdout=asyncio.subprocess.PIPE
    )
    said, _ = await program.communicate()
    return line, said


answer = asyncio.run(main())
held("asyncio") if answer == (b"hello\n", b"7\n") else broke(str(answer))
