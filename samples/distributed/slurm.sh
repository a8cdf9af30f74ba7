#!/bin/sh
#SBATCH --job-name=chongpai
#SBATCH --array=1-64
#SBATCH --cpus-per-task=2
#SBATCH --mem=4G
#SBATCH --requeue
# Converts a folder as an array of jobs, by Slurm: sbatch slurm.sh FOLDER OUT [OPTION...]
#
# The folders have to be seen by all machines. A job that is put back into the queue goes on where it stopped; after the
# last job the same command with fewer jobs finishes what is left, if anything is.
set -eu
folder=$1 out=$2
shift 2
exec chongpai convert "$folder" -o "$out" --memory 3G --jobs "${SLURM_CPUS_PER_TASK:-1}" \
    --shard "${SLURM_ARRAY_TASK_ID:?not an array job}/${SLURM_ARRAY_TASK_COUNT:?}" "$@"
