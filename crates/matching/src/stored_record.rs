//! A supplier as the index keeps it, for comparing the columns and for showing the evidence.

use crate::{
    SupplierRecord,
    bytes::{read_varint, write_varint},
    identifier::Kind,
    keys::Identified,
};

/// Number of text columns before the names.
const COLUMNS: usize = 9;
const LONGEST: usize = 1000;

/// The columns of a stored supplier, read in place.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct StoredRecord<'a> {
    columns: [&'a [u8]; COLUMNS],
    names: &'a [u8],
}

impl<'a> StoredRecord<'a> {
    /// Appends `record` to `out`: varint length and text of each column, then of each name.
    pub(crate) fn write(record: &SupplierRecord<'_>, out: &mut Vec<u8>) {
        let columns: [&str; COLUMNS] = [
            record.address,
            record.city,
            record.state,
            record.postcode,
            record.country,
            record.identifier(Kind::TaxId),
            record.identifier(Kind::VatId),
            record.identifier(Kind::Iban),
            record.identifier(Kind::ExternalId),
        ];
        for text in columns
            .into_iter()
            .chain([record.name])
            .chain(record.aliases.iter().copied())
        {
            let text = &text[..text.floor_char_boundary(LONGEST)];
            write_varint(out, text.len() as u32);
            out.extend_from_slice(text.as_bytes());
        }
    }

    pub(crate) fn read(bytes: &'a [u8]) -> Self {
        let mut at = 0;
        let columns = std::array::from_fn(|_| read_bytes(bytes, &mut at));
        Self {
            columns,
            names: &bytes[at..],
        }
    }

    pub(crate) fn address(&self) -> &'a str {
        text(self.columns[0])
    }
    pub(crate) fn city(&self) -> &'a str {
        text(self.columns[1])
    }
    pub(crate) fn state(&self) -> &'a str {
        text(self.columns[2])
    }
    pub(crate) fn postcode(&self) -> &'a str {
        text(self.columns[3])
    }
    pub(crate) fn country(&self) -> &'a str {
        text(self.columns[4])
    }
    pub(crate) fn identifier(&self, kind: Kind) -> &'a str {
        text(self.columns[4 + kind as usize])
    }

    /// The name, then the aliases.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'a str> {
        let bytes = self.names;
        let mut at = 0;
        std::iter::from_fn(move || (at < bytes.len()).then(|| text(read_bytes(bytes, &mut at))))
    }
}

fn read_bytes<'a>(bytes: &'a [u8], at: &mut usize) -> &'a [u8] {
    let length = read_varint(bytes, at) as usize;
    let read = &bytes[*at..*at + length];
    *at += length;
    read
}

/// Only what is asked for is verified: a name alone needs no more.
fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_and_names_round_trip() {
        let record = SupplierRecord {
            name: "Müller GmbH",
            aliases: &["Mueller", ""],
            city: "Köln",
            iban: "DE89",
            external_id: "7",
            ..SupplierRecord::default()
        };
        let mut bytes = Vec::new();
        StoredRecord::write(&record, &mut bytes);
        let stored = StoredRecord::read(&bytes);
        assert_eq!(stored.names().collect::<Vec<_>>(), ["Müller GmbH", "Mueller", ""]);
        assert_eq!((stored.city(), stored.address()), ("Köln", ""));
        assert_eq!(stored.identifier(Kind::Iban), "DE89");
        assert_eq!(stored.identifier(Kind::ExternalId), "7");
    }
}
