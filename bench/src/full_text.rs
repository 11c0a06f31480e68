//! `tantivy`: BM25 over trigrams, the best fifty rescored with `rapidfuzz`.

use anyhow::Result;
use tantivy::{
    Index, Searcher, TantivyDocument, Term,
    collector::TopDocs,
    doc,
    query::{BooleanQuery, Occur, Query, TermQuery},
    schema::{FAST, Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions},
    tokenizer::{LowerCaser, NgramTokenizer, TextAnalyzer, TokenStream},
};

use crate::{
    Finder, Supplier,
    likeness::{Folded, Likeness},
};

const RESCORED: usize = 50;

pub(crate) struct FullText {
    searcher: Searcher,
    analyzer: TextAnalyzer,
    field: Field,
    names: Vec<Folded>,
}

impl FullText {
    pub(crate) fn new(suppliers: &[Supplier]) -> Result<Self> {
        let analyzer = TextAnalyzer::builder(NgramTokenizer::new(3, 3, false)?)
            .filter(LowerCaser)
            .build();
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("trigrams")
            .set_index_option(IndexRecordOption::WithFreqs);
        let field = schema.add_text_field("name", TextOptions::default().set_indexing_options(indexing));
        let number = schema.add_u64_field("number", FAST);
        let index = Index::create_in_ram(schema.build());
        index.tokenizers().register("trigrams", analyzer.clone());
        let mut writer = index.writer_with_num_threads::<TantivyDocument>(1, 400_000_000)?;
        for (position, name) in suppliers {
            writer.add_document(doc!(field => format!(" {name} "), number => u64::from(*position)))?;
        }
        writer.commit()?;
        let names = suppliers.iter().map(|(_, name)| Folded::new(name)).collect();
        Ok(Self {
            searcher: index.reader()?.searcher(),
            analyzer,
            field,
            names,
        })
    }
}

impl Finder for FullText {
    fn name(&self) -> &'static str {
        "tantivy trigrams, best 50 rescored"
    }

    fn best(&mut self, query: &str) -> Result<Option<(u32, f32)>> {
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        let padded = format!(" {query} ");
        let mut tokens = self.analyzer.token_stream(&padded);
        while let Some(token) = tokens.next() {
            let term = Term::from_field_text(self.field, &token.text);
            clauses.push((
                Occur::Should,
                Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)),
            ));
        }
        drop(tokens);
        let found = self
            .searcher
            .search(&BooleanQuery::new(clauses), &TopDocs::with_limit(RESCORED))?;
        let likeness = Likeness::new(query);
        let mut best = None;
        for (_, address) in found {
            let numbers = self
                .searcher
                .segment_reader(address.segment_ord)
                .fast_fields()
                .u64("number")?;
            let Some(number) = numbers.first(address.doc_id) else {
                continue;
            };
            let score = likeness.with(&self.names[number as usize]);
            if best.is_none_or(|(_, highest)| score > highest) {
                best = Some((number as u32, score));
            }
        }
        Ok(best)
    }
}
