//! What a file claims to be: PDF/A-2u, for archives (PF-1), and PDF/UA-1, for readers who do not see the page.
//!
//! The library proves a claim while it writes. What it refuses is given up and told; the file is then written without it.

use crate::diag::{Sink, Trouble};
use krilla::configure::validate::ValidationError;
use krilla::configure::{Accessibility, Archival, Configuration, ConfigurationBuilder, ConfigurationError, Validators};

/// What a PDF is asked to be. Every one has a structure tree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standard {
    /// PDF/A-2u and PDF/UA-1, each where it can be had.
    #[default]
    Both,
    /// PDF/A-2u alone.
    A2u,
    /// PDF/UA-1 alone.
    Ua1,
    /// Neither.
    None,
}

/// What is still claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claims {
    archival: bool,
    accessible: bool,
}

impl Claims {
    /// What is asked for.
    pub fn of(standard: Standard) -> Claims {
        Claims {
            archival: matches!(standard, Standard::Both | Standard::A2u),
            accessible: matches!(standard, Standard::Both | Standard::Ua1),
        }
    }

    /// Gives up the claim to be for archives; whether there was one.
    pub fn give_up_archival(&mut self) -> bool {
        std::mem::take(&mut self.archival)
    }

    /// The claims as the library takes them.
    pub fn configuration(self) -> Result<Configuration, ConfigurationError> {
        let mut asked = ConfigurationBuilder::new();
        if self.archival {
            asked = asked.with_archival_validator(Archival::A2_U);
        }
        if self.accessible {
            asked = asked.with_accessibility_validator(Accessibility::UA1);
        }
        asked.finish()
    }
}

/// Which claims were refused, each with the first reason.
#[derive(Debug, Default)]
pub struct Refusal {
    archival: Option<String>,
    accessible: Option<String>,
}

impl Refusal {
    /// Sorts what the library says.
    pub fn of(failures: &[(ValidationError, Validators)]) -> Refusal {
        let reason = |of: fn(&Validators) -> bool| {
            let first = failures.iter().find(|(_, validators)| of(validators));
            first.map(|(error, _)| format!("{error:?}").chars().take(200).collect())
        };
        Refusal {
            archival: reason(|validators| validators.archival().is_some()),
            accessible: reason(|validators| validators.accessibility().is_some()),
        }
    }

    /// Tells what is given up, and what is left of the claims: always fewer.
    pub fn report(self, claims: Claims, sink: &mut Sink) -> Claims {
        let known = self.archival.is_some() || self.accessible.is_some();
        let mut left = claims;
        if let Some(reason) = self.archival.filter(|_| claims.archival) {
            sink.push(Trouble::NotArchival { reason }, "");
            left.archival = false;
        }
        if let Some(reason) = self.accessible.filter(|_| claims.accessible) {
            sink.push(Trouble::NotAccessible { reason }, "");
            left.accessible = false;
        }
        if known && left != claims { left } else { Claims::of(Standard::None) }
    }
}
