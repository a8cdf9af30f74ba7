//! What the crate and its program promise, tested from outside.

mod cli;
mod epub;
mod program;
