//! Formulas in one line of characters: `a/b`, `x^2`, `√(a+b)`, `(1,2;3,4)`.
//!
//! What a source says with shape is said with signs, and an operand that is more than one number, letter or word stands in
//! brackets, so that the line means what the formula meant.

/// Whether an operand needs no brackets.
pub fn is_atom(text: &str) -> bool {
    let text = text.trim();
    let bare = text.trim_end_matches(['′', '\'']);
    let one = bare.chars().filter(|c| !is_mark(*c)).nth(1).is_none();
    let number = |c: char| c.is_ascii_digit() || matches!(c, '.' | '．' | '%');
    let word = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    one || bare.chars().all(number) || bare.chars().all(word) || is_bracketed(text)
}

/// Combining marks belong to the letter before.
fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c) || ('\u{20d0}'..='\u{20ff}').contains(&c)
}

/// Whether one pair of brackets holds everything.
fn is_bracketed(text: &str) -> bool {
    let mut depth = 0i32;
    let last = text.chars().count().saturating_sub(1);
    for (at, c) in text.chars().enumerate() {
        match c {
            '(' | '[' | '{' | '（' | '〔' | '【' => depth += 1,
            ')' | ']' | '}' | '）' | '〕' | '】' => depth -= 1,
            _ => {}
        }
        if depth <= 0 {
            return depth == 0 && at == last && at > 0;
        }
    }
    false
}

/// An operand, in brackets where it needs them.
fn operand(text: &str) -> String {
    if is_atom(text) { text.to_owned() } else { format!("({text})") }
}

/// What the instruction of an `EQ` field shows (ECMA-376, 17.16.5.16), without its name.
pub fn equation(instruction: &str) -> String {
    let mut eq = Eq { rest: instruction, depth: 0 };
    let mut text = String::new();
    // A bracket or a comma that closes nothing is text.
    loop {
        text.push_str(&eq.sequence());
        match eq.next() {
            Some(c) => text.push(c),
            None => return text.trim().to_owned(),
        }
    }
}

/// An instruction that is being read.
struct Eq<'i> {
    rest: &'i str,
    depth: usize,
}

/// A switch and its options.
#[derive(Default)]
struct Switch {
    name: char,
    columns: usize,
    open: Option<char>,
    close: Option<char>,
    raised: Option<bool>,
    sign: Option<char>,
}

/// Switches nest no deeper.
const DEEPEST: usize = 32;

impl Eq<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.rest = &self.rest[c.len_utf8()..];
        Some(c)
    }

    /// What stands up to the end of an argument.
    fn sequence(&mut self) -> String {
        let mut text = String::new();
        while let Some(c) = self.peek() {
            match c {
                ',' | ';' | ')' if self.depth > 0 => break,
                '\\' => {
                    self.next();
                    match self.peek() {
                        Some(mark @ ('\\' | '(' | ')' | ',' | ';')) => {
                            self.next();
                            text.push(mark);
                        }
                        // `\* jc2`: how it looks.
                        Some('*') => {
                            let end = self.rest.find('\\').unwrap_or(self.rest.len());
                            self.rest = &self.rest[end..];
                        }
                        _ => {
                            let shown = self.switch();
                            text.push_str(&shown);
                        }
                    }
                }
                // Brackets that stand for themselves hold what may have commas.
                '(' if self.depth > 0 && self.depth < DEEPEST => {
                    self.next();
                    let inner = self.arguments().join(",");
                    text.push_str(&format!("({inner})"));
                }
                c => {
                    self.next();
                    text.push(c);
                }
            }
        }
        text.trim().to_owned()
    }

    /// The arguments behind an opening bracket, up to the closing one.
    fn arguments(&mut self) -> Vec<String> {
        self.depth += 1;
        let mut arguments = vec![self.sequence()];
        while let Some(c) = self.next() {
            if c == ')' {
                break;
            }
            arguments.push(self.sequence());
        }
        self.depth -= 1;
        arguments
    }

    /// A switch behind its backslash: its name, its options, what it is applied to.
    fn switch(&mut self) -> String {
        let Some(name) = self.next() else { return String::new() };
        let mut switch = Switch { name: name.to_ascii_lowercase(), columns: 1, ..Switch::default() };
        loop {
            self.rest = self.rest.trim_start();
            let Some(option) = self.rest.strip_prefix('\\') else { break };
            let word: String = option.chars().take(2).collect();
            if word.len() != 2 || !word.chars().all(|c| c.is_ascii_alphabetic()) {
                break;
            }
            self.rest = &option[2..];
            let sign = |eq: &mut Self| {
                if eq.peek() == Some('\\') {
                    eq.next();
                }
                eq.next()
            };
            match word.to_ascii_lowercase().as_str() {
                "lc" => switch.open = sign(self),
                "rc" => switch.close = sign(self),
                "bc" => {
                    let open = sign(self);
                    let close = |open| match open {
                        '(' => ')',
                        '[' => ']',
                        '{' => '}',
                        '<' => '>',
                        other => other,
                    };
                    (switch.open, switch.close) = (open, open.map(close));
                }
                "fc" | "vc" => switch.sign = sign(self),
                "su" => switch.sign = Some('∑'),
                "pr" => switch.sign = Some('∏'),
                "up" => switch.raised = Some(true),
                "do" => switch.raised = Some(false),
                "co" => {
                    let digits: String = self.rest.chars().take_while(char::is_ascii_digit).collect();
                    switch.columns = digits.parse().unwrap_or(1).max(1);
                }
                _ => {}
            }
            self.rest = self.rest.trim_start().trim_start_matches(|c: char| c.is_ascii_digit() || c == '-');
        }
        if self.peek() != Some('(') || self.depth >= DEEPEST {
            return String::new();
        }
        self.next();
        let arguments = self.arguments();
        switch.applied(&arguments)
    }
}

