//! Formulas in TeX, written in one line of characters: `1 . 2 \times 1 0 ^ { 4 }` is 1.2×10⁴.
//!
//! Programs that read pages of books write every number, unit and sign so, with the spaces that TeX does not see. What is raised or
//! lowered is a character of its own where Unicode has one, and else told by its place; a shape that a line can't have is said with signs
//! (`a/b`, `√(a+b)`). A formula with a command that is not known here is none.

use std::ops::Range;

/// Groups nest no deeper.
const DEEPEST: usize = 24;

/// A formula in a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Its characters.
    pub text: String,
    /// What of them is raised (`true`) or lowered, by byte ranges, in order.
    pub scripts: Vec<(Range<usize>, bool)>,
    /// It ends with a fraction or a root: what stands behind it is none of it.
    closed: bool,
    /// It begins with a number over another.
    fraction: bool,
}

/// A formula without the marks around it; `rows` parts rows that stand below one another.
pub fn line(tex: &str, rows: &'static str) -> Option<Line> {
    let mut reader = Reader { rest: tex, depth: 0, rows, ends: false };
    let line = reader.sequence(None)?;
    // A line has no rows.
    Some(line).filter(|line| !line.text.trim().is_empty() && (rows == "\n" || !line.text.contains('\n')))
}

impl Line {
    fn plain(text: impl Into<String>) -> Line {
        Line { text: text.into(), ..Line::default() }
    }

    fn push(&mut self, c: char) {
        self.add(Line::plain(c));
    }

    fn add(&mut self, mut other: Line) {
        let first = other.text.chars().next();
        let operand = first.is_some_and(|c| c.is_alphanumeric() || matches!(c, '(' | '√'));
        let joined = self.text.ends_with(char::is_alphanumeric);
        if self.closed && operand || other.fraction && joined {
            self.text.push(' ');
        }
        // The degree and its scale are one sign.
        let mut letters = other.text.chars();
        if self.text.ends_with('°')
            && matches!(letters.next(), Some('C' | 'F'))
            && !letters.next().is_some_and(char::is_alphabetic)
        {
            self.text.pop();
            let sign = if other.text.starts_with('C') { '℃' } else { '℉' };
            other.scripts.clear();
            other.text = format!("{sign}{}", &other.text[1..]);
        }
        let from = self.text.len();
        self.fraction |= from == 0 && other.fraction;
        self.text.push_str(&other.text);
        self.scripts.extend(other.scripts.into_iter().map(|(range, raised)| (from + range.start..from + range.end, raised)));
        self.closed = other.closed || self.closed && other.text.is_empty();
    }

    /// In brackets, where it is more than one thing.
    fn operand(self) -> Line {
        let bare: String = self.text.chars().filter(|&c| !is_script(c)).collect();
        let mut chars = bare.chars();
        let one = chars.next().is_none() || chars.next().is_none();
        let number = bare.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '%'));
        let word = bare.chars().all(super::script::is_cjk);
        if one || number || word {
            return Line { closed: false, fraction: false, ..self };
        }
        let mut line = Line::plain("(");
        line.add(Line { closed: false, fraction: false, ..self });
        line.text.push(')');
        line
    }

    /// Puts what is raised or lowered behind the line.
    fn script(&mut self, script: Line, raised: bool) {
        /// What is longer is no exponent.
        const LONGEST: usize = 12;
        let text = script.text.trim();
        if text.is_empty() {
            return;
        }
        let primes = text.chars().all(|c| matches!(c, '′' | '″'));
        if raised && (primes || matches!(text, "∘" | "°")) {
            self.text.push_str(match text {
                "′′" => "″",
                _ if primes => text,
                _ => "°",
            });
            return;
        }
        // At the start it is the mark of a note.
        let small: Option<String> = match raised && self.text.is_empty() {
            true => None,
            false => text.chars().map(|c| small(c, raised)).collect(),
        };
        if let Some(small) = small {
            self.text.push_str(&small);
        } else if script.scripts.is_empty() && text.chars().count() <= LONGEST && !text.contains(['/', '√', '^', '_']) {
            let from = self.text.len();
            self.text.push_str(text);
            self.scripts.push((from..self.text.len(), raised));
        } else {
            self.text.push(if raised { '^' } else { '_' });
            let from = self.closed;
            self.closed = false;
            self.add(script.operand());
            self.closed = from;
        }
    }
}

