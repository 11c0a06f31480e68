//! `PostgreSQL` with `pg_trgm`: a GIN index over trigrams, the best fifty rescored with `rapidfuzz`.

use std::io::Write;

use anyhow::Result;
use postgres::{Client, NoTls, Statement};

use crate::{
    Finder, Supplier,
    likeness::{Folded, Likeness},
};

const RESCORED: i64 = 50;

pub(crate) struct Trigrams {
    client: Client,
    statement: Statement,
    names: Vec<Folded>,
}

impl Trigrams {
    /// Fills a temporary table of the database at `url`.
    pub(crate) fn new(url: &str, suppliers: &[Supplier]) -> Result<Self> {
        let mut client = Client::connect(url, NoTls)?;
        client.batch_execute(
            "CREATE EXTENSION IF NOT EXISTS pg_trgm; CREATE TEMP TABLE peer (number INT NOT NULL, name TEXT NOT NULL)",
        )?;
        let mut copy = client.copy_in("COPY peer (number, name) FROM STDIN")?;
        for (number, name) in suppliers {
            writeln!(copy, "{number}\t{}", name.replace(['\t', '\n', '\\'], " "))?;
        }
        copy.finish()?;
        client.batch_execute(
            "CREATE INDEX peer_name ON peer USING GIN (name gin_trgm_ops); ANALYZE peer; \
             SET pg_trgm.similarity_threshold = 0.3",
        )?;
        let statement =
            client.prepare("SELECT number FROM peer WHERE name % $1 ORDER BY similarity(name, $1) DESC, 1 LIMIT $2")?;
        let names = suppliers.iter().map(|(_, name)| Folded::new(name)).collect();
        Ok(Self {
            client,
            statement,
            names,
        })
    }
}

impl Finder for Trigrams {
    fn name(&self) -> &'static str {
        "PostgreSQL trigrams (GIN), best 50 rescored"
    }

    fn best(&mut self, query: &str) -> Result<Option<(u32, f32)>> {
        let likeness = Likeness::new(query);
        let rows = self.client.query(&self.statement, &[&query, &RESCORED])?;
        let scores = rows.iter().map(|row| {
            let number = row.get::<_, i32>(0).unsigned_abs();
            (number, likeness.with(&self.names[number as usize]))
        });
        Ok(scores.max_by(|a, b| a.1.total_cmp(&b.1)))
    }

    fn in_thread(&self) -> bool {
        false
    }
}
