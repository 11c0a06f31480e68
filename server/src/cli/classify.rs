//! `vouch classify`

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use contract::TypeEvidence;
use intake::tabular::Row;
use payee::{Classifier, PayeeInput, Verdict};

use super::rows::{self, BILLION, Format, Input, Value};

/// Arguments of `vouch classify`.
#[derive(Debug, Args)]
pub struct Classify {
    /// File of payees (CSV, TSV, XLSX, also gzipped), or - for standard input.
    #[arg(long, value_name = "FILE")]
    input: PathBuf,
    /// Column with the payee's name.
    #[arg(long, value_name = "COLUMN", default_value = "name")]
    name_column: String,
    /// Column with the tax id; its shape is evidence.
    #[arg(long, value_name = "COLUMN")]
    tax_id_column: Option<String>,
    /// Column with the form of address, such as Mr or Dr.
    #[arg(long, value_name = "COLUMN")]
    title_column: Option<String>,
    /// Column with the postal address.
    #[arg(long, value_name = "COLUMN")]
    address_column: Option<String>,
    /// Column with the country.
    #[arg(long, value_name = "COLUMN")]
    country_column: Option<String>,
    /// Where to write, or - for standard output.
    #[arg(long, value_name = "FILE")]
    output: PathBuf,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
    /// Add a column with the evidence, as JSON.
    #[arg(long)]
    explain: bool,
}

/// Columns that are added to those of the input.
const ADDED: [&str; 7] = [
    "payee_type",
    "payee_type_confidence",
    "p_business",
    "p_individual",
    "p_government",
    "payee_subtype",
    "reason",
];

/// The column that `--explain` adds.
const EVIDENCE: &str = "evidence";

/// Where in a row to find what is known of a payee.
struct Columns {
    name: usize,
    tax_id: Option<usize>,
    title: Option<usize>,
    address: Option<usize>,
    country: Option<usize>,
}

impl Classify {
    /// Classifies each row.
    pub fn run(self) -> Result<()> {
        let input = Input::open(&self.input)?;
        let find = |name: &Option<String>| name.as_deref().map(|name| input.column(name)).transpose();
        let columns = Columns {
            name: input.column(&self.name_column)?,
            tax_id: find(&self.tax_id_column)?,
            title: find(&self.title_column)?,
            address: find(&self.address_column)?,
            country: find(&self.country_column)?,
        };
        let mut added: Vec<String> = ADDED.map(str::to_owned).into();
        if self.explain {
            added.push(EVIDENCE.to_owned());
        }
        let mut output = rows::create_output(&self.output, &[&self.input])?;
        let classifier = Classifier::embedded();
        rows::transform(
            &input,
            &mut output,
            self.format,
            &added,
            || (),
            |(), row, put| {
                let payee = columns.read(row);
                if self.explain {
                    let (verdict, evidence) = classifier.explain(&payee);
                    put_verdict(&verdict, put);
                    put(Value::Json(to_json(&evidence)));
                } else {
                    put_verdict(&classifier.classify(&payee), put);
                }
            },
        )?;
        Ok(())
    }
}

impl Columns {
    fn read<'a>(&self, row: &'a Row) -> PayeeInput<'a> {
        let filled = |column: Option<usize>| {
            column
                .map(|column| row.cell(column).trim())
                .filter(|cell| !cell.is_empty())
        };
        PayeeInput {
            name: row.cell(self.name),
            tax_id: filled(self.tax_id),
            title: filled(self.title),
            address: filled(self.address),
            country: filled(self.country),
        }
    }
}

fn put_verdict(verdict: &Verdict, put: &mut dyn FnMut(Value<'_>)) {
    put(Value::Text(verdict.payee_type.as_str()));
    let p = &verdict.probabilities;
    let shares = whole([p.business, p.individual, p.government]);
    let confidence = shares.iter().max().expect("there are three");
    put(Value::Billionths(*confidence));
    for share in shares {
        put(Value::Billionths(share));
    }
    put(verdict
        .subtype
        .map_or(Value::Absent, |subtype| Value::Text(subtype.as_str())));
    put(Value::Text(verdict.reason.as_str()));
}

/// The shares in billionths; the largest takes what rounding leaves, so that together they are one.
fn whole(shares: [f32; 3]) -> [u32; 3] {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share is 0 to 1"
    )]
    let mut parts = shares.map(|share| (f64::from(share) * f64::from(BILLION)).round() as u32);
    let largest = (0..3).max_by_key(|&at| parts[at]).expect("there are three");
    let others: u32 = parts.iter().sum::<u32>() - parts[largest];
    parts[largest] = BILLION.saturating_sub(others);
    parts
}

fn to_json(evidence: &TypeEvidence) -> String {
    serde_json::to_string(evidence).expect("evidence is plain data")
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use std::fs;

    use serde_json::Value as Json;

    use super::*;

    fn classify(format: Format, explain: bool) -> String {
        let folder = tempfile::tempdir().unwrap();
        let (input, output) = (folder.path().join("in.csv"), folder.path().join("out"));
        fs::write(
            &input,
            "no,name\n1,Microsoft Corporation\n2,John Smith\n3,City of New York\n",
        )
        .unwrap();
        let command = Classify {
            input,
            name_column: "name".into(),
            tax_id_column: None,
            title_column: None,
            address_column: None,
            country_column: None,
            output: output.clone(),
            format,
            explain,
        };
        command.run().unwrap();
        fs::read_to_string(output).unwrap()
    }

    #[test]
    fn input_columns_come_first_then_the_answer() {
        let output = classify(Format::Csv, false);
        let mut reader = csv::Reader::from_reader(output.as_bytes());
        assert_eq!(
            reader.headers().unwrap().iter().collect::<Vec<_>>(),
            [&["no", "name"][..], &ADDED].concat()
        );
        let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
        let types: Vec<_> = rows.iter().map(|row| (&row[0], &row[2])).collect();
        assert_eq!(types, [("1", "business"), ("2", "individual"), ("3", "government")]);
        for row in &rows {
            let sum: f64 = (4..7).map(|column| row[column].parse::<f64>().unwrap()).sum();
            assert!((sum - 1.0).abs() < 1e-12, "{sum}");
        }
    }

    #[test]
    fn shares_are_one_together() {
        for shares in [
            [1.0 / 3.0; 3],
            [0.999_574_36, 6.488_542e-7, 0.000_425_094],
            [1.0, 0.0, 0.0],
        ] {
            assert_eq!(whole(shares).iter().sum::<u32>(), BILLION, "{shares:?}");
        }
        assert_eq!(whole([0.25, 0.5, 0.25]), [250_000_000, 500_000_000, 250_000_000]);
    }

    #[test]
    fn evidence_is_json() {
        let output = classify(Format::Jsonl, true);
        let row: Json = serde_json::from_str(output.lines().nth(2).unwrap()).unwrap();
        assert_eq!(row["payee_type"], "government");
        assert!(
            row["evidence"]["supporting"]
                .as_array()
                .is_some_and(|features| !features.is_empty())
        );
    }
}
