//! `vouch match`

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;
use contract::{ColumnField, MatchDecision, SupplierId};
use intake::tabular::{Limits, MappedRow, Row, RowReader, Table, propose};
use matching::{Index, IndexBuilder, LiveIndex, Query, Scored, Scratch, SupplierRecord, Thresholds};
use uuid::Uuid;

use super::rows::{self, Format, Input, Value};

/// Candidates that the decision looks at, as the server does.
const DECIDED_BY: usize = 32;

/// Arguments of `vouch match`.
#[derive(Debug, Args)]
pub struct MatchRows {
    /// File of suppliers (CSV, TSV, XLSX, also gzipped); the meaning of its columns is detected.
    #[arg(long, value_name = "FILE")]
    suppliers: PathBuf,
    /// File of payees, or - for standard input.
    #[arg(long, value_name = "FILE")]
    input: PathBuf,
    /// Where to write, or - for standard output.
    #[arg(long, value_name = "FILE")]
    output: PathBuf,
    /// Candidates to give for each row.
    #[arg(long, value_name = "K", default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..=32))]
    top: u8,
    /// Share of automatic matches that may be wrong.
    #[arg(long, value_name = "SHARE", value_parser = share)]
    target_error: Option<f32>,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
    #[command(flatten)]
    columns: ColumnArgs,
}

/// Reads a share.
fn share(text: &str) -> Result<f32, String> {
    let share = text.parse().ok().filter(|share| (0.0..=1.0).contains(share));
    share.ok_or_else(|| "it must be between 0 and 1".to_owned())
}

/// Where in a row to find what is known of a payee.
#[derive(Debug, Args)]
#[expect(clippy::struct_field_names, reason = "they become the names of the flags")]
struct ColumnArgs {
    /// Column with the payee's name.
    #[arg(long, value_name = "COLUMN", default_value = "name")]
    name_column: String,
    /// Column with street and house number.
    #[arg(long, value_name = "COLUMN")]
    address_column: Option<String>,
    /// Column with the city.
    #[arg(long, value_name = "COLUMN")]
    city_column: Option<String>,
    /// Column with the state or province.
    #[arg(long, value_name = "COLUMN")]
    state_column: Option<String>,
    /// Column with the postcode.
    #[arg(long, value_name = "COLUMN")]
    postcode_column: Option<String>,
    /// Column with the country.
    #[arg(long, value_name = "COLUMN")]
    country_column: Option<String>,
    /// Column with the tax id.
    #[arg(long, value_name = "COLUMN")]
    tax_id_column: Option<String>,
    /// Column with the VAT id.
    #[arg(long, value_name = "COLUMN")]
    vat_id_column: Option<String>,
    /// Column with the IBAN.
    #[arg(long, value_name = "COLUMN")]
    iban_column: Option<String>,
    /// Column with the supplier's number in your own system.
    #[arg(long, value_name = "COLUMN")]
    external_id_column: Option<String>,
}

impl MatchRows {
    /// Matches each row.
    pub fn run(self) -> Result<()> {
        let input = Input::open(&self.input)?;
        let columns = self.columns.find(&input)?;
        let master = Master::read(&self.suppliers)?;
        let snapshot = master.index.snapshot();
        let thresholds = self
            .target_error
            .map_or_else(Thresholds::default, Thresholds::for_target_error);
        let top = usize::from(self.top);

        let mut added: Vec<String> = ["decision", "match_probability", "grade"].map(str::to_owned).into();
        for rank in 1..=top {
            added.push(format!("candidate_{rank}_id"));
            added.push(format!("candidate_{rank}_probability"));
        }
        let mut output = rows::create_output(&self.output, &[&self.input, &self.suppliers])?;
        rows::transform(
            &input,
            &mut output,
            self.format,
            &added,
            Scratch::default,
            |scratch, row, put| {
                let found = snapshot.candidates(&columns.query(row), DECIDED_BY, &[], scratch);
                let decision = thresholds.decide(&found);
                put(Value::Text(decision.as_str()));
                let best = found.first();
                put(Value::Share(best.map_or(0.0, |it| it.probability)));
                // As in an export of the server: who is no match has no grade.
                let grade = best
                    .filter(|_| decision != MatchDecision::None)
                    .map(|it| it.grade.to_string());
                put(grade.as_deref().map_or(Value::Absent, Value::Text));
                for rank in 0..top {
                    master.put_candidate(found.get(rank), put);
                }
            },
        )?;
        Ok(())
    }
}

impl ColumnArgs {
    fn find(&self, input: &Input) -> Result<Columns> {
        let find = |name: &Option<String>| name.as_deref().map(|name| input.column(name)).transpose();
        Ok(Columns {
            name: input.column(&self.name_column)?,
            address: find(&self.address_column)?,
            city: find(&self.city_column)?,
            state: find(&self.state_column)?,
            postcode: find(&self.postcode_column)?,
            country: find(&self.country_column)?,
            tax_id: find(&self.tax_id_column)?,
            vat_id: find(&self.vat_id_column)?,
            iban: find(&self.iban_column)?,
            external_id: find(&self.external_id_column)?,
        })
    }
}

/// The numbers of the columns.
struct Columns {
    name: usize,
    address: Option<usize>,
    city: Option<usize>,
    state: Option<usize>,
    postcode: Option<usize>,
    country: Option<usize>,
    tax_id: Option<usize>,
    vat_id: Option<usize>,
    iban: Option<usize>,
    external_id: Option<usize>,
}

