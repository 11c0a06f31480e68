//! Slowing down the guessing of passwords.
//!
//! What is counted is the pair of account and address: someone who guesses at an account from afar is slowed down, and
//! the account's owner, who comes from elsewhere, is not. Someone who tries a few passwords on many accounts is told by
//! the accounts that failed from one address (OWASP ASVS 5.0, 6.3.1). The counters live in memory and are bounded; they
//! are lost with the process, which costs a guesser one restart.

use std::{
    collections::{HashMap, VecDeque},
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};

use crate::{Error, Result};

/// Attempts within the window.
const ATTEMPTS: usize = 5;
/// The window, which slides.
const WINDOW: TimeDelta = TimeDelta::minutes(5);
/// Accounts that may fail from one address within [`ACCOUNTS_WINDOW`]: more than mistype their passwords in an office.
const FAILED_ACCOUNTS: usize = 10;
/// The window of the accounts, which slides.
const ACCOUNTS_WINDOW: TimeDelta = TimeDelta::minutes(15);
/// Pairs that are counted at most; addresses too.
const MAX_PAIRS: usize = 10_000;

/// Account and address.
type Pair = (String, String);

/// Accounts with the time of their last failure.
type FailedAccounts = VecDeque<(String, DateTime<Utc>)>;

/// Five attempts in five minutes per account and address, ten accounts in fifteen minutes per address.
#[derive(Debug, Default)]
pub(super) struct SignInLimit {
    attempts: Mutex<HashMap<Pair, VecDeque<DateTime<Utc>>>>,
    /// The accounts that failed last from each address, and when; the latest last.
    failures: Mutex<HashMap<String, FailedAccounts>>,
}

impl SignInLimit {
    /// Counts an attempt, before it is looked at: attempts at the same time all count.
    ///
    /// # Errors
    /// [`Error::RateLimited`] when there were too many; then this one is not looked at, and does not count.
    pub fn admit(&self, email: &str, ip: Option<&str>, now: DateTime<Utc>) -> Result<()> {
        self.admit_address(ip, now)?;
        let mut attempts = self.attempts.lock().unwrap_or_else(PoisonError::into_inner);
        let pair = (email.to_owned(), network(ip));
        if attempts.len() >= MAX_PAIRS && !attempts.contains_key(&pair) {
            make_room(&mut attempts, now);
        }
        let times = attempts.entry(pair).or_default();
        while times.front().is_some_and(|at| now - *at >= WINDOW) {
            times.pop_front();
        }
        match times.front() {
            Some(first) if times.len() >= ATTEMPTS => Err(too_many(*first + WINDOW - now)),
            _ => {
                times.push_back(now);
                Ok(())
            }
        }
    }

    fn admit_address(&self, ip: Option<&str>, now: DateTime<Utc>) -> Result<()> {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(accounts) = failures.get_mut(&network(ip)) else {
            return Ok(());
        };
        while accounts.front().is_some_and(|(_, at)| now - *at >= ACCOUNTS_WINDOW) {
            accounts.pop_front();
        }
        match accounts.front() {
            Some((_, first)) if accounts.len() >= FAILED_ACCOUNTS => Err(too_many(*first + ACCOUNTS_WINDOW - now)),
            _ => Ok(()),
        }
    }

    /// Counts a wrong password, or one for an unknown account. Without an address nothing tells who else sends.
    pub fn failed(&self, email: &str, ip: Option<&str>, now: DateTime<Utc>) {
        let address = network(ip);
        if address.is_empty() {
            return;
        }
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        if failures.len() >= MAX_PAIRS && !failures.contains_key(&address) {
            let last = |accounts: &FailedAccounts| accounts.back().map(|(_, at)| *at);
            failures.retain(|_, accounts| last(accounts).is_some_and(|at| now - at < ACCOUNTS_WINDOW));
            if failures.len() >= MAX_PAIRS {
                let quietest = failures.iter().min_by_key(|(_, accounts)| last(accounts));
                if let Some(quietest) = quietest.map(|(address, _)| address.clone()) {
                    failures.remove(&quietest);
                }
            }
        }
        let accounts = failures.entry(address).or_default();
        accounts.retain(|(account, _)| account != email);
        accounts.push_back((email.to_owned(), now));
    }

    /// Forgets the attempts of a pair, after the right password.
    pub fn forget(&self, email: &str, ip: Option<&str>) {
        let mut attempts = self.attempts.lock().unwrap_or_else(PoisonError::into_inner);
        attempts.remove(&(email.to_owned(), network(ip)));
    }
}

fn too_many(wait: TimeDelta) -> Error {
    Error::RateLimited {
        retry_after_seconds: u64::try_from(wait.num_seconds()).unwrap_or(0) + 1,
    }
}

