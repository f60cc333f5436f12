"""Stands in for the process that draws: answers, dies, hangs or talks nonsense, as it is told."""

import os
import sys
import time

sys.stdout.write("ready\n")
sys.stdout.flush()
for line in sys.stdin:
    code = line.strip()
    if code.startswith("DIES"):
        os._exit(1)
    if code.startswith("HANGS"):
        time.sleep(60)
    report = "null" if code.startswith("FAILS") else f'"{code}"'
    answer = "what?" if code.startswith("BABBLES") else f'{{"report": {report}, "pages": 7}}'
    sys.stdout.write(answer + "\n")
    sys.stdout.flush()
