#!/bin/sh
# Converts a folder with eight programs beside one another, by GNU parallel: parallel.sh FOLDER OUT [OPTION...]
#
# Every program takes its part of the sources. One that was stopped is begun again: what it had finished is skipped.
set -eu
folder=$1 out=$2
shift 2
seq 8 | parallel --halt never --retries 3 chongpai convert "$folder" -o "$out" --jobs 1 --quiet --shard {}/8 "$@"
