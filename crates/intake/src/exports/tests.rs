//! Exports of files as they were uploaded, on both databases.

use contract::{ExportFormat, PayeeFileId, Role};
use futures::TryStreamExt;

use super::ADDED_COLUMNS;
use crate::{Error, payees::fixture::Desk, testing::for_each_bench};

impl Desk {
    async fn exported(&self, id: PayeeFileId, format: ExportFormat, neutralize: bool) -> crate::Result<Vec<u8>> {
        let export = self.exports.export(&self.ada, id, format, neutralize).await?;
        let pieces: Vec<Vec<u8>> = export.bytes.try_collect().await?;
        Ok(pieces.concat())
    }

    async fn records(&self, id: PayeeFileId, neutralize: bool) -> crate::Result<Vec<Vec<String>>> {
        let bytes = self.exported(id, ExportFormat::Csv, neutralize).await?;
        let text = bytes
            .strip_prefix("\u{feff}".as_bytes())
            .ok_or(Error::NotFound("byte-order mark"))?;
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(text);
        let records: Result<Vec<csv::StringRecord>, csv::Error> = reader.records().collect();
        let records = records.map_err(Error::internal("read the export"))?;
        Ok(records
            .iter()
            .map(|record| record.iter().map(str::to_owned).collect())
            .collect())
    }
}

const ODD: &str = "Vendor Name;Street;Note\r\n\
    \"Smith \"\"Bob\"\" & Sons; Ltd\";\"12 Mill Road\r\nFloor 2\";  spaces kept  \r\n\
    \r\n\
    ;no name;=1+1\r\n\
    שלום בע״מ;Café\u{301};-5\r\n\
    +Plus Ltd;@home;\"\tTab\"\r\n";

const ODD_CELLS: [[&str; 3]; 4] = [
    [
        "Smith \"Bob\" & Sons; Ltd",
        "12 Mill Road\r\nFloor 2",
        "  spaces kept  ",
    ],
    ["", "no name", "=1+1"],
    ["שלום בע״מ", "Café\u{301}", "-5"],
    ["+Plus Ltd", "@home", "\tTab"],
];

#[tokio::test]
async fn original_cells_are_untouched_and_rows_left_out_are_there() {
    for_each_bench(async |bench| {
        let desk = Desk::new(&bench)?;
        let supplier = desk.supplier("S-77", "Smith Bob & Sons Ltd", "").await?;
        let utf16: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain(ODD.encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        for bytes in [ODD.as_bytes().to_vec(), utf16] {
            let id = desk.start(&bytes).await?.id;
            desk.run_jobs().await?;
            let records = desk.records(id, false).await?;
            assert_eq!(records[0][..3], ["Vendor Name", "Street", "Note"]);
            assert_eq!(records[0][3..], ADDED_COLUMNS);
            let cells: Vec<&[String]> = records[1..].iter().map(|record| &record[..3]).collect();
            assert_eq!(cells, ODD_CELLS);
            assert!(
                records[2][3..].iter().all(String::is_empty),
                "nothing was decided about the row without a name"
            );
            assert_eq!((records[1][3].as_str(), records[1][7].as_str()), ("business", "S-77"));
            assert!(records[1][11].starts_with("machine (payee "), "{}", records[1][11]);
            assert_eq!(
                desk.rows(id, &contract::PayeeFilter::default()).await?[0].supplier_id,
                Some(supplier)
            );
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn formulas_are_neutralized_unless_told_not_to() {
    for_each_bench(async |bench| {
        let desk = Desk::new(&bench)?;
        let id = desk.worked(ODD).await?;
        let records = desk.records(id, true).await?;
        assert_eq!(records[2][..3], ["", "no name", "'=1+1"]);
        assert_eq!(records[3][2], "-5");
        assert_eq!(records[4][..3], ["'+Plus Ltd", "'@home", "'\tTab"]);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn json_lines_have_every_row_with_types() {
    for_each_bench(async |bench| {
        let desk = Desk::new(&bench)?;
        let id = desk.worked(ODD).await?;
        let text = String::from_utf8(desk.exported(id, ExportFormat::Jsonl, true).await?)?;
        let rows: Vec<serde_json::Value> = text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
        assert_eq!(rows.len(), 4);
        assert_eq!(rows[1]["Note"], "=1+1");
        assert!(rows[0]["payee_type_confidence"].is_number());
        assert!(rows[1]["payee_type"].is_null());
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_file_of_several_pages_is_joined_row_by_row() {
    for_each_bench(async |bench| {
        let desk = Desk::new(&bench)?;
        let names: Vec<String> = (0..4_321).map(|row| format!("Vendor {row} LLC")).collect();
        let id = desk.worked(&format!("Vendor Name\n{}\n", names.join("\n"))).await?;
        let records = desk.records(id, true).await?;
        let exported: Vec<&str> = records[1..].iter().map(|record| record[0].as_str()).collect();
        assert_eq!(exported, names);
        assert!(records[1..].iter().all(|record| !record[1].is_empty()));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn an_export_is_named_recorded_and_guarded() {
    for_each_bench(async |bench| {
        let desk = Desk::new(&bench)?;
        let id = desk.worked("Payee\nAcme LLC\n").await?;
        let export = desk.exports.export(&desk.ada, id, ExportFormat::Xlsx, true).await?;
        assert_eq!(export.file_name, "vendors (classified).xlsx");
        let pieces: Vec<Vec<u8>> = export.bytes.try_collect().await?;
        assert!(pieces.concat().starts_with(b"PK"));
        assert_eq!(
            store::tables::event::count(&bench.env.db, bench.ours, "payee_file.exported").await?,
            1
        );
        let by = async |actor: &contract::Actor| desk.exports.export(actor, id, ExportFormat::Csv, true).await.err();
        assert!(matches!(by(&bench.stranger()).await, Some(Error::NotFound(_))));
        assert!(matches!(
            by(&bench.actor(Role::Auditor)).await,
            Some(Error::Forbidden(_))
        ));
        Ok(())
    })
    .await;
}
