//! The picture of what stands above what.

use std::fmt::Write;

use super::graph::Graph;
use super::plan::Rows;

const COLUMN: usize = 156;
const ROW: usize = 74;
const BOX: (usize, usize) = (134, 30);
const MARGIN: usize = 16;
const TITLE: usize = 36;

/// Grey lines and boxes with a colour of their own are seen on white and on black.
const HEAD: &str = r##"  <style>
    text { font: 13px ui-monospace, Menlo, Consolas, monospace; text-anchor: middle; fill: #10243e; }
    text.title { font: bold 15px system-ui, sans-serif; text-anchor: start; fill: #7d8794; }
    rect { fill: #cfe2f7; stroke: #7d8794; }
    path { fill: none; stroke: #7d8794; stroke-width: 1.4; }
  </style>
  <defs>
    <marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
      <path d="M0 0L8 4L0 8z" style="fill: #7d8794; stroke: none"/>
    </marker>
  </defs>
"##;

/// One part below the other. Arrows that follow from others are left out.
pub fn draw(parts: &[(&str, Rows, &Graph)]) -> String {
    let mut body = String::new();
    let (mut top, mut width) = (MARGIN, 0);
    for (title, rows, graph) in parts {
        line(
            &mut body,
            format_args!("<text class=\"title\" x=\"{MARGIN}\" y=\"{}\">{title}</text>", top + 14),
        );
        let place = |node: &str| {
            rows.iter().enumerate().find_map(|(row, columns)| {
                let column = columns.iter().position(|found| *found == node)?;
                Some((MARGIN + column * COLUMN + BOX.0 / 2, top + TITLE + row * ROW))
            })
        };
        // Arrows first, so that a box that is in the way covers them.
        for (from, to) in graph.needed() {
            if let (Some((x, y)), Some((to_x, to_y))) = (place(from), place(to)) {
                let (begin, end) = (y + BOX.1, to_y - 1);
                let half = ROW / 2;
                let curve = format!("M{x} {begin}C{x} {} {to_x} {} {to_x} {end}", begin + half, end - half);
                line(&mut body, format_args!("<path d=\"{curve}\" marker-end=\"url(#tip)\"/>"));
            }
        }
        for node in rows.iter().flat_map(|columns| columns.iter()).filter(|node| !node.is_empty()) {
            if let Some((x, y)) = place(node) {
                let left = x - BOX.0 / 2;
                let size = format!("width=\"{}\" height=\"{}\" rx=\"5\"", BOX.0, BOX.1);
                line(&mut body, format_args!("<rect x=\"{left}\" y=\"{y}\" {size}/>"));
                line(&mut body, format_args!("<text x=\"{x}\" y=\"{}\">{node}</text>", y + 20));
            }
        }
        let columns = rows.iter().map(|columns| columns.len()).max().unwrap_or(0);
        width = width.max(columns * COLUMN - (COLUMN - BOX.0) + 2 * MARGIN);
        top += TITLE + (rows.len() - 1) * ROW + BOX.1 + 2 * MARGIN;
    }
    let names: Vec<&str> = parts.iter().map(|(title, ..)| *title).collect();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {top}\" width=\"{width}\" height=\"{top}\" \
         role=\"img\" aria-label=\"{}: who knows whom\">\n  <!-- Written by `cargo xtask generate` from the manifests, \
         the sources and xtask/src/arrows/plan.rs. -->\n{HEAD}{body}</svg>\n",
        names.join(", ")
    )
}

fn line(body: &mut String, text: std::fmt::Arguments<'_>) {
    writeln!(body, "  {text}").expect("writing to a string cannot fail");
}
