"""A process that sends visits to a server, several at once; it knows nothing of Django.

Reads one JSON line per round from its input (`port`, `token`, `shares`: per sender a list of
`[path, body]`) and answers each with one JSON line (`seconds` and `p95`).
"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from time import perf_counter

Share = list[tuple[str, str]]


def main() -> None:
    """Serve rounds until the input ends."""
    for line in sys.stdin:
        task = json.loads(line)
        seconds, p95 = send_all(task["shares"], task["token"], task["port"])
        print(json.dumps({"seconds": seconds, "p95": p95}), flush=True)


def send_all(shares: list[Share], token: str, port: int) -> tuple[float, float]:
    """Seconds from the first request to the last answer, and the 95th percentile of one."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def send(share: Share) -> list[float]:
        http = HTTPConnection("127.0.0.1", port)
        taken = []
        for path, body in share:
            start = perf_counter()
            status = 503
            while status == 503:  # busy: a phone tries again, and its owner has waited
                http.request("PUT", path, body, headers)
                answer = http.getresponse()
                status, content = answer.status, answer.read()
            taken.append(perf_counter() - start)
            if status != 201:
                raise RuntimeError(content.decode())
        http.close()
        return taken

    with ThreadPoolExecutor(len(shares)) as threads:
        start = perf_counter()
        taken = sorted(each for part in threads.map(send, shares) for each in part)
        seconds = perf_counter() - start
    return seconds, taken[int(len(taken) * 0.95)]


if __name__ == "__main__":
    main()