impl Switch {
    fn applied(&self, arguments: &[String]) -> String {
        let get = |at: usize| arguments.get(at).map_or("", String::as_str);
        let signed = |sign: &str, text: &str| if text.is_empty() { String::new() } else { format!("{sign}{}", operand(text)) };
        match self.name {
            'f' => format!("{}/{}", operand(get(0)), operand(get(1))),
            'r' if arguments.len() > 1 && !get(0).is_empty() => format!("√[{}]{}", get(0), operand(get(1))),
            'r' => format!("√{}", operand(arguments.last().map_or("", String::as_str))),
            'i' => {
                let sign = self.sign.unwrap_or('∫');
                format!("{sign}{}{}{}", signed("_", get(0)), signed("^", get(1)), get(2))
            }
            's' if self.raised.is_some() => signed(if self.raised == Some(true) { "^" } else { "_" }, &arguments.concat()),
            's' if arguments.len() == 2 => format!("{}{}", signed("^", get(0)), signed("_", get(1))),
            'b' => {
                let (open, close) = match (self.open, self.close) {
                    (None, None) => (Some('('), Some(')')),
                    brackets => brackets,
                };
                let mut text: String = open.into_iter().collect();
                text.push_str(&arguments.join(","));
                text.extend(close);
                text
            }
            'a' => {
                let rows: Vec<String> = arguments.chunks(self.columns).map(|row| row.join(",")).collect();
                rows.join(";")
            }
            'l' => arguments.join(","),
            _ => arguments.concat(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operands_of_several_signs_need_brackets() {
        for (text, expected) in [
            ("x", true),
            ("12.5", true),
            ("速度", true),
            ("(a+b)", true),
            ("x\u{302}", true),
            ("", true),
            ("a+b", false),
            ("(a)(b)", false),
            ("ab", false),
            ("2x", false),
        ] {
            assert_eq!(is_atom(text), expected, "{text}");
        }
    }

    #[test]
    fn equations_say_their_shape() {
        let check = |instruction: &str, expected: &str| assert_eq!(equation(instruction), expected, "{instruction}");
        check(" \\f(1,2)", "1/2");
        check(" x=\\f(a+b,2)", "x=(a+b)/2");
        check(" \\r(3,8)", "√[3]8");
        check(" \\r(,x+1)", "√(x+1)");
        check(" \\r(2)", "√2");
        check(" x\\s\\up5(2)y\\s\\do5(n-1)", "x^2y_(n-1)");
        check(" \\i\\su(i=1,n,i)", "∑_(i=1)^ni");
        check(" \\b\\bc\\[(\\a\\al\\co2\\vs3(1,2,3,4))", "[1,2;3,4]");
        check(" \\f(\\r(2),f(x,y))", "(√2)/(f(x,y))");
        check(" \\* jc0 \\* hps10 \\f(1,3)", "1/3");
        check(" a), b", "a), b");
        check(" x\\s\\up 5(2)", "x^2");
        assert!(equation(&"\\f(".repeat(100)).contains('/'));
    }
}
