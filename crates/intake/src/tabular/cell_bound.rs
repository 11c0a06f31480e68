//! Bounds how much of a worksheet or text table belongs to one cell, by its bytes alone.
//!
//! The reader of workbooks collects a cell, however long, before it can be asked how long it is. So the parts are
//! looked through first: between the tags of two neighbouring cells there may be no more than a limit.

/// Follows the tags of an XML part as its bytes come.
pub(super) struct CellBound {
    limit_bytes: usize,
    since_cell: usize,
    state: State,
    name: Vec<u8>,
    is_closing: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Text,
    /// Behind `<`.
    Name,
    /// Behind the name of a tag.
    Tag,
    /// Within an attribute's value, up to this quotation mark.
    Quoted(u8),
    /// Behind `<!`.
    Declaration,
    /// Behind `<!-`.
    CommentStart,
    /// Within a section that ends with these bytes, of which so many were seen last.
    Until(&'static [u8; 3], usize),
    /// Behind `</sheetData>`: what follows is not read.
    Over,
}

/// More than the longest tag name that matters.
const NAME_BYTES: usize = 16;

impl CellBound {
    pub(super) fn new(limit_bytes: usize) -> Self {
        Self {
            limit_bytes,
            since_cell: 0,
            state: State::Text,
            name: Vec::with_capacity(NAME_BYTES),
            is_closing: false,
        }
    }

    /// Takes the next bytes; false once a cell is longer than the limit or the part has a document type definition,
    /// which no workbook has.
    pub(super) fn feed(&mut self, bytes: &[u8]) -> bool {
        if self.state == State::Over {
            return true;
        }
        for &byte in bytes {
            self.since_cell += 1;
            if self.since_cell > self.limit_bytes {
                return false;
            }
            self.state = match (self.state, byte) {
                (State::Text, b'<') => {
                    self.name.clear();
                    self.is_closing = false;
                    State::Name
                }
                (State::Name, b'!') if self.name.is_empty() => State::Declaration,
                (State::Name, b'/') if self.name.is_empty() => {
                    self.is_closing = true;
                    State::Name
                }
                (State::Name, b'>' | b'/' | b' ' | b'\t' | b'\r' | b'\n') => match self.end_name() {
                    State::Tag if byte == b'>' => State::Text,
                    state => state,
                },
                (State::Name, b':') => {
                    self.name.clear();
                    State::Name
                }
                (State::Name, _) => {
                    if self.name.len() < NAME_BYTES {
                        self.name.push(byte);
                    }
                    State::Name
                }
                (State::Tag, b'>') => State::Text,
                (State::Tag, b'"' | b'\'') => State::Quoted(byte),
                (State::Quoted(quote), _) if byte == quote => State::Tag,
                (State::Declaration, b'-') => State::CommentStart,
                (State::Declaration, b'[') => State::Until(b"]]>", 0),
                (State::CommentStart, b'-') => State::Until(b"-->", 0),
                (State::Declaration | State::CommentStart, _) => return false,
                (State::Until(end, 2), _) if byte == end[2] => State::Text,
                (State::Until(end, 2), _) if byte == end[1] => State::Until(end, 2),
                (State::Until(end, seen), _) => State::Until(end, if byte == end[seen] { seen + 1 } else { 0 }),
                (State::Over, _) => return true,
                (state, _) => state,
            };
        }
        true
    }

    fn end_name(&mut self) -> State {
        match self.name.as_slice() {
            b"sheetData" if self.is_closing => return State::Over,
            b"c" | b"row" | b"si" | b"sheetData" | b"sst" => self.since_cell = 0,
            _ => {}
        }
        State::Tag
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passes(xml: &str) -> bool {
        let mut bound = CellBound::new(64);
        xml.as_bytes().chunks(7).all(|chunk| bound.feed(chunk))
    }

    #[test]
    fn many_short_cells_pass() {
        assert!(passes(&"<row r='1'><c r=\"A1\"><v>1</v></c></row>".repeat(100)));
        assert!(passes(&"<x:row><x:c/></x:row>".repeat(100)));
        assert!(passes(&"<si><t>text &gt; more</t></si>".repeat(100)));
    }

    #[test]
    fn one_long_cell_is_refused_however_it_is_dressed() {
        for filler in [
            "x".to_owned(),
            "<t>x</t>".to_owned(),
            "<r><t>x</t></r>".to_owned(),
            "&#120;".to_owned(),
        ] {
            assert!(!passes(&format!("<c><is>{}</is></c>", filler.repeat(100))), "{filler}");
        }
    }

    #[test]
    fn tags_within_quotes_comments_and_character_data_do_not_count() {
        let cells = "<c></c>".repeat(20);
        assert!(!passes(&format!("<c><t a=\"> {cells}\"/></c>")));
        assert!(!passes(&format!("<c><![CDATA[{cells}]]></c>")));
        assert!(!passes(&format!("<c><!--{cells}--></c>")));
        assert!(!passes(&format!("<c><!-->{cells}--></c>")));
        assert!(!passes("<!DOCTYPE x>"));
    }

    #[test]
    fn sections_end_where_they_should() {
        assert!(passes(&format!("<c><!-- - ---></c>{}", "<c></c>".repeat(50))));
        assert!(passes(&format!("<c><![CDATA[]]]]></c>{}", "<c></c>".repeat(50))));
    }

    #[test]
    fn what_follows_the_cells_is_not_bounded() {
        assert!(passes(&format!(
            "<sheetData><c/></sheetData>{}",
            "<mergeCell/>".repeat(50)
        )));
    }
}
