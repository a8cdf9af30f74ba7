//! The other side of [`process`](super::process): a process that does the jobs it is told, one after another.
//!
//! It tells each step before it takes it, so that the one who listens knows where it died. When nobody is there any more, its
//! input ends, and it ends at once: what it was at is neither wanted nor half there.

use super::job;
use super::ledger;
use super::plan::Job;
use super::run::{self, Batch, Threads, held};
use super::wire::{self, Message, Order};
use crate::env::Steps;
use crate::error::Result;
use std::io::{BufReader, BufWriter};
use std::sync::{Arc, Mutex, mpsc};

/// Does the jobs that come in on the standard input, as the batch says, and answers on the standard output.
pub fn serve(mut batch: Batch) -> Result<()> {
    let common = ledger::common(&batch);
    let voice = Arc::new(Mutex::new(BufWriter::new(std::io::stdout())));
    wire::send(&Message::Ready(ledger::short(&common.finalize())), &mut *held(&voice))?;
    let steps = voice.clone();
    batch.env.steps = Steps::told(move |step, begins| {
        // Who listens is gone where this fails, and then the input ends too.
        let _ = match begins {
            true => wire::send(&Message::Begun(step.to_owned()), &mut *held(&steps)),
            // That a step has ended is told with what comes next.
            false => wire::put(&Message::Ended(step.to_owned()), &mut *held(&steps)),
        };
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
    let threads = Threads::new(batch.jobs);
    run::single(|| {
        for Order { job, wide } in jobs {
            let (outcome, spool) = threads.run(wide, || job::run(&job, &batch, &common));
            wire::answer(&job, &outcome, spool, &mut *held(&voice))?;
        }
        Ok(())
    })
}
