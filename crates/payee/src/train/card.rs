//! The model card.

use std::fmt::Write as _;

use super::data::{FAMILIES, Slice};
use super::report::{Report, Tally, percent};
use crate::model::{Model, TYPES};

const OPENING: &str = include_str!("card_opening.md");
const CLOSING: &str = include_str!("card_closing.md");

/// Renders the card.
pub(crate) fn card(report: &Report, model: &Model) -> String {
    let mut out = OPENING.to_owned();
    write_card(&mut out, report, model).expect("writing to a string succeeds");
    out.push_str(CLOSING);
    out
}

fn write_card(out: &mut String, report: &Report, model: &Model) -> std::fmt::Result {
    writeln!(
        out,
        "## Data\n\n| Family | Published at | Licence | Trained on | Names measured |\n|---|---|---|---|---:|"
    )?;
    for (family, tally) in FAMILIES.iter().zip(&report.families) {
        let trained = if family.licence.is_some() {
            "yes"
        } else {
            "no, validation only"
        };
        let licence = family.licence.unwrap_or("none stated");
        writeln!(
            out,
            "| {} | {} | {licence} | {trained} | {} |",
            family.name,
            family.origin,
            tally.names()
        )?;
    }
    writeln!(out, "\n## Measured out of source\n\n{HEADER}")?;
    for slice in Slice::REAL
        .iter()
        .filter_map(|slice| report.slices.get_key_value(slice))
    {
        row(out, slice.0.label(), slice.1, report.thresholds)?;
    }
    row(out, "**all but synthetic**", &report.all, report.thresholds)?;
    row(
        out,
        "**all but synthetic and research**",
        &report.payees,
        report.thresholds,
    )?;
    if let Some(synthetic) = report.slices.get(&Slice::Synthetic) {
        row(out, "synthetic (not in the total)", synthetic, report.thresholds)?;
    }
    writeln!(out, "\n## By source\n\n{HEADER}")?;
    for (source, tally) in &report.sources {
        row(out, source, tally, report.thresholds)?;
    }
    writeln!(
        out,
        "\n## Reliability\n\nTenths of the names of each slice, least sure first: mean confidence / share that is right.\n"
    )?;
    writeln!(
        out,
        "| Slice | {} |\n|---|{}",
        (1..=10).map(|tenth| tenth.to_string()).collect::<Vec<_>>().join(" | "),
        "---:|".repeat(10)
    )?;
    for slice in Slice::REAL
        .iter()
        .filter_map(|slice| report.slices.get_key_value(slice))
    {
        let cells: Vec<String> = slice
            .1
            .reliability()
            .iter()
            .map(|(confidence, right, _)| format!("{confidence:.3} / {right:.3}"))
            .collect();
        writeln!(out, "| {} | {} |", slice.0.label(), cells.join(" | "))?;
    }
    let calibration = &model.calibration;
    writeln!(
        out,
        "\n## Parameters\n\n| Names | Slope, individual | Slope, government | Offset, individual | Offset, government |\n\
         |---|---:|---:|---:|---:|"
    )?;
    for (names, curve) in [
        ("with a word of research", calibration.research),
        ("others", calibration.common),
    ] {
        let ([person, body], [person_offset, body_offset]) = (curve.slope, curve.offset);
        writeln!(
            out,
            "| {names} | {person:.4} | {body:.4} | {person_offset:.4} | {body_offset:.4} |"
        )?;
    }
    let [business, individual, government] = calibration.thresholds;
    writeln!(
        out,
        "\nThresholds {business:.4} (business), {individual:.4} (individual), {government:.4} (government).\n"
    )
}

const HEADER: &str = "| Names from | Names | Three types % | Person or not % | Public bodies found % | ECE | Covered at 99 % right | \
                      Decided % | Right of decided % |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|";

fn row(out: &mut String, name: &str, tally: &Tally, thresholds: [f32; TYPES]) -> std::fmt::Result {
    let government = tally.government_recall().map_or_else(|| "–".to_owned(), percent);
    let (decided, right) = tally.decided(thresholds);
    writeln!(
        out,
        "| {name} | {} | {} | {} | {government} | {:.4} | {} | {} | {} |",
        tally.names(),
        percent(tally.accuracy()),
        percent(tally.person_accuracy()),
        tally.calibration_error(),
        percent(tally.coverage()),
        percent(decided),
        percent(right)
    )
}