/// Drops what is out of the window, or else the pair that was quiet for longest.
fn make_room(attempts: &mut HashMap<Pair, VecDeque<DateTime<Utc>>>, now: DateTime<Utc>) {
    attempts.retain(|_, times| times.back().is_some_and(|at| now - *at < WINDOW));
    if attempts.len() >= MAX_PAIRS {
        let quietest = attempts
            .iter()
            .min_by_key(|(_, times)| times.back().copied())
            .map(|(pair, _)| pair.clone());
        if let Some(pair) = quietest {
            attempts.remove(&pair);
        }
    }
}

/// What counts as one address: an IPv4 address, or an IPv6 network of 64 bits, which is what one household or server has.
fn network(ip: Option<&str>) -> String {
    match ip.map(str::parse::<IpAddr>) {
        Some(Ok(IpAddr::V6(ip))) if ip.to_ipv4_mapped().is_none() => {
            let s = ip.segments();
            format!("{:x}:{:x}:{:x}:{:x}::/64", s[0], s[1], s[2], s[3])
        }
        Some(Ok(ip)) => ip.to_canonical().to_string(),
        Some(Err(_)) | None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Option<&str> = Some("192.0.2.1");
    const THERE: Option<&str> = Some("198.51.100.9");

    fn noon() -> DateTime<Utc> {
        DateTime::from_timestamp(1_772_712_000, 0).expect("it is a time that chrono can hold")
    }

    fn exhausted() -> SignInLimit {
        let limit = SignInLimit::default();
        for _ in 0..ATTEMPTS {
            limit.admit("ada", HERE, noon()).expect("within the limit");
        }
        limit
    }

    #[test]
    fn the_sixth_attempt_within_five_minutes_is_refused() {
        let limit = exhausted();
        let later = noon() + TimeDelta::seconds(60);
        let refused = limit.admit("ada", HERE, later);
        assert!(
            matches!(
                refused,
                Err(Error::RateLimited {
                    retry_after_seconds: 241
                })
            ),
            "{refused:?}"
        );
        assert!(limit.admit("ada", HERE, noon() + WINDOW).is_ok());
    }

    #[test]
    fn others_are_not_locked_out() {
        let limit = exhausted();
        assert!(limit.admit("ada", THERE, noon()).is_ok(), "the owner from elsewhere");
        assert!(
            limit.admit("bob", HERE, noon()).is_ok(),
            "another from the same address"
        );
    }

    #[test]
    fn an_address_that_fails_for_many_accounts_is_slowed_down() {
        let limit = SignInLimit::default();
        for n in 0..FAILED_ACCOUNTS {
            assert!(limit.admit(&format!("user {n}"), HERE, noon()).is_ok(), "{n}");
            limit.failed(&format!("user {n}"), HERE, noon());
            limit.failed(&format!("user {n}"), HERE, noon());
        }
        let refused = limit.admit("ada", HERE, noon() + TimeDelta::minutes(14));
        assert!(
            matches!(
                refused,
                Err(Error::RateLimited {
                    retry_after_seconds: 61
                })
            ),
            "{refused:?}"
        );
        assert!(limit.admit("ada", THERE, noon()).is_ok(), "another address");
        assert!(limit.admit("ada", HERE, noon() + ACCOUNTS_WINDOW).is_ok());
    }

    #[test]
    fn one_account_that_fails_often_counts_once() {
        let limit = SignInLimit::default();
        for n in 0..100 {
            limit.failed("ada", HERE, noon() + TimeDelta::seconds(n));
            limit.failed("bob", None, noon());
        }
        assert!(limit.admit("bob", HERE, noon() + TimeDelta::seconds(100)).is_ok());
        assert!(limit.admit("eve", None, noon()).is_ok(), "nobody knows from where");
    }

    #[test]
    fn the_right_password_clears_the_count() {
        let limit = exhausted();
        limit.forget("ada", HERE);
        assert!(limit.admit("ada", HERE, noon()).is_ok());
    }

    #[test]
    fn one_ipv6_network_is_one_address() {
        assert_eq!(network(Some("2001:db8:1:2:3:4:5:6")), network(Some("2001:db8:1:2::1")));
        assert_ne!(network(Some("2001:db8:1:2::1")), network(Some("2001:db8:1:3::1")));
        assert_eq!(network(Some("::ffff:192.0.2.1")), network(HERE));
    }

    #[test]
    fn the_number_of_pairs_is_bounded() {
        let limit = SignInLimit::default();
        for n in 0..MAX_PAIRS + 10 {
            let at = noon() + TimeDelta::milliseconds(i64::try_from(n).expect("it is small"));
            limit.admit(&format!("user {n}"), HERE, at).expect("within the limit");
        }
        let attempts = limit.attempts.lock().expect("no test panics with it");
        assert_eq!(attempts.len(), MAX_PAIRS);
        assert!(
            !attempts.contains_key(&("user 0".to_owned(), network(HERE))),
            "the quietest went"
        );
    }
}
