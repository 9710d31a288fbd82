//! A row on its way to another place, and the others that make room for it.

use leptos::prelude::{document, window};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlFormElement};

/// The bar on top of the page, and some room.
const ABOVE: f64 = 96.0;
const BELOW: f64 = 64.0;

/// Measures are those of the whole page, in pixels, from before anything moved.
pub struct Lift {
    grip: HtmlElement,
    rows: Vec<Row>,
    from: usize,
    to: usize,
    /// Where the pointer took hold; nothing for the keyboard.
    pub held_at: Option<f64>,
}

struct Row {
    element: HtmlElement,
    top: f64,
    height: f64,
}

pub fn scrolled() -> f64 {
    window().scroll_y().unwrap_or_default()
}

impl Lift {
    /// Lifts the row of a grip.
    pub fn of(grip: HtmlElement, held_at: Option<f64>) -> Option<Self> {
        let whole = grip.closest("ol").ok()??;
        let grips = whole.query_selector_all(".grip").ok()?;
        let mut rows = Vec::new();
        let mut from = 0;
        for at in 0..grips.length() {
            let other: Element = grips.item(at)?.unchecked_into();
            if other.is_same_node(Some(&grip)) {
                from = rows.len();
            }
            let element: HtmlElement = other.closest("li").ok()??.unchecked_into();
            let measures = element.get_bounding_client_rect();
            rows.push(Row { element, top: measures.top() + scrolled(), height: measures.height() });
        }
        let lift = Self { grip, rows, from, to: from, held_at };
        lift.rows.get(from)?.element.class_list().add_1("lifted").ok()?;
        whole.class_list().add_1("sorting").ok()?;
        Some(lift)
    }

    /// The row goes with the pointer. Whether it has come to another place.
    pub fn follow(&mut self, pointer: f64) -> bool {
        let row = &self.rows[self.from];
        let (first, last) = (&self.rows[0], &self.rows[self.rows.len() - 1]);
        let by = pointer - self.held_at.unwrap_or(pointer);
        let by = by.clamp(first.top - row.top, last.top + last.height - row.top - row.height);
        let (top, bottom) = (row.top + by, row.top + row.height + by);
        let middle = |row: &Row| row.top + row.height / 2.0;
        let above = self.rows[..self.from].iter().filter(|other| middle(other) < top).count();
        let below = self.rows[self.from + 1..].iter().filter(|other| middle(other) < bottom).count();
        let to = if by < 0.0 { above } else { self.from + below };
        self.show(to, by)
    }

    /// Scrolls while the pointer is held near the edge that it was moved towards: the nearer, the faster.
    pub fn scroll_at_edge(&self, pointer: f64) {
        let by = pointer + scrolled() - self.held_at.unwrap_or_default();
        let (above, below) = (pointer - ABOVE, pointer - (view_height() - BELOW));
        if by < 0.0 && above < 0.0 {
            scroll(above / 6.0);
        } else if by > 0.0 && below > 0.0 {
            scroll(below / 6.0);
        }
    }

    /// The row goes `steps` places down, or up. Whether it has come to another place.
    pub fn step(&mut self, steps: isize) -> bool {
        let to = self.to.saturating_add_signed(steps).min(self.rows.len() - 1);
        let height = |rows: &[Row]| rows.iter().map(|row| row.height).sum::<f64>();
        let by =
            if to < self.from { -height(&self.rows[to..self.from]) } else { height(&self.rows[self.from + 1..=to]) };
        let row = &self.rows[self.from];
        let (top, bottom) = (row.top + by - scrolled(), row.top + by + row.height - scrolled());
        let below = bottom - (view_height() - BELOW);
        scroll(if top < ABOVE { top - ABOVE } else { below.max(0.0) });
        self.show(to, by)
    }

    fn show(&mut self, to: usize, by: f64) -> bool {
        let height = self.rows[self.from].height;
        for (at, row) in self.rows.iter().enumerate() {
            let by = match at {
                at if at == self.from => by,
                at if at > self.from && at <= to => -height,
                at if at < self.from && at >= to => height,
                _ => 0.0,
            };
            let _ = row.element.style().set_property("translate", &format!("0 {by}px"));
        }
        std::mem::replace(&mut self.to, to) != to
    }

    /// What is told of the row.
    pub fn tell(&self, text: &str) -> String {
        let name = self.grip.get_attribute("data-name").unwrap_or_default();
        let text = text.replace("{place}", &(self.to + 1).to_string());
        text.replace("{count}", &self.rows.len().to_string()).replace("{name}", &name)
    }

    /// Posts the place, if it is another one.
    pub fn post(&self) -> Option<()> {
        if self.to == self.from {
            return None;
        }
        let form = self.rows[self.from].element.query_selector("form.moves").ok()??;
        let form: HtmlFormElement = form.unchecked_into();
        let place = (self.to + 1).to_string();
        // The grip has the focus again when the page comes back.
        let fields = [("form[to]", place.as_str()), ("form[grip]", "true")];
        let inputs = fields.map(|(name, value)| {
            let input = document().create_element("input").ok()?;
            input.set_attribute("type", "hidden").ok()?;
            input.set_attribute("name", name).ok()?;
            input.set_attribute("value", value).ok()?;
            form.append_child(&input).ok()?;
            Some(input)
        });
        let asked = form.request_submit().ok();
        inputs.into_iter().flatten().for_each(|input| input.remove());
        asked
    }

    /// Every row is where it was.
    pub fn put_back(&mut self) {
        self.to = self.from;
        for row in &self.rows {
            let _ = row.element.style().remove_property("translate");
        }
        let row = &self.rows[self.from].element;
        let _ = row.class_list().remove_1("lifted");
        if let Some(list) = row.parent_element() {
            let _ = list.class_list().remove_1("sorting");
        }
    }
}

fn view_height() -> f64 {
    window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default()
}

fn scroll(by: f64) {
    if by != 0.0 {
        window().scroll_by_with_x_and_y(0.0, by);
    }
}
