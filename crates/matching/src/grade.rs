//! The grade string: one letter per element, small enough to keep for a million rows.

use std::fmt;

use contract::{Grade, MatchElement};

/// One [`Grade`] per [`MatchElement`], in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct GradeString([Grade; MatchElement::ALL.len()]);

impl Default for GradeString {
    fn default() -> Self {
        Self([Grade::Missing; MatchElement::ALL.len()])
    }
}

impl GradeString {
    /// The grade of an element.
    pub fn get(&self, element: MatchElement) -> Grade {
        self.0[element as usize]
    }

    pub(crate) fn set(&mut self, element: MatchElement, grade: Grade) {
        self.0[element as usize] = grade;
    }
}

impl fmt::Display for GradeString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|grade| f.write_str(grade.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_follow_the_elements() {
        let mut grade = GradeString::default();
        grade.set(MatchElement::Name, Grade::Same);
        grade.set(MatchElement::City, Grade::Different);
        assert_eq!(grade.to_string(), "AZZFZZZZ");
    }
}
