//! Many conversions: which files, in what order, behind which walls.
//!
//! [`plan`] turns files and folders into jobs and refuses what can't be done before anything is written; [`job`] does one of
//! them behind a panic wall and puts its outputs in their `place` whole; [`run`](run()) does them all in parallel, each where
//! that is asked for in a [`process`] that may die alone, as memory allows (`queue`), and tells the results in input order; [`ledger`] remembers what was done; [`summary`] counts, [`stages`] takes the time, [`digest`] is the page that
//! says it all; [`bind`] makes volumes of
//! many issues, [`learn`] proposes patterns from what repeats in them. What the words on the screen look like is left to the command line.

mod archives;
pub mod bind;
mod child;
mod digest;
mod job;
mod journal;
pub mod learn;
mod ledger;
mod log;
mod place;
mod plan;
mod process;
mod queue;
mod run;
mod stages;
mod summary;
mod wire;

pub use archives::Archives;
pub use child::serve;
pub use digest::Digest;
pub use job::{Kept, Made, Outcome, Status, source};
pub use ledger::Ledger;
pub use log::Logging;
pub(crate) use place::temporary;
pub use plan::{Group, Job, Part, Plan, Refusal, plan};
pub use process::Isolation;
pub use run::{Batch, Watcher, run};
pub use stages::Stages;
pub use summary::Summary;
