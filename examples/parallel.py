# Uses threads, a subprocess, a pool of processes and asyncio, as ordinary programs do.
# All of them work inside; the last line is the value.
import asyncio
import multiprocessing
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor


def square(number):
    return number * number


async def both():
    first, second = await asyncio.gather(asyncio.to_thread(square, 2), asyncio.to_thread(square, 3))
    return first + second


if __name__ == "__main__":
    with ThreadPoolExecutor(4) as threads:
        in_threads = sum(threads.map(square, range(10)))
    child = subprocess.run([sys.executable, "-c", "print(7 * 6)"], capture_output=True, text=True, check=True)
    with multiprocessing.Pool(2) as pool:
        in_processes = sum(pool.map(square, range(10)))
    in_tasks = asyncio.run(both())
    print(f"threads {in_threads}, subprocess {child.stdout.strip()}, processes {in_processes}, asyncio {in_tasks}")
"done"
