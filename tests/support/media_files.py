"""Pictures and videos for tests, made when they are needed; but for a HEIC, which nothing here makes."""

import functools
import pathlib
import struct
import subprocess
import tempfile
import zlib

from callboard_dev.paths import ROOT


def png(width: int = 64, height: int = 48, shade: int = 120) -> bytes:
    """One colour, rows of one bit less than would cost memory here: a 30,000 x 30,000 one is some kilobytes."""
    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    packer = zlib.compressobj(9)
    row = b"\0" + bytes([shade]) * width
    rows = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", rows) + chunk(b"IEND", b""))


def heic() -> bytes:
    """192 x 128, the left half red, the right half blue, to be turned clockwise by a quarter; its EXIF names a telephone
    and a place. Made by libheif-examples' heif-enc, and an `irot` put in."""
    return (ROOT / "tests/media/turned.heic").read_bytes()


def shown(video: bytes) -> str:
    """Hashes of a video's pictures and sound as they are seen and heard, whatever else is in the file."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(video)
        file.flush()
        return subprocess.run(["ffmpeg", "-v", "error", "-i", file.name, "-map", "0:v", "-map", "0:a?",
                               "-f", "streamhash", "-"], check=True, capture_output=True, text=True).stdout


def _by_ffmpeg(ending: str, *arguments: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder, f"made.{ending}")
        subprocess.run(["ffmpeg", "-v", "error", "-y", *arguments, str(out)], check=True, timeout=120)
        return out.read_bytes()


@functools.cache
def jpeg() -> bytes:
    return _by_ffmpeg("jpg", "-f", "lavfi", "-i", "testsrc=size=320x240:duration=1:rate=1", "-frames:v", "1")


@functools.cache
def mp4(seconds: int = 2, bits: str = "200k") -> bytes:
    """H.264, which every browser plays; noise, so that `bits` decides how large it gets."""
    return _by_ffmpeg("mp4", "-f", "lavfi", "-i", f"testsrc=size=320x180:duration={seconds}:rate=15,noise=alls=40:allf=t",
                      "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-b:v", bits, "-minrate", bits,
                      "-maxrate", bits, "-bufsize", bits, "-x264-params", "nal-hrd=cbr", "-movflags", "+faststart")


def film(path: pathlib.Path, mebibytes: int) -> pathlib.Path:
    """A film of at least that size, made in two seconds whatever it is: twenty seconds of 19 MiB, again and again."""
    with tempfile.NamedTemporaryFile(suffix=".mp4") as once:
        once.write(mp4(20, "8M"))
        once.flush()
        again = -(-mebibytes * 1048576 // once.tell()) - 1
        subprocess.run(["ffmpeg", "-v", "error", "-y", "-stream_loop", str(again), "-i", once.name, "-c", "copy",
                        "-movflags", "+faststart", str(path)], check=True, timeout=120)
    return path


def jpegs(folder: pathlib.Path, count: int) -> list[pathlib.Path]:
    """Photos of which each shows something else: photo001.jpg and so on."""
    subprocess.run(["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=size=96x64:rate=1", "-frames:v", str(count),
                    str(folder / "photo%03d.jpg")], check=True, timeout=120)
    return sorted(folder.glob("photo*.jpg"))
