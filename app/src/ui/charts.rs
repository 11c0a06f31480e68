//! Small charts, drawn as SVG: bars and lines that carry information, nothing else.

use std::fmt::Write as _;

use leptos::prelude::*;
use maud::{Markup, html};

use super::format;

/// How far something has come.
#[component]
pub fn ProgressBar(
    /// What is going on; read aloud.
    label: &'static str,
    /// 0..=1; absent when the end is not known.
    #[prop(into)]
    share: Signal<Option<f64>>,
) -> impl IntoView {
    let value = move || share.get().map(|share| share.clamp(0.0, 1.0).to_string());
    view! { <progress class="progress" max="1" value=value aria-label=label /> }
}

/// A [`ProgressBar`] as text.
pub fn progress_bar(label: &str, share: Option<f64>) -> Markup {
    html! { progress class="progress" max="1" value=[share.map(|share| share.clamp(0.0, 1.0))] aria-label=(label) {} }
}

/// One part of a [`BarSplit`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// The word.
    pub label: &'static str,
    /// How many.
    pub count: i64,
    /// Class that sets the colour: `data-1` … `data-4`, `data-ok`, `data-attention`, `data-none`.
    pub class: &'static str,
    /// Where a click goes: the list of just these.
    pub href: Option<String>,
}

/// The shares of a whole as one bar with a legend that filters.
#[component]
pub fn BarSplit(
    /// What is split; read aloud.
    label: &'static str,
    /// The parts, in order.
    segments: Vec<Segment>,
) -> impl IntoView {
    view! { <div class="split" role="group" aria-label=label inner_html=split(&segments).into_string()></div> }
}

/// A [`BarSplit`] as text.
pub fn bar_split(label: &str, segments: &[Segment]) -> Markup {
    html! { div class="split" role="group" aria-label=(label) { (split(segments)) } }
}

fn split(segments: &[Segment]) -> Markup {
    let total = segments.iter().map(|segment| segment.count).sum::<i64>();
    html! {
        svg class="split-bar" aria-hidden="true" {
            @for ((start, width), segment) in spans(segments).into_iter().zip(segments) {
                rect class=(segment.class) x=(format!("{start:.2}%")) width=(format!("{width:.2}%")) y="0" height="100%" {}
            }
        }
        div class="split-legend" {
            @for segment in segments {
                @match &segment.href {
                    Some(href) => a class="split-entry" href=(href) { (legend_entry(segment, total)) },
                    None => span class="split-entry" { (legend_entry(segment, total)) },
                }
            }
        }
    }
}

fn legend_entry(segment: &Segment, total: i64) -> Markup {
    #[expect(clippy::cast_precision_loss, reason = "a share with one decimal")]
    let share = if total == 0 {
        0.0
    } else {
        segment.count as f64 / total as f64
    };
    html! {
        svg class="swatch" viewBox="0 0 8 8" aria-hidden="true" { rect class=(segment.class) width="8" height="8" rx="2" {} }
        (segment.label)
        span class="num" { (format::integer(segment.count)) }
        span class="text-muted num" { (format::percent(share)) }
    }
}

/// Start and width of each segment in percent of the whole.
#[expect(clippy::cast_precision_loss, reason = "drawn to a hundredth of a percent")]
fn spans(segments: &[Segment]) -> Vec<(f64, f64)> {
    let total = segments.iter().map(|segment| segment.count).sum::<i64>().max(1) as f64;
    let mut start = 0.0;
    segments
        .iter()
        .map(|segment| {
            let width = segment.count as f64 / total * 100.0;
            start += width;
            (start - width, width)
        })
        .collect()
}

/// A trend in the space of a word.
#[component]
pub fn Sparkline(
    /// What it shows, in words with its first and last value: the only thing that is read aloud.
    #[prop(into)]
    label: String,
    /// The values, oldest first, each 0..=1.
    values: Vec<f64>,
) -> impl IntoView {
    view! {
        <svg class="sparkline" viewBox="0 0 120 32" preserveAspectRatio="none" role="img" aria-label=label>
            <path class="sparkline-base" d="M0 31.5H120" />
            <path class="sparkline-line" d=line(&values) />
        </svg>
    }
}

/// The `d` of a line through the values within 120 × 32, with two units of air above and below.
#[expect(clippy::cast_precision_loss, reason = "few points")]
fn line(values: &[f64]) -> String {
    let step = 120.0 / values.len().saturating_sub(1).max(1) as f64;
    let mut path = String::new();
    for (index, value) in values.iter().enumerate() {
        let command = if index == 0 { 'M' } else { 'L' };
        let (x, y) = (index as f64 * step, 30.0 - value.clamp(0.0, 1.0) * 28.0);
        write!(path, "{command}{x:.1} {y:.1}").expect("writing to a string can not fail");
    }
    path
}

/// Writes what speaks for and against something, as bars to the right and to the left of a middle line, on a common scale: the
/// words and weight (log-odds) of each, in the order to be shown. The label is read aloud.
pub fn signed_bars(label: &str, items: &[(&str, f32)]) -> Markup {
    let scale = items.iter().map(|(_, weight)| weight.abs()).fold(1.0_f32, f32::max);
    html! {
        ul class="signed-bars" aria-label=(label) {
            @for &(words, weight) in items {
                @let width = weight.abs() / scale * 50.0;
                @let (x, class) = if weight < 0.0 { (50.0 - width, "bar-against") } else { (50.0, "bar-for") };
                li class="signed-bar" {
                    span { (words) }
                    svg aria-hidden="true" {
                        rect class="bar-middle" x="50%" width="1" y="0" height="100%" {}
                        rect class=(class) x=(format!("{x:.1}%")) width=(format!("{width:.1}%")) y="25%" height="50%" {}
                    }
                    span class="num" { (signed(weight)) }
                }
            }
        }
    }
}

/// A weight with its sign: `+2.1`, `−0.4`.
fn signed(weight: f32) -> String {
    let sign = if weight < 0.0 { '\u{2212}' } else { '+' };
    format!("{sign}{:.1}", weight.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(count: i64) -> Segment {
        Segment {
            label: "x",
            count,
            class: "data-1",
            href: None,
        }
    }

    #[test]
    fn segments_fill_the_bar_without_gaps() {
        assert_eq!(spans(&[segment(1), segment(3)]), [(0.0, 25.0), (25.0, 75.0)]);
        assert_eq!(spans(&[segment(0), segment(0)]), [(0.0, 0.0), (0.0, 0.0)]);
    }

    #[test]
    fn line_runs_from_edge_to_edge() {
        assert_eq!(line(&[0.0, 1.0, 0.5]), "M0.0 30.0L60.0 2.0L120.0 16.0");
        assert_eq!(line(&[]), "");
        assert_eq!(line(&[0.5]), "M0.0 16.0");
    }

    #[test]
    fn weights_carry_their_sign() {
        assert_eq!(signed(2.14), "+2.1");
        assert_eq!(signed(-0.4), "\u{2212}0.4");
    }
}
