"""Makes han.bin, the table of character frequencies in src/text/frequency.rs.

usage: python3 build.py          needs PyPI jieba 0.42.1 (MIT) and opencc 1.4.2 (Apache-2.0)

Counts the characters of jieba's dictionary by the frequencies of its words: as they stand (simplified), as OpenCC turns them
into traditional characters (half by s2t, half by s2tw), and those again as Japanese forms (t2jp). Each count becomes one
byte, the information of the character in twelfths of a nat; 255 stands for a character that was not seen.
"""
import collections, math, os, jieba, opencc

FIRST, LAST = 0x4E00, 0x9FFF
here = os.path.dirname(os.path.abspath(__file__))
words = []
for line in open(os.path.join(os.path.dirname(jieba.__file__), "dict.txt"), encoding="utf8"):
    word, count = line.split(" ")[:2]
    words.append((word, int(count)))
text = "\n".join(word for word, _ in words)

def count(*texts):
    counts = collections.Counter()
    for converted in texts:
        for (_, n), word in zip(words, converted.split("\n")):
            for c in word:
                if FIRST <= ord(c) <= LAST:
                    counts[c] += n / len(texts)
    total = sum(counts.values())
    return {c: n / total for c, n in counts.items()}

def convert(how, what): return opencc.OpenCC(how).convert(what)

traditional, taiwan = convert("s2t", text), convert("s2tw", text)
tables = [count(text), count(traditional, taiwan), count(convert("t2jp", traditional))]
with open(os.path.join(here, "han.bin"), "wb") as out:
    for c in map(chr, range(FIRST, LAST + 1)):
        for table in tables:
            p = table.get(c, 0)
            out.write(bytes([min(254, round(-12 * math.log(p))) if p else 255]))
