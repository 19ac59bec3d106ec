"""Reading and judging the next files while the ones before are being stored."""

from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from services.judging import Read
from services.sources import Source

# The files of one transaction, each with its digest.
Chunk = list[tuple[Source, str]]


def judged_ahead(chunks: Iterator[Chunk], judge: Callable[[Chunk], list[Read]], at_once: int) -> Generator[list[Read]]:
    """Judge chunks and give them in their order; up to `at_once` are read or judged while the one given is being used.

    One thread reads, so chunks are taken in order; each is judged by a thread of its own. What goes wrong with a chunk
    is raised when its turn comes: the ones before it have been given by then. Close it when it is not used to its end.
    """
    reader, judges = ThreadPoolExecutor(1, "reading-ahead"), ThreadPoolExecutor(at_once, "judging-ahead")

    def begin() -> "Future[list[Read]]":
        chunk: Future[Chunk] = reader.submit(next, chunks, [])
        return judges.submit(lambda: judge(chunk.result()))

    try:
        waiting = deque(begin() for _ in range(at_once))
        # No chunk is empty: an empty one stands for the end.
        while reads := waiting.popleft().result():
            waiting.append(begin())
            yield reads
    finally:
        # After a fault nobody wants what is still being made; the pool ends what its children do.
        for threads in (judges, reader):
            threads.shutdown(wait=False, cancel_futures=True)