/// A character beside a letter, or over it.
fn is_script(c: char) -> bool {
    matches!(c, '²' | '³' | '¹' | '\u{2070}'..='\u{208e}' | '′' | '°' | '\u{300}'..='\u{36f}')
}

/// A digit as Unicode has it raised or lowered, and the sign of a negative power; faces have no others.
fn small(c: char, raised: bool) -> Option<char> {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    const LOWERED: [char; 10] = ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉'];
    match (c, c.to_digit(10)) {
        (_, Some(digit)) => (if raised { RAISED } else { LOWERED }).get(digit as usize).copied(),
        ('-' | '−', _) if raised => Some('⁻'),
        _ => None,
    }
}

struct Reader<'t> {
    rest: &'t str,
    depth: usize,
    rows: &'static str,
    /// The rows that were begun last have ended.
    ends: bool,
}

impl<'t> Reader<'t> {
    fn next(&mut self) -> Option<char> {
        let c = self.rest.chars().next()?;
        self.rest = &self.rest[c.len_utf8()..];
        Some(c)
    }

    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start();
    }

    /// Everything up to the end, or up to what closes it.
    fn sequence(&mut self, closing: Option<char>) -> Option<Line> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        let mut line = Line::default();
        loop {
            match self.next() {
                None if closing.is_none() => break,
                None => return None,
                Some('&') if closing == Some('&') => {
                    line.text.push('&');
                    line.closed = false;
                }
                c if c == closing => break,
                Some(c) if c.is_whitespace() => {}
                Some(c @ ('^' | '_')) => {
                    let script = self.argument()?;
                    line.script(script, c == '^');
                }
                Some('{') => line.add(self.sequence(Some('}'))?),
                Some('\\') => {
                    line.add(self.command()?);
                    if std::mem::take(&mut self.ends) {
                        return Some(line).filter(|_| closing == Some('&'));
                    }
                }
                Some('~') => line.text.push(' '),
                Some('\'') => line.push('′'),
                Some('}' | '&' | '$') => return None,
                Some(c) => line.push(c),
            }
        }
        self.depth -= 1;
        Some(line)
    }

    /// What a command is applied to.
    fn argument(&mut self) -> Option<Line> {
        self.skip_space();
        match self.next()? {
            '{' => self.sequence(Some('}')),
            '\\' => self.command(),
            '}' | '^' | '_' | '&' | '$' => None,
            '\'' => Some(Line::plain('′')),
            c => Some(Line::plain(c)),
        }
    }

    /// An argument whose spaces are words' own, unless they part every letter.
    fn words(&mut self) -> Option<Line> {
        let inner = self.rest.trim_start().strip_prefix('{');
        let end =
            inner.and_then(|inner| inner.find(['}', '{', '\\', '$', '^', '_']).filter(|&at| inner[at..].starts_with('}')));
        let (Some(inner), Some(end)) = (inner, end) else { return self.argument() };
        self.rest = &inner[end + 1..];
        let inner = inner[..end].replace('~', " ");
        let mut words = inner.split_whitespace();
        let letters = words.clone().count() > 1 && words.all(|word| word.chars().nth(1).is_none());
        let parted: Vec<&str> = inner.split_whitespace().collect();
        if letters {
            return Some(Line::plain(parted.concat()));
        }
        let edge = |at: bool| if at { " " } else { "" };
        let (before, after) = (inner.starts_with(char::is_whitespace), inner.ends_with(char::is_whitespace));
        Some(Line::plain(format!("{}{}{}", edge(before), parted.join(" "), edge(after && !parted.is_empty()))))
    }

    /// A command, behind its backslash.
    fn command(&mut self) -> Option<Line> {
        let length = self.rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        if length == 0 {
            return match self.next()? {
                ',' | ':' | ';' | '!' | '/' => Some(Line::default()),
                ' ' => Some(Line::plain(' ')),
                '\\' => Some(Line::plain('\n')),
                '|' => Some(Line::plain('‖')),
                c @ ('%' | '$' | '#' | '&' | '_' | '{' | '}') => Some(Line::plain(c)),
                _ => None,
            };
        }
        let (name, rest) = self.rest.split_at(length);
        self.rest = rest;
        if let Ok(at) = SIGNS.binary_search_by_key(&name, |(name, _)| name) {
            return Some(Line::plain(SIGNS[at].1));
        }
        match name {
            "frac" | "dfrac" | "tfrac" | "cfrac" => {
                let mut line = self.argument()?.operand();
                line.text.push('/');
                line.add(self.argument()?.operand());
                Some(Line { closed: true, fraction: true, ..line })
            }
            "sqrt" => {
                self.skip_space();
                let mut line = Line::plain("√");
                if let Some(rest) = self.rest.strip_prefix('[') {
                    self.rest = rest;
                    line.text.push('[');
                    line.add(self.sequence(Some(']'))?);
                    line.text.push(']');
                }
                line.add(self.argument()?.operand());
                Some(Line { closed: true, ..line })
            }
            "mathrm" | "mathbf" | "mathit" | "mathsf" | "mathtt" | "mathcal" | "mathscr" | "mathfrak" | "mathbb"
            | "mathnormal" | "boldsymbol" | "pmb" | "bm" | "mathrel" | "mathop" | "mathbin" | "mathord" | "mathpunct"
            | "operatorname" | "boxed" | "ensuremath" | "underline" | "emph" => self.argument(),
            "text" | "textrm" | "textbf" | "textit" | "textsf" | "texttt" | "textnormal" | "mbox" | "hbox" => self.words(),
            "textsuperscript" | "textsubscript" => {
                let mut line = Line::default();
                line.script(self.argument()?, name == "textsuperscript");
                Some(line)
            }
            "textcircled" | "circled" => Some(Line::plain(circled(self.argument()?.text.trim())?)),
            "bar" | "overline" => self.accented('\u{304}'),
            "hat" | "widehat" => self.accented('\u{302}'),
            "tilde" | "widetilde" => self.accented('\u{303}'),
            "dot" => self.accented('\u{307}'),
            "ddot" => self.accented('\u{308}'),
            "vec" => self.accented('\u{20d7}'),
            "tag" => {
                let number = self.words()?.text;
                let inner = number.trim().trim_matches(['(', ')']);
                Some(Line::plain(format!(" ({inner})")))
            }
            "left" | "right" | "big" | "Big" | "bigg" | "Bigg" | "bigl" | "bigr" | "Bigl" | "Bigr" | "biggl" | "biggr" => {
                self.skip_space();
                // A point is no bracket.
                self.rest = self.rest.strip_prefix('.').unwrap_or(self.rest);
                Some(Line::default())
            }
            "rm" | "bf" | "it" | "sf" | "tt" | "displaystyle" | "textstyle" | "scriptstyle" | "scriptscriptstyle"
            | "limits" | "nolimits" | "nonumber" | "notag" | "hfill" | "small" | "large" | "Large" | "bfseries" | "itshape" => {
                Some(Line::default())
            }
            "begin" => self.rows(),
            "end" => {
                self.argument()?;
                self.ends = true;
                Some(Line::default())
            }
            "quad" | "qquad" | "enspace" => Some(Line::plain(' ')),
            "arccos" | "arcsin" | "arctan" | "cos" | "cosh" | "cot" | "csc" | "det" | "dim" | "exp" | "gcd" | "inf" | "ker"
            | "lg" | "lim" | "ln" | "log" | "max" | "min" | "mod" | "sec" | "sin" | "sinh" | "sup" | "tan" | "tanh" => {
                self.skip_space();
                let letter = self.rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '\\');
                Some(Line::plain(format!("{name}{}", if letter { " " } else { "" })))
            }
            _ => None,
        }
    }

    /// Rows between `\begin{array}` and its end. Those of equations follow one another, cells and all; of a matrix, rows are parted by
    /// `;` and cells by `,`, in brackets.
    fn rows(&mut self) -> Option<Line> {
        let name = self.argument()?.text;
        let name = name.trim_end_matches('*');
        let columns = if name == "array" { self.argument()?.text } else { String::new() };
        let aligned = match name {
            "array" => matches!(columns.as_str(), "l" | "c" | "r" | "rl" | "rcl" | "ll"),
            "aligned" | "align" | "gathered" | "gather" | "split" | "eqnarray" | "cases" => true,
            "matrix" | "pmatrix" | "bmatrix" | "vmatrix" => false,
            _ => return None,
        };
        let depth = self.depth;
        let inner = self.sequence(Some('&'))?;
        self.depth = depth;
        let bracketed = !aligned && name != "vmatrix";
        let mut line = Line::plain(if bracketed {
            "("
        } else if name == "cases" {
            "{"
        } else {
            ""
        });
        for (at, row) in inner.text.split('\n').map(str::trim).filter(|row| !row.is_empty()).enumerate() {
            if at > 0 {
                line.text.push_str(if aligned { self.rows } else { ";" });
            }
            let cells: Vec<&str> = row.split('&').map(str::trim).collect();
            line.text.push_str(&cells.join(if !aligned || name == "cases" { "," } else { "" }));
        }
        if bracketed {
            line.text.push(')');
        }
        // What is told by its place has lost it.
        inner.scripts.is_empty().then_some(line)
    }

    /// A letter with an accent; two letters are a line's name.
    fn accented(&mut self, accent: char) -> Option<Line> {
        let line = self.argument()?;
        let text: String = line.text.chars().flat_map(|c| [c, accent]).collect();
        (line.scripts.is_empty() && line.text.chars().count() <= 3).then(|| Line::plain(text))
    }
}

