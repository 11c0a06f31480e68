//! The results table.

use contract::{Actor, PAGE_SIZE, Page, Payee, PayeeFileId, PayeeFilter, PayeeSort, Permission};
use store::{
    cursor,
    tables::{
        payee::{self, After, PayeeRow},
        payee_file::{self, PayeeCounts, PayeeFileRow},
    },
};

use super::Payees;
use crate::{Authorize, Error, Result, decisions::MatchingRows};

/// Rows that one page may have.
const MAX_LIMIT: u32 = 200;

impl Payees {
    /// One page of a file's rows. The total is given where it costs nothing: without a filter, for a filter of one part
    /// that the file's counters know, and when everything is on the first page.
    pub async fn list(&self, actor: &Actor, id: PayeeFileId, filter: &PayeeFilter) -> Result<Page<Payee>> {
        actor.require(Permission::ReadPayees)?;
        let organization_id = actor.organization_id;
        let sort = filter.sort.unwrap_or(PayeeSort::Row);
        let limit = filter.limit.unwrap_or(PAGE_SIZE).clamp(1, MAX_LIMIT);
        let after = match &filter.cursor {
            Some(cursor) => decode(sort, cursor)?,
            None => start(sort),
        };
        let file = payee_file::get(&self.env.db, organization_id, id)
            .await?
            .ok_or(Error::NotFound("payee file"))?;
        let matching = MatchingRows::of(filter);
        let rows = payee::page(
            &self.env.db,
            organization_id,
            id,
            &matching.rows(),
            &after,
            i64::from(limit) + 1,
        )
        .await?;
        let is_first = filter.cursor.is_none();
        let (rows, next_cursor) = page(rows, limit, sort);
        let known = counted(filter, &matching, &file);
        let total = if is_first && next_cursor.is_none() {
            Some(rows.len() as u64)
        } else {
            known
        };
        Ok(Page {
            items: rows.into_iter().map(Payee::from).collect(),
            next_cursor,
            total,
        })
    }
}

/// Before the first row.
fn start(sort: PayeeSort) -> After {
    match sort {
        PayeeSort::Row => After::Row(-1),
        PayeeSort::Name => After::Name(String::new(), -1),
        PayeeSort::TypeConfidence => After::TypeConfidence(-1.0, -1),
        PayeeSort::MatchProbability => After::MatchProbability(-1.0, -1),
    }
}

fn decode(sort: PayeeSort, cursor: &str) -> Result<After> {
    Ok(match sort {
        PayeeSort::Row => After::Row(cursor::decode(cursor)?),
        PayeeSort::Name => {
            let (name_key, row) = cursor::decode(cursor)?;
            After::Name(name_key, row)
        }
        PayeeSort::TypeConfidence => {
            let (value, row) = cursor::decode(cursor)?;
            After::TypeConfidence(value, row)
        }
        PayeeSort::MatchProbability => {
            let (value, row) = cursor::decode(cursor)?;
            After::MatchProbability(value, row)
        }
    })
}

fn page(rows: Vec<PayeeRow>, limit: u32, sort: PayeeSort) -> (Vec<PayeeRow>, Option<String>) {
    match sort {
        PayeeSort::Row => cursor::page(rows, limit, |row| row.row_number),
        PayeeSort::Name => cursor::page(rows, limit, |row| (row.name_key.clone(), row.row_number)),
        PayeeSort::TypeConfidence => cursor::page(rows, limit, |row| (row.outcome.type_confidence, row.row_number)),
        PayeeSort::MatchProbability => cursor::page(rows, limit, |row| (row.outcome.match_probability, row.row_number)),
    }
}

/// How many rows match, as far as the file's counters tell.
fn counted(filter: &PayeeFilter, matching: &MatchingRows<'_>, file: &PayeeFileRow) -> Option<u64> {
    use contract::{MatchDecision as D, PayeeType as T};

    let counts: &PayeeCounts = &file.counts;
    let all = counts.match_count + counts.review_count + counts.none_count;
    let count = match (matching.parts(), filter.payee_type, filter.decision, filter.in_review) {
        (0, ..) => all,
        (1, Some(T::Business), ..) => counts.business_count,
        (1, Some(T::Individual), ..) => counts.individual_count,
        (1, Some(T::Government), ..) => counts.government_count,
        (1, Some(T::Unknown), ..) => counts.unknown_count,
        (1, _, Some(D::Match), _) => counts.match_count,
        (1, _, Some(D::Review), _) => counts.review_count,
        (1, _, Some(D::None), _) => counts.none_count,
        (1, _, _, Some(true)) => counts.open_review_count,
        (1, _, _, Some(false)) => all - counts.open_review_count,
        _ => return None,
    };
    u64::try_from(count).ok()
}
