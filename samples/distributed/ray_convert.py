#!/usr/bin/env python3
"""Converts a folder over a Ray cluster (PyPI `ray`): each actor drives a `chongpai worker`.

    ray_convert.py FOLDER OUT [--to epub,docx] [--actors 4] [--parts 32] [--program chongpai]

The folder's sources are parted into shards; an actor asks its worker for one shard after another, in lines of JSON. A worker
that dies is started again and asked once more; an actor that dies is started again by Ray. What was finished before is not
done twice. Without an address in RAY_ADDRESS a cluster of this machine is used. Folders have to be seen by all machines.
"""
import argparse
import json
import subprocess
import sys

import ray

ATTEMPTS = 3


@ray.remote(max_restarts=-1, max_task_retries=-1)
class Converter:
    """An actor with a worker of its own."""

    def __init__(self, program, folder, settings):
        self.program, self.folder, self.settings = program, folder, settings
        self.worker = None

    def start(self):
        if self.worker is None or self.worker.poll() is not None:
            words = [self.program, "worker"]
            self.worker = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def convert(self, part, parts):
        """The summary of one shard, with what failed in it."""
        for _ in range(ATTEMPTS):
            self.start()
            answer = self.ask(part, parts)
            if answer:
                return answer
            self.worker.wait()
        return {"event": "error", "message": f"the worker died {ATTEMPTS} times", "part": part}

    def ask(self, part, parts):
        request = {"id": part, "inputs": [self.folder], "shard": [part, parts], "settings": self.settings}
        failed = []
        try:
            self.worker.stdin.write(json.dumps(request) + "\n")
            self.worker.stdin.flush()
            for line in self.worker.stdout:
                answer = json.loads(line)
                if answer["event"] != "file":
                    return {**answer, "sources": failed}
                if answer["status"] == "failed":
                    failed.append(answer["source"])
        except (BrokenPipeError, json.JSONDecodeError):
            pass
        return None


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder")
    options.add_argument("out")
    options.add_argument("--to", default="pdf,docx,epub")
    options.add_argument("--actors", type=int, default=4)
    options.add_argument("--parts", type=int, default=32)
    options.add_argument("--program", default="chongpai")
    asked = options.parse_args()

    ray.init(log_to_driver=False)
    settings = {"out": asked.out, "to": asked.to.split(","), "jobs": 1}
    actors = [Converter.remote(asked.program, asked.folder, settings) for _ in range(asked.actors)]
    pool = ray.util.ActorPool(actors)
    done = failed = 0
    for answer in pool.map_unordered(lambda actor, part: actor.convert.remote(part, asked.parts), range(1, asked.parts + 1)):
        if answer["event"] == "error":
            sys.exit(f"part {answer.get('part', answer.get('id'))}: {answer['message']}")
        done += answer["done"]
        failed += answer["failed"]
        for source in answer["sources"]:
            print(f"failed: {source}", file=sys.stderr)
    print(f"{done} done, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