/// A number or a letter in a ring.
fn circled(text: &str) -> Option<char> {
    let mut chars = text.chars();
    match (text.parse::<u32>(), chars.next(), chars.next()) {
        (Ok(0), ..) => Some('⓪'),
        (Ok(number @ 1..=20), ..) => char::from_u32(0x2460 + number - 1),
        (Ok(number @ 21..=35), ..) => char::from_u32(0x3251 + number - 21),
        (Ok(number @ 36..=50), ..) => char::from_u32(0x32b1 + number - 36),
        (_, Some(c @ 'A'..='Z'), None) => char::from_u32(0x24b6 + u32::from(c) - u32::from('A')),
        (_, Some(c @ 'a'..='z'), None) => char::from_u32(0x24d0 + u32::from(c) - u32::from('a')),
        _ => None,
    }
}

/// Commands that are one sign, in order of their names.
const SIGNS: [(&str, &str); 212] = [
    ("Box", "□"),
    ("Delta", "Δ"),
    ("Diamond", "◇"),
    ("Gamma", "Γ"),
    ("Lambda", "Λ"),
    ("Leftarrow", "⇐"),
    ("Leftrightarrow", "⇔"),
    ("Longleftrightarrow", "⇔"),
    ("Longrightarrow", "⇒"),
    ("Omega", "Ω"),
    ("P", "¶"),
    ("Phi", "Φ"),
    ("Pi", "Π"),
    ("Psi", "Ψ"),
    ("Rightarrow", "⇒"),
    ("S", "§"),
    ("Sigma", "Σ"),
    ("Theta", "Θ"),
    ("Upsilon", "Υ"),
    ("Vert", "‖"),
    ("Xi", "Ξ"),
    ("aleph", "ℵ"),
    ("alpha", "α"),
    ("angle", "∠"),
    ("approx", "≈"),
    ("ast", "*"),
    ("asymp", "≍"),
    ("backslash", "\\"),
    ("because", "∵"),
    ("beta", "β"),
    ("bigcap", "∩"),
    ("bigcirc", "○"),
    ("bigcup", "∪"),
    ("bigstar", "★"),
    ("blacklozenge", "◆"),
    ("blacksquare", "■"),
    ("blacktriangle", "▲"),
    ("bot", "⊥"),
    ("bullet", "•"),
    ("cap", "∩"),
    ("cdot", "·"),
    ("cdotp", "·"),
    ("cdots", "…"),
    ("centerdot", "·"),
    ("checkmark", "✓"),
    ("chi", "χ"),
    ("circ", "∘"),
    ("circledast", "⊛"),
    ("clubsuit", "♣"),
    ("colon", ":"),
    ("complement", "∁"),
    ("cong", "≅"),
    ("copyright", "©"),
    ("cup", "∪"),
    ("dag", "†"),
    ("dagger", "†"),
    ("ddag", "‡"),
    ("ddagger", "‡"),
    ("degree", "°"),
    ("delta", "δ"),
    ("diamond", "◇"),
    ("diamondsuit", "♢"),
    ("div", "÷"),
    ("doteq", "≐"),
    ("dots", "…"),
    ("dotsb", "…"),
    ("dotsc", "…"),
    ("downarrow", "↓"),
    ("ell", "ℓ"),
    ("emptyset", "∅"),
    ("epsilon", "ε"),
    ("equiv", "≡"),
    ("eta", "η"),
    ("exists", "∃"),
    ("female", "♀"),
    ("flat", "♭"),
    ("forall", "∀"),
    ("gamma", "γ"),
    ("ge", "≥"),
    ("geq", "≥"),
    ("geqq", "≥"),
    ("geqslant", "≥"),
    ("gets", "←"),
    ("gg", "≫"),
    ("gtrsim", "≳"),
    ("hbar", "ℏ"),
    ("heartsuit", "♡"),
    ("iff", "⇔"),
    ("iint", "∬"),
    ("implies", "⇒"),
    ("in", "∈"),
    ("infty", "∞"),
    ("int", "∫"),
    ("iota", "ι"),
    ("kappa", "κ"),
    ("lVert", "‖"),
    ("lambda", "λ"),
    ("land", "∧"),
    ("langle", "⟨"),
    ("lbrace", "{"),
    ("lbrack", "["),
    ("lceil", "⌈"),
    ("ldots", "…"),
    ("le", "≤"),
    ("leftarrow", "←"),
    ("leftrightarrow", "↔"),
    ("leq", "≤"),
    ("leqq", "≤"),
    ("leqslant", "≤"),
    ("lesssim", "≲"),
    ("lfloor", "⌊"),
    ("ll", "≪"),
    ("lnot", "¬"),
    ("longleftarrow", "←"),
    ("longleftrightarrow", "↔"),
    ("longrightarrow", "→"),
    ("lor", "∨"),
    ("lozenge", "◊"),
    ("lvert", "|"),
    ("male", "♂"),
    ("mapsto", "↦"),
    ("mid", "|"),
    ("mp", "∓"),
    ("mu", "μ"),
    ("nabla", "∇"),
    ("natural", "♮"),
    ("ne", "≠"),
    ("nearrow", "↗"),
    ("neg", "¬"),
    ("neq", "≠"),
    ("ni", "∋"),
    ("notin", "∉"),
    ("nu", "ν"),
    ("odot", "⊙"),
    ("oint", "∮"),
    ("omega", "ω"),
    ("ominus", "⊖"),
    ("oplus", "⊕"),
    ("oslash", "⊘"),
    ("otimes", "⊗"),
    ("parallel", "∥"),
    ("partial", "∂"),
    ("perp", "⊥"),
    ("phi", "φ"),
    ("pi", "π"),
    ("pm", "±"),
    ("pounds", "£"),
    ("prime", "′"),
    ("prod", "∏"),
    ("propto", "∝"),
    ("psi", "ψ"),
    ("rVert", "‖"),
    ("rangle", "⟩"),
    ("rbrace", "}"),
    ("rbrack", "]"),
    ("rceil", "⌉"),
    ("rfloor", "⌋"),
    ("rho", "ρ"),
    ("rightarrow", "→"),
    ("rightleftarrows", "⇌"),
    ("rightleftharpoons", "⇌"),
    ("rvert", "|"),
    ("searrow", "↘"),
    ("setminus", "∖"),
    ("sharp", "♯"),
    ("sigma", "σ"),
    ("sim", "～"),
    ("simeq", "≃"),
    ("spadesuit", "♠"),
    ("square", "□"),
    ("star", "☆"),
    ("subset", "⊂"),
    ("subseteq", "⊆"),
    ("sum", "∑"),
    ("supset", "⊃"),
    ("supseteq", "⊇"),
    ("tau", "τ"),
    ("textasciitilde", "~"),
    ("textbackslash", "\\"),
    ("textbullet", "•"),
    ("textdegree", "°"),
    ("textdollar", "$"),
    ("textellipsis", "…"),
    ("textemdash", "—"),
    ("textendash", "–"),
    ("textmu", "μ"),
    ("textohm", "Ω"),
    ("textpercent", "%"),
    ("textregistered", "®"),
    ("therefore", "∴"),
    ("theta", "θ"),
    ("times", "×"),
    ("to", "→"),
    ("triangle", "△"),
    ("triangledown", "▽"),
    ("uparrow", "↑"),
    ("upsilon", "υ"),
    ("varepsilon", "ε"),
    ("varnothing", "∅"),
    ("varphi", "φ"),
    ("varpi", "ϖ"),
    ("varrho", "ϱ"),
    ("varsigma", "ς"),
    ("vartheta", "ϑ"),
    ("vdots", "⋮"),
    ("vee", "∨"),
    ("vert", "|"),
    ("wedge", "∧"),
    ("wp", "℘"),
    ("xi", "ξ"),
    ("yen", "¥"),
    ("zeta", "ζ"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(tex: &str, expected: Option<&str>) {
        // What is told by its place stands in brackets here.
        let shown = line(tex, "; ").map(|line| {
            let mut text = line.text;
            for (range, raised) in line.scripts.into_iter().rev() {
                text.insert(range.end, ']');
                text.insert_str(range.start, if raised { "^[" } else { "_[" });
            }
            text
        });
        assert_eq!(shown.as_deref(), expected, "{tex}");
    }

    #[test]
    fn numbers_and_units_are_written_out() {
        check("1 2", Some("12"));
        check(r"3 . 5 \times 1 0 ^ { 4 }", Some("3.5×10⁴"));
        check(r"1 2 5 \mathrm { k m } ^ { 2 }", Some("125km²"));
        check(r"- 5 ^ { \circ } \mathrm { C }", Some("-5℃"));
        check(r"1 5 ^ \circ 3 0 ^ { \prime }", Some("15°30′"));
        check(r"\leqslant 0.5 \mathrm{~kg/m}^{3}", Some("≤0.5 kg/m³"));
        check(r"1 8 . 5 \sim 2 0 . 3 \, \mathrm { m }", Some("18.5～20.3m"));
        check(r"65.3\%", Some("65.3%"));
        check(r"\mathrm{CO}_2", Some("CO₂"));
        check(r"\mathrm{S O}_4^{2-}, \mathrm{Ca}^{2+}", Some("SO₄²⁻,Ca^[2+]"));
        check(r"\text{¥}12.5", Some("¥12.5"));
        check(r"\pmb { 8 }", Some("8"));
    }

    #[test]
    fn rings_and_marks_of_notes() {
        check(r"\textcircled { 1 }", Some("①"));
        check(r"\textcircled{12}", Some("⑫"));
        check(r"\textcircled{渡}", None);
        check("^{①}", Some("^[①]"));
        check(r"^ { [ 1 2 ] }", Some("^[[12]]"));
        check("^{3}", Some("^[3]"));
        check("{ } ^ { \\textcircled{2} }", Some("^[②]"));
    }

    #[test]
    fn shapes_are_said_with_signs() {
        check(r"Q = \frac { A } { n } R ^ { 2 / 3 } i ^ { 1 / 2 }", Some("Q=A/n R^(2/3)i^(1/2)"));
        check(r"\frac{a+b}{2}", Some("(a+b)/2"));
        check(r"2\frac{1}{2}", Some("2 1/2"));
        check(r"\sqrt[3]{x+1}y", Some("√[3](x+1) y"));
        check(r"x_{i}^{2}", Some("x_[i]²"));
        check(r"x ^ { n + 1 }", Some("x^[n+1]"));
        check(r"\left( \frac{1}{x^2} \right.", Some("(1/x²"));
        check(r"\bar { x } = \sum _ { i = 1 } ^ { n } x _ { i }", Some("x\u{304}=∑_[i=1]^[n]x_[i]"));
        check(r"\sin x + \log_2 n", Some("sin x+log₂n"));
        check(r"v = s t \tag {3-1}", Some("v=st (3-1)"));
        check(r"\text { 流 量 } = \text{flow rate}", Some("流量=flow rate"));
        check(r"\alpha \rightarrow \infty", Some("α→∞"));
    }

    #[test]
    fn rows_follow_one_another() {
        check(r"\begin{array} { r l } & { Q = A v } \\ & { v = s / t } \end{array}", Some("Q=Av; v=s/t"));
        check(r"\begin{aligned} a &= b \\ &= c^2 \end{aligned}", Some("a=b; =c²"));
        check(r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}", Some("(1,2;3,4)"));
        check(r"f = \left\{ \begin{array}{c c c} 1 & 0 & 0 \end{array} \right.", Some("f={(1,0,0)"));
        check(r"\begin{cases} x & x > 0 \\ 0 \end{cases}", Some("{x,x>0; 0"));
    }

    #[test]
    fn what_is_not_known_is_no_formula() {
        for tex in [r"\begin{array}{c} a \\ b", r"\unknown x", "{a", "a}", "", " ", "a & b", r"x ^", r"\frac{a}", r"a \\ b"] {
            check(tex, None);
        }
        check(&"{".repeat(1000), None);
        check(&"x^{".repeat(1000), None);
        assert!(SIGNS.windows(2).all(|pair| pair[0].0 < pair[1].0), "names are in order");
    }
}
