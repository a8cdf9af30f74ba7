//! Lines that are told by where their characters stand, and not by the order in which a file has them.

use super::*;

/// What glyphs are sorted by.
type Key = (f32, f32);
type By = fn(&Glyph) -> Key;

/// The page with its glyphs in another order of content.
fn sorted(mut page: Setter, key: impl Fn(&Glyph) -> Key) -> Setter {
    page.0.glyphs.sort_by(|a, b| key(a).0.total_cmp(&key(b).0).then(key(a).1.total_cmp(&key(b).1)));
    page.0.glyphs.iter_mut().enumerate().for_each(|(at, glyph)| glyph.order = at as u32);
    page
}

/// Upright characters under one another.
fn stacked(page: &mut Setter, text: &str, x: f32, y: f32, size: f32) {
    for (at, c) in text.chars().enumerate() {
        let left = x + if c.is_ascii() { 0.25 * size } else { 0.0 };
        page.glyph(c, left, y + (at as f32 + 0.88) * size, size);
    }
}

fn stacked_page(texts: &[String]) -> Setter {
    let mut page = Setter::new();
    let mut x = 500.0;
    for text in texts {
        let (mut rest, mut indent) = (text.chars().collect::<Vec<_>>(), 2);
        while !rest.is_empty() {
            let tail = rest.split_off(rest.len().min(30 - indent));
            stacked(&mut page, &rest.iter().collect::<String>(), x, 60.0 + indent as f32 * EM, EM);
            (rest, indent, x) = (tail, 0, x - 1.6 * EM);
        }
    }
    page
}

#[test]
fn vertical_lines_are_told_by_their_places() {
    let texts = [words("那年2月", 96), words("后来", 110)];
    let expected = format!("{}\n{}\n", texts[0], texts[1]);
    let ways: [(&str, By); 4] = [
        ("as they are read", |glyph| (glyph.order as f32, 0.0)),
        ("from the last to the first", |glyph| (-(glyph.order as f32), 0.0)),
        ("by height", |glyph| (glyph.y, glyph.x)),
        ("in no order", |glyph| ((glyph.order * 7919 % 211) as f32, glyph.order as f32)),
    ];
    for (way, key) in ways {
        assert_eq!(sorted(stacked_page(&texts), key).read(), expected, "{way}");
    }
}

#[test]
fn lines_across_stay_so_in_any_order() {
    let texts = [words("那年2月", 96), words("后来", 110)];
    let ways: [By; 2] = [|glyph| (-(glyph.order as f32), 0.0), |glyph| ((glyph.order * 7919 % 211) as f32, glyph.order as f32)];
    for key in ways {
        let mut page = Setter::new();
        let y = page.paragraph(&texts[0], 40.0, 60.0, 20);
        page.paragraph(&texts[1], 40.0, y, 20);
        assert_eq!(sorted(page, key).read(), format!("{}\n{}\n", texts[0], texts[1]));
    }
}

#[test]
fn a_headline_that_stands_is_told_by_its_place() {
    let texts = [words("一", 96), words("二", 96)];
    for from_the_last in [false, true] {
        let mut page = Setter::new();
        stacked(&mut page, "渡口2月通车", 40.0, 62.0, 18.0);
        let y = page.paragraph(&texts[0], 80.0, 60.0, 20);
        page.paragraph(&texts[1], 80.0, y, 20);
        let sign = if from_the_last { -1.0 } else { 1.0 };
        let page = sorted(page, |glyph| (sign * glyph.order as f32, 0.0));
        assert_eq!(page.read(), format!("# 渡口2月通车\n{}\n{}\n", texts[0], texts[1]), "{from_the_last}");
    }
}

#[test]
fn a_letterspaced_headline_with_a_mark_is_one_line() {
    let text = words("一", 96);
    let mut page = Setter::new();
    for (at, c) in "江见川：与船为伴".chars().enumerate() {
        page.glyph(c, 40.0 + 30.0 * at as f32, 60.0, 20.0);
    }
    page.paragraph(&text, 40.0, 80.0, 25);
    assert_eq!(page.read(), format!("# 江见川：与船为伴\n{text}\n"));
}

#[test]
fn a_stop_that_hangs_in_the_gutter_ends_its_column() {
    let mut page = Setter::new();
    let lines = |text: &str| -> Vec<String> { text.chars().collect::<Vec<_>>().chunks(12).map(String::from_iter).collect() };
    let (left, right) = (words("一", 96).replace('，', "水"), words("二", 96).replace('，', "火"));
    for (x, text) in [(40.0, &left), (175.0, &right)] {
        for (at, line) in lines(text).iter().enumerate() {
            let hung = if at == 3 && x < 100.0 { "，" } else { "" };
            page.line(&format!("{line}{hung}"), x, 60.0 + PITCH * at as f32, EM);
        }
    }
    let mut left = left;
    left.insert(left.char_indices().nth(48).expect("it is longer").0, '，');
    assert_eq!(page.read(), format!("{left}\n{right}\n"));
}

