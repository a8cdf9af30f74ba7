//! The other side of [`process`](super::process): a process that does the jobs it is told, one after another.
//!
//! It tells each step before it takes it, so that the one who listens knows where it died. When nobody is there any more, its
//! input ends, and it ends at once: what it was at is neither wanted nor half there.

use super::job;
use super::ledger;
use super::plan::Job;
use super::run::{self, Batch, Threads};
use super::wire::{self, Message, Order};
use crate::env::Steps;
use crate::error::Result;
use std::io::{BufReader, Write};
use std::sync::mpsc;

/// Does the jobs that come in on the standard input, as the batch says, and answers on the standard output.
pub fn serve(mut batch: Batch) -> Result<()> {
    let common = ledger::common(&batch);
    tell(&Message::Ready(ledger::short(&common.finalize())))?;
    batch.env.steps = Steps::told(|step, begins| {
        // Who listens is gone where this fails, and then the input ends too.
        let _ = tell(&if begins { Message::Begun(step.to_owned()) } else { Message::Ended(step.to_owned()) });
    });
    let (send, jobs) = mpsc::channel::<Order<Job>>();
    std::thread::spawn(move || {
        let mut input = BufReader::new(std::io::stdin());
        while let Ok(Some(order)) = wire::receive(&mut input) {
            if send.send(order).is_err() {
                return;
            }
        }
        std::process::exit(0);
    });
    let (threads, own) = (Threads::new(batch.jobs), run::pool(1));
    for Order { job, wide } in jobs {
        let (outcome, spool) = threads.run(&own, wide, || job::run(&job, &batch, &common));
        wire::answer(&job, &outcome, spool, &mut std::io::stdout().lock())?;
    }
    Ok(())
}

fn tell(message: &Message) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    wire::send(message, &mut out)?;
    out.flush()
}
