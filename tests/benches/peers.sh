#!/usr/bin/env bash
# The same work by chongpai and by others, one after another in turns, so that a busy machine is busy for all of them.
#
#   tests/benches/peers.sh [CHARACTERS] [ROUNDS]
#
# Needs python3; what else is missing (pandoc, the Python package typst with zstd, pdftotext, calibre's ebook-convert) is named and left
# out. Of two pandocs, the one of the Python package pypandoc_binary is taken: distributions have old ones. Each row: the least wall time, processor time and memory of the rounds. The last table is the floor: what one pass of
# the C library takes over the same bytes.
set -euo pipefail
cd "$(dirname "$0")/../.."
cargo build --release --quiet
exec python3 - "$PWD/target/release/chongpai" "${1:-600000}" "${2:-3}" <<'PYTHON'
import importlib.util, os, pathlib, random, resource, shutil, subprocess, sys, tempfile, time, zipfile, zlib

program, characters, rounds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
place = pathlib.Path(tempfile.mkdtemp(prefix="chongpai-peers-"))


def book(count):
    """Chapters of paragraphs in whole lines: the same words for everyone, nothing to mend."""
    words = "江湾区 图书馆 昨日 开馆 读者 排起了 长队 夜里 下过雨 码头上 灯火 未熄 老船工 说道 石桥 渡口 两岸 春天 对面 山上".split()
    chance, chapters, left = random.Random(1), [], count
    while left > 0:
        paragraphs = []
        for _ in range(40):
            text = "".join(chance.choice(words) + (chance.choice("，，，；、") if n % 4 == 3 else "") for n in range(chance.randint(20, 60)))
            paragraphs.append(text.rstrip("，；、") + "。")
        chapters.append(paragraphs)
        left -= sum(map(len, paragraphs))
    return chapters


chapters = book(characters)
markdown = "\n\n".join(f"# 第{n}章　渡口\n\n" + "\n\n".join(chapter) for n, chapter in enumerate(chapters, 1)) + "\n"
typst = "".join(f"= 第{n}章　渡口\n\n" + "\n\n".join(chapter) + "\n\n" for n, chapter in enumerate(chapters, 1))
(place / "book.md").write_text(markdown, "utf-8")
fonts = pathlib.Path("fonts").resolve()
(place / "book.typ").write_text(
    '#set page(width: 148mm, height: 210mm, numbering: "1")\n#set text(font: "Chongpai Song SC", size: 10.5pt, lang: "zh")\n'
    "#set par(justify: true, first-line-indent: (amount: 2em, all: true))\n#outline()\n" + typst,
    "utf-8",
)


def has_module(name):
    return importlib.util.find_spec(name) is not None


def chongpai(to, *more):
    def words(turn):
        return [program, "convert", str(place / "book.md"), "-o", str(place / "-".join(["ours", to, str(turn), *more])), "--to", to, "-q", *more]
    return words


def find_pandoc():
    if has_module("pypandoc"):
        import pypandoc

        return pypandoc.get_pandoc_path()
    return shutil.which("pandoc")


pandoc_program = find_pandoc()


def pandoc(to):
    return lambda turn: [pandoc_program, str(place / "book.md"), "-o", str(place / f"pandoc.{to}"), "--metadata", "title=book"]


def typst_words(turn):
    faces = place / "faces"
    if not faces.exists():
        faces.mkdir()
        for face in fonts.glob("**/*.zst"):
            subprocess.run(["zstd", "-dq", str(face), "-o", str(faces / face.stem)], check=True)
    code = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2], font_paths=[sys.argv[3]])"
    return [sys.executable, "-c", code, str(place / "book.typ"), str(place / "typst.pdf"), str(faces)]


def calibre(turn):
    return ["ebook-convert", str(place / "book.md"), str(place / "calibre.epub")]


def measure(words):
    """Wall and processor time in seconds, memory in MiB."""
    begun = time.perf_counter()
    child = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        raise SystemExit(f"failed: {' '.join(words)}")
    return time.perf_counter() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def compare(title, rows):
    rows = [(name, words) for name, words, there in rows if there or print(f"{name} is not installed")]
    best = {name: (9e9, 9e9, 9e9) for name, _ in rows}
    for turn in range(rounds):
        for name, words in rows:
            best[name] = tuple(map(min, best[name], measure(words(turn))))
    ours = best[rows[0][0]]
    print(f"\n{title}\n{'':28}{'wall s':>9}{'cpu s':>9}{'MiB':>8}{'wall ×':>9}{'cpu ×':>8}")
    for name, (wall, cpu, memory) in best.items():
        print(f"{name:28}{wall:9.3f}{cpu:9.3f}{memory:8.0f}{wall / ours[0]:9.1f}{cpu / ours[1]:8.1f}")


count = sum(len(text) for chapter in chapters for text in chapter)
print(f"{count} characters, least of {rounds} rounds")
has_pandoc = pandoc_program is not None
if has_pandoc:
    print(subprocess.run([pandoc_program, "--version"], capture_output=True, text=True).stdout.split("\n")[0])
compare("EPUB", [("chongpai epub", chongpai("epub"), True), ("pandoc epub", pandoc("epub"), has_pandoc), ("calibre epub", calibre, shutil.which("ebook-convert"))])
compare("DOCX", [("chongpai docx", chongpai("docx"), True), ("pandoc docx", pandoc("docx"), has_pandoc)])
compare("PDF", [("chongpai pdf", chongpai("pdf", "--style=book"), True), ("chongpai pdf, one thread", chongpai("pdf", "--style=book", "--jobs=1"), True), ("typst pdf", typst_words, has_module("typst") and shutil.which("zstd"))])

# Readers of colour spaces need most of their time for those of PDF/A: the file claims nothing, so that text is what is compared.
measure(chongpai("pdf", "--style=book", "--pdf-standard=none")(0))
pdf = next((place / "ours-pdf-0---style=book---pdf-standard=none").glob("*.pdf"))


def from_pdf(turn):
    return [program, "convert", str(pdf), "-o", str(place / f"text-{turn}"), "--to", "txt", "-q"]


compare("Text from that PDF", [("chongpai txt", from_pdf, True), ("pdftotext", lambda turn: ["pdftotext", str(pdf), str(place / "pdf.txt")], shutil.which("pdftotext"))])


def least(work):
    spent = []
    for _ in range(max(rounds, 3)):
        begun = time.perf_counter()
        work()
        spent.append(time.perf_counter() - begun)
    return min(spent)


def parts(path):
    with zipfile.ZipFile(path) as package:
        return [package.read(name) for name in package.namelist()]


raw = (place / "book.md").read_bytes()
print("\nFloors\n" + f"{'':44}{'s':>9}")
print(f"{'copy and validate the text':44}{least(lambda: bytearray(raw).decode('utf-8')):9.4f}")
for to in ("epub", "docx"):
    contents = parts(next((place / f"ours-{to}-0").glob(f"*.{to}")))
    print(f"{'deflate the parts of the ' + to.upper():44}{least(lambda: [zlib.compress(part, 6) for part in contents]):9.4f}")
print(f"{'deflate as many bytes as the PDF has, twice':44}{least(lambda: zlib.compress(pdf.read_bytes() * 2, 6)):9.4f}")
stages = subprocess.run([program, "convert", str(place / "book.md"), "-o", str(place / "stages"), "--to", "epub,docx,pdf,txt", "--timings"], capture_output=True, text=True)
print("\nStages\n" + stages.stderr)
shutil.rmtree(place)
PYTHON