#[test]
fn words_that_were_recognized_too_high_or_too_low_stay_in_their_line() {
    let mut page = Setter::new();
    let text = words("一", 40);
    page.line(&text, 40.0, 60.0, EM);
    for glyph in page.0.glyphs.iter_mut().filter(|glyph| glyph.order / 5 % 2 == 1) {
        (glyph.y, glyph.size) = (glyph.y + 2.8, 1.08 * glyph.size);
    }
    let lines = super::super::line::gather(&page.0).lines;
    assert_eq!(lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>(), [text]);
}

#[test]
fn the_first_word_of_a_line_ends_where_white_begins() {
    let mut page = Setter::new();
    // A file without spaces: letters of one word touch, words stand a quarter of an em apart.
    let mut x = 40.0;
    for word in ["Please", "read", "this"] {
        page.line(word, x, 60.0, EM);
        x += 5.0 * word.len() as f32 + 2.5;
    }
    let lines = super::super::line::gather(&page.0).lines;
    assert_eq!(lines.iter().map(|line| (line.text.as_str(), line.unit)).collect::<Vec<_>>(), [("Please read this", 30.0)]);
}

#[test]
fn columns_one_em_apart_stay_columns_under_a_byline() {
    let mut page = Setter::new();
    page.line("河岸的柳树", 170.0, 20.0, 24.0);
    // The byline stands over the gap, and the second column begins with the last words of a paragraph.
    page.line("本报记者\u{3000}何山", 205.0, 38.0, EM);
    let texts = [words("一年", 126), words("二年", 98), words("三年", 90)];
    let first: Vec<char> = texts[0].chars().collect();
    let (own, over) = first.split_at(124);
    let y = 60.0;
    page.paragraph(&own.iter().collect::<String>(), 40.0, y, 21);
    page.line(&over.iter().collect::<String>(), 260.0, y, EM);
    let y = page.paragraph(&texts[1], 260.0, y + PITCH, 20);
    page.paragraph(&texts[2], 260.0, y, 20);
    assert_eq!(page.read(), format!("# 河岸的柳树\nby 本报记者\u{3000}何山\n{}\n{}\n{}\n", texts[0], texts[1], texts[2]));
}

#[test]
fn options_of_a_question_are_read_in_rows() {
    let mut page = Setter::new();
    let text = words("那年", 150);
    page.line("1．读音正确的一项是", 40.0, 40.0, EM);
    for (row, pair) in [["A．渡口　石桥", "B．江湾　码头"], ["C．灯火　两岸", "D．船工　柳树"]].iter().enumerate()
    {
        for (column, option) in pair.iter().enumerate() {
            page.line(option, 70.0 + 160.0 * column as f32, 54.0 + 14.0 * row as f32, EM);
        }
    }
    page.paragraph(&text, 40.0, 90.0, 30);
    let rows = "A．渡口　石桥\u{3000}B．江湾　码头\nC．灯火　两岸\u{3000}D．船工　柳树";
    assert_eq!(page.read(), format!("1．读音正确的一项是\n{rows}\n{text}\n"));
}

#[test]
fn the_next_number_begins_a_paragraph_behind_lines_for_an_answer() {
    let mut page = Setter::new();
    let text = words("那年", 150);
    let y = page.paragraph(&text, 40.0, 40.0, 30);
    for (at, number) in ["1", "2"].iter().enumerate() {
        let y = y + 70.0 * at as f32;
        page.line(&format!("{number}．说说对结尾的看法。（10分）"), 40.0, y + 14.0, EM);
        page.drawn(Area::new(60.0, y + 40.0, 340.0, y + 40.5), RuleKind::Line);
        page.drawn(Area::new(60.0, y + 60.0, 340.0, y + 60.5), RuleKind::Line);
    }
    let questions = "1．说说对结尾的看法。（10分）\n2．说说对结尾的看法。（10分）";
    assert_eq!(page.read(), format!("{text}\n{questions}\n"));
}

#[test]
fn the_next_word_stands_on_the_space_behind_a_recognized_word() {
    let mut page = Setter::new();
    let mut y = 40.0;
    for line in ["渡口 修在 河湾， 1952 年", "由 江湾 船工 集资 二十 元", "of the old ferry 码头。"] {
        let mut x = 40.0;
        for word in line.split(' ') {
            page.line(&format!("{word} "), x, y, EM);
            // The ink of a stop ends its word; words of letters stand apart.
            let wide: f32 = word.chars().map(|c| if c.is_ascii() { 0.5 } else { 1.0 }).sum();
            let letters = word.ends_with(|c: char| c.is_ascii_alphabetic());
            if let Some(stop) = page.0.glyphs.iter_mut().rev().nth(1).filter(|glyph| glyph.text.first() == '，') {
                stop.advance = 0.4 * EM;
                stop.ink.right = stop.x + 0.4 * EM;
            }
            x += (wide + if letters { 0.25 } else { 0.02 }) * EM;
        }
        y += PITCH;
    }
    assert_eq!(page.read(), "渡口修在河湾，1952年由江湾船工集资二十元of the old ferry码头。\n");
}

#[test]
fn pages_that_hold_nothing_but_a_title_keep_it() {
    let pages = (0..5).map(|at| {
        let mut page = Setter::new();
        page.line(&format!("第{at}讲　渡口的来历"), 60.0, 40.0, 18.0);
        page
    });
    let read = read(pages.collect());
    assert_eq!((read.matches("渡口的来历").count(), read.contains('~')), (5, false), "{read}");
}
