//! What the crate and its program promise, tested from outside.

mod batch;
mod bind;
mod cases;
mod check;
mod cli;
mod clreq;
mod distributed;
mod e2e;
mod epub;
mod gbt9704;
mod growth;
mod habits;
mod impose;
#[cfg(target_os = "linux")]
mod isolation;
mod issues;
mod laws;
mod learn;
mod ledger;
mod mutants;
mod night;
mod notices;
mod office;
mod pages;
mod pdf;
mod pictures;
mod program;
mod resume;
mod review;
#[cfg(feature = "stores")]
mod stores;
mod tagged;
mod tidy;
mod vertical;
