//! Memory, shared out among the sources that are at work.

use std::sync::{Condvar, Mutex, PoisonError};

/// So much there is.
#[derive(Debug)]
pub struct Budget {
    whole: u64,
    left: Mutex<u64>,
    freed: Condvar,
}

/// What a source took; it gives it back when it is dropped.
#[derive(Debug)]
pub struct Share<'a> {
    budget: &'a Budget,
    bytes: u64,
}

impl Budget {
    /// A budget of bytes.
    pub fn new(bytes: u64) -> Budget {
        Budget { whole: bytes, left: Mutex::new(bytes), freed: Condvar::new() }
    }

    /// Waits until so many bytes are free, and takes them. Who needs more than there is waits until nobody else is at work.
    pub fn take(&self, bytes: u64) -> Share<'_> {
        let bytes = bytes.min(self.whole);
        let left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        let mut left = self.freed.wait_while(left, |left| *left < bytes).unwrap_or_else(PoisonError::into_inner);
        *left -= bytes;
        Share { budget: self, bytes }
    }
}

impl Drop for Share<'_> {
    fn drop(&mut self) {
        *self.budget.left.lock().unwrap_or_else(PoisonError::into_inner) += self.bytes;
        self.budget.freed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU64, Ordering};

    #[test]
    fn never_more_than_there_is_and_nobody_waits_for_ever() {
        let budget = Budget::new(10);
        let (now, most) = (AtomicU64::new(0), AtomicU64::new(0));
        std::thread::scope(|scope| {
            for need in [3, 7, 10, 25, 1, 4, 9, 2] {
                let (budget, now, most) = (&budget, &now, &most);
                scope.spawn(move || {
                    for _ in 0..200 {
                        let share = budget.take(need);
                        most.fetch_max(now.fetch_add(share.bytes, Ordering::SeqCst) + share.bytes, Ordering::SeqCst);
                        now.fetch_sub(share.bytes, Ordering::SeqCst);
                        drop(share);
                    }
                });
            }
        });
        assert!(most.into_inner() <= 10);
        assert_eq!(*budget.left.lock().expect("nobody panicked"), 10);
    }
}
