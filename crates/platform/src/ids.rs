//! Identifiers.

use std::sync::{Arc, Mutex, PoisonError};

use uuid::{Builder, Uuid};

use crate::{Clock, Random};

/// Makes version 7 UUIDs (RFC 9562, section 5.7). Those of one source sort in the order in which they were made: within a
/// millisecond the 12 bits of `rand_a` count up (section 6.2, method 1), and when they run out the millisecond is borrowed
/// from the future.
#[derive(Debug)]
pub struct Ids {
    clock: Arc<dyn Clock>,
    random: Arc<Random>,
    last: Mutex<Last>,
}

#[derive(Debug, Default)]
struct Last {
    millis: u64,
    count: u16,
}

/// The largest count that fits.
const COUNT_MAX: u16 = 0x0fff;

impl Ids {
    /// A source of ids.
    pub fn new(clock: Arc<dyn Clock>, random: Arc<Random>) -> Self {
        Self {
            clock,
            random,
            last: Mutex::new(Last::default()),
        }
    }

    /// The next id, of whatever newtype.
    pub fn next<T: From<Uuid>>(&self) -> T {
        let now = u64::try_from(self.clock.now().timestamp_millis()).unwrap_or(0);
        let mut bytes = self.random.bytes::<10>();
        let (millis, count) = {
            let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
            if now > last.millis {
                *last = Last { millis: now, count: 0 };
            } else if last.count == COUNT_MAX {
                *last = Last {
                    millis: last.millis + 1,
                    count: 0,
                };
            } else {
                last.count += 1;
            }
            (last.millis, last.count)
        };
        let [high, low] = count.to_be_bytes();
        bytes[0] = high;
        bytes[1] = low;
        T::from(Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid())
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::TestClock;

    #[test]
    fn ids_sort_in_the_order_of_their_making() {
        let clock = Arc::new(TestClock::default());
        let ids = Ids::new(clock.clone(), Arc::new(Random::seeded(1)));
        let mut made: Vec<Uuid> = (0..10_000).map(|_| ids.next()).collect();
        clock.advance(TimeDelta::milliseconds(1));
        made.push(ids.next());
        clock.advance(TimeDelta::seconds(1));
        made.push(ids.next());
        assert!(made.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(made.iter().all(|id| id.get_version_num() == 7));
    }

    #[test]
    fn a_clock_set_back_does_not_set_ids_back() {
        let clock = Arc::new(TestClock::default());
        let ids = Ids::new(clock.clone(), Arc::new(Random::seeded(1)));
        let first: Uuid = ids.next();
        clock.advance(TimeDelta::seconds(-60));
        assert!(first < ids.next::<Uuid>());
    }
}
