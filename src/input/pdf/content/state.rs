//! The graphics state, as far as pages of plain data need it (ISO 32000-2, 8.4 and 9.3).

use super::color::Space;
use crate::input::pdf::font::Font;
use crate::input::pdf::matrix::Matrix;
use std::sync::Arc;

/// What `q` saves and `Q` restores.
#[derive(Clone, Debug)]
pub struct State {
    /// From user space to points on the page, y down.
    pub matrix: Matrix,
    pub font: Option<Arc<Font>>,
    pub font_size: f64,
    pub character_spacing: f64,
    pub word_spacing: f64,
    /// 1 for 100 %.
    pub horizontal_scale: f64,
    pub leading: f64,
    pub rise: f64,
    /// How text is painted: 0 filled, 1 stroked, 2 both, 3 not at all.
    pub mode: u8,
    pub line_width: f64,
    /// 0xRRGGBB.
    pub fill: u32,
    /// 0xRRGGBB.
    pub stroke: u32,
    pub fill_space: Space,
    pub stroke_space: Space,
}

impl State {
    /// The state in which a page begins.
    pub fn new(matrix: Matrix) -> State {
        State {
            matrix,
            font: None,
            font_size: 0.0,
            character_spacing: 0.0,
            word_spacing: 0.0,
            horizontal_scale: 1.0,
            leading: 0.0,
            rise: 0.0,
            mode: 0,
            line_width: 1.0,
            fill: 0,
            stroke: 0,
            fill_space: Space::Device,
            stroke_space: Space::Device,
        }
    }
}
