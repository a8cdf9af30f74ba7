//! What the crate and its program promise, tested from outside.

mod batch;
mod cases;
mod cli;
mod epub;
mod laws;
mod program;
mod tidy;
