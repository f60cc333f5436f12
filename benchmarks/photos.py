"""Photos to derivatives against decoding alone: `make bench-photos`.

The limit of a row is Pillow decoding the same bytes to full size and doing nothing else. "As
usually written" is what a tutorial does: decode, convert, LANCZOS twice, save. Both photos are
made here from a seed; a camera's detail is imitated by noise, so that a file is as large as a
phone's. Processor time is measured, of this process or of the child; the peak is the child's.
"""

import io
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time

from PIL import Image, ImageFilter, ImageOps

from backend.visits.photo_process import Decoder
from backend.visits.photo_work import FULL_SIDE, THUMB_SIDE, derive

ROUNDS = 9
SEED = 2026
PEAK_FLAG = "--peak"


def main() -> None:
    """Print medians of interleaved rounds, the ratio to decoding alone, and the peak of memory."""
    photos = {
        "12 MP, lying on its side": photo(4000, 3000, quality=88, orientation=6),
        "1600 px, upright": photo(1600, 1200, quality=80, orientation=1),
    }
    print(f"medians of {ROUNDS} interleaved rounds, processor ms, seed {SEED}")
    print(f"{'':42}{'ms':>9}{'ratio':>9}")
    for name, data in photos.items():
        print(f"{name}, {len(data) / 1e6:.1f} MB")
        figures = run(data)
        floor = figures["decode alone"]
        for step, seconds in figures.items():
            print(f"  {step:40}{seconds * 1e3:9.1f}{seconds / floor:9.2f}")
    print(f"{'peak memory, MB':42}{'process':>9}{'photo':>9}")
    for name, data in photos.items():
        idle, busy = peak(b""), peak(data)
        print(f"  {name:40}{busy:9.0f}{busy - idle:9.0f}")


def run(data: bytes) -> dict[str, float]:
    """Median processor seconds of each step; the steps take turns within a round."""
    decoder = Decoder()
    decoder.derive(data, "image/jpeg")  # starts the child
    own: dict[str, Callable[[], object]] = {
        "decode alone": lambda: decode(data),
        "as usually written": lambda: as_usually_written(data),
        "derive": lambda: derive(data, "image/jpeg"),
    }
    name_in_child = "derive in the limited process, both sides"
    taken: dict[str, list[float]] = {name: [] for name in [*own, name_in_child]}
    for _ in range(ROUNDS):
        for name, step in own.items():
            start = process_time()
            step()
            taken[name].append(process_time() - start)
        start = process_time() + child_seconds(decoder)
        decoder.derive(data, "image/jpeg")
        taken[name_in_child].append(process_time() + child_seconds(decoder) - start)
    decoder.close()
    return {name: median(times) for name, times in taken.items()}


def decode(data: bytes) -> None:
    """The limit."""
    Image.open(io.BytesIO(data), formats=("JPEG",)).load()


def as_usually_written(data: bytes) -> None:
    """What a tutorial does."""
    image = ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB")
    for side in (FULL_SIDE, THUMB_SIDE):
        copy = image.copy()
        copy.thumbnail((side, side), Image.Resampling.LANCZOS)
        copy.save(io.BytesIO(), "JPEG", quality=82)


def child_seconds(decoder: Decoder) -> float:
    """Processor time that the child has used."""
    assert decoder._child is not None
    fields = Path(f"/proc/{decoder._child.pid}/schedstat").read_text().split()
    return int(fields[0]) / 1e9


def peak(data: bytes) -> float:
    """Most megabytes that a fresh process holds while deriving, the interpreter included."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.photos", PEAK_FLAG],
        input=data,
        stdout=subprocess.PIPE,
        check=True,
    )
    return int(done.stdout) / 1024


def print_peak() -> None:
    """For the process of `peak`."""
    data = sys.stdin.buffer.read()
    if data:
        derive(data, "image/jpeg")
    # ru_maxrss would be that of the process which started this one, if that was larger
    status = Path("/proc/self/status").read_text()
    print(status.partition("VmHWM:")[2].split()[0])


def photo(width: int, height: int, *, quality: int, orientation: int) -> bytes:
    """A JPEG with soft shapes and fine grain."""
    chance = random.Random(SEED)
    small = Image.frombytes("RGB", (40, 30), chance.randbytes(40 * 30 * 3))
    soft = small.resize((width, height), Image.Resampling.BICUBIC)
    tile = Image.frombytes("L", (500, 500), chance.randbytes(500 * 500))
    grain = Image.new("L", (width, height))
    for left in range(0, width, 500):
        for top in range(0, height, 500):
            grain.paste(tile, (left, top))
    grain = grain.filter(ImageFilter.GaussianBlur(0.8)).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = orientation
    out = io.BytesIO()
    Image.blend(soft, grain, 0.12).save(out, "JPEG", quality=quality, exif=exif)
    return out.getvalue()


if __name__ == "__main__":
    if PEAK_FLAG in sys.argv:
        print_peak()
    else:
        main()