impl Columns {
    fn query<'a>(&self, row: &'a Row) -> Query<'a> {
        let cell = |column: Option<usize>| column.map_or("", |column| row.cell(column).trim());
        Query {
            name: row.cell(self.name),
            address: cell(self.address),
            city: cell(self.city),
            state: cell(self.state),
            postcode: cell(self.postcode),
            country: cell(self.country),
            tax_id: cell(self.tax_id),
            vat_id: cell(self.vat_id),
            iban: cell(self.iban),
            external_id: cell(self.external_id),
        }
    }
}

/// The suppliers, searchable.
struct Master {
    index: LiveIndex,
    /// By the number that the index knows a supplier under.
    ids: Vec<String>,
    /// The index is mapped from a file in it.
    _folder: tempfile::TempDir,
}

impl Master {
    /// Reads the suppliers into an index in a temporary file, so that memory holds only the pages in use.
    fn read(path: &Path) -> Result<Self> {
        let in_words = || format!("reading the suppliers {}", path.display());
        let table = Table::open(path, &Limits::default()).with_context(in_words)?;
        let mapping = propose(&table);
        let reader = RowReader::new(&mapping, table.headers()).with_context(in_words)?;
        let has_ids = reader.header_of(ColumnField::ExternalId).is_some();
        let mut builder = IndexBuilder::new();
        let mut ids = Vec::new();
        let mut left_out = 0_u64;
        for row in table.rows().with_context(in_words)? {
            let row = row.with_context(in_words)?;
            match reader.read(&row) {
                Ok(Some(supplier)) => {
                    add(&mut builder, number(ids.len()), &supplier)?;
                    ids.push(if has_ids {
                        supplier.external_id
                    } else {
                        row.number().to_string()
                    });
                }
                Ok(None) => {}
                Err(_) => left_out += 1,
            }
        }
        if left_out > 0 {
            eprintln!("vouch: {left_out} suppliers without a usable name were left out");
        }
        let folder = tempfile::tempdir().context("making a temporary folder")?;
        let file = folder.path().join("suppliers.idx");
        builder.write(&file).context("indexing the suppliers")?;
        let index = LiveIndex::new(Some(Index::open(&file).context("indexing the suppliers")?));
        Ok(Self {
            index,
            ids,
            _folder: folder,
        })
    }

    fn put_candidate(&self, candidate: Option<&Scored>, put: &mut dyn FnMut(Value<'_>)) {
        put(candidate.map_or(Value::Absent, |it| Value::Text(&self.ids[place(it.supplier_id)])));
        put(candidate.map_or(Value::Absent, |it| Value::Share(it.probability)));
    }
}

fn add(builder: &mut IndexBuilder, id: SupplierId, supplier: &MappedRow) -> Result<()> {
    let aliases: Vec<&str> = supplier.aliases.iter().map(String::as_str).collect();
    let record = SupplierRecord {
        id,
        name: &supplier.name,
        aliases: &aliases,
        address: &supplier.address,
        city: &supplier.city,
        state: &supplier.state,
        postcode: &supplier.postcode,
        country: &supplier.country,
        tax_id: &supplier.tax_id,
        vat_id: &supplier.vat_id,
        iban: &supplier.iban,
        external_id: &supplier.external_id,
    };
    builder.add(&record).context("indexing the suppliers")
}

/// The id of the supplier at a place of the file: ids sort as the file does, which settles ties the same way each time.
fn number(place: usize) -> SupplierId {
    SupplierId(Uuid::from_u128(place as u128))
}

fn place(id: SupplierId) -> usize {
    usize::try_from(id.0.as_u128()).expect("it was made of a place")
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use std::fs;

    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Command {
        #[command(flatten)]
        it: MatchRows,
    }

    fn run(suppliers: &str, queries: &str, more: &[&str]) -> Result<String> {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
        fs::write(file("s.csv"), suppliers).unwrap();
        fs::write(file("q.csv"), queries).unwrap();
        let (suppliers, input, output) = (file("s.csv"), file("q.csv"), file("r.csv"));
        let arguments = [
            "vouch",
            "--suppliers",
            &suppliers,
            "--input",
            &input,
            "--output",
            &output,
            "--name-column",
            "query",
        ];
        Command::parse_from(arguments.iter().chain(more)).it.run()?;
        Ok(fs::read_to_string(output).unwrap())
    }

    const SUPPLIERS: &str =
        "id,name,city\nS1,Acme Manufacturing Inc.,Dayton\nS2,Apex Foods Ltd,Leeds\nS3,Zenith Paper GmbH,Hamburg\n";

    #[test]
    fn candidates_stand_behind_the_input_columns() {
        let output = run(
            SUPPLIERS,
            "query,note\nZenith Paper GmbH,x\nACME MFG,y\n",
            &["--top", "2"],
        )
        .unwrap();
        let mut reader = csv::Reader::from_reader(output.as_bytes());
        let headers: Vec<_> = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let expected = "query,note,decision,match_probability,grade,candidate_1_id,candidate_1_probability,candidate_2_id,candidate_2_probability";
        assert_eq!(headers.join(","), expected);
        let best: Vec<_> = reader.records().map(|row| row.unwrap()[5].to_owned()).collect();
        assert_eq!(best, ["S3", "S1"]);
    }

    #[test]
    fn without_an_id_column_a_supplier_is_named_by_its_row() {
        let output = run(
            "name,city\nAcme Inc,Dayton\nApex Foods Ltd,Leeds\n",
            "query\nApex Foods\n",
            &["--top", "1"],
        )
        .unwrap();
        let mut reader = csv::Reader::from_reader(output.as_bytes());
        assert_eq!(&reader.records().next().unwrap().unwrap()[4], "3");
    }

    #[test]
    fn unknown_column_is_refused() {
        let error = run(SUPPLIERS, "payee\nAcme\n", &[]).unwrap_err();
        assert!(error.to_string().contains("\"query\""), "{error}");
    }
}
