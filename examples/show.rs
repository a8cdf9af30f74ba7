use chongpai::model::*;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let bytes = std::fs::read(&args[1]).unwrap();
    let env = chongpai::env::Env::from_process();
    let prepared = chongpai::convert::prepare(&args[1], &bytes, &Default::default(), &env).unwrap();
    let d = &prepared.document;
    match args.get(2) {
        Some(out) => {
            let mut html = String::new();
            fn put(b: &Block, html: &mut String) {
                if !b.is_visible() {
                    return;
                }
                let t = b.text.as_str().replace('&', "&amp;").replace('<', "&lt;");
                match &b.kind {
                    Kind::Heading(l) => html.push_str(&format!("<h{0}>{1}</h{0}>\n", (*l).min(6), t)),
                    Kind::Quote(v) => v.iter().for_each(|b| put(b, html)),
                    Kind::List(l) => {
                        for i in &l.items {
                            html.push_str(&format!("<p>{}", i.label.as_str()));
                            let mut s = String::new();
                            i.blocks.iter().for_each(|b| put(b, &mut s));
                            html.push_str(&s.replacen("<p>", "", 1));
                        }
                    }
                    Kind::Table(tb) => {
                        for r in &tb.rows {
                            for c in &r.cells {
                                c.blocks.iter().for_each(|b| put(b, html))
                            }
                        }
                    }
                    Kind::Verse => t.lines().for_each(|l| html.push_str(&format!("<p>{l}</p>\n"))),
                    _ => html.push_str(&format!("<p>{t}</p>\n")),
                }
            }
            d.blocks.iter().for_each(|b| put(b, &mut html));
            std::fs::write(out, html).unwrap();
        }
        None => {
            eprintln!("{:?}", d.meta);
            for line in native::write(d).lines() {
                let n: String = line.chars().take(70).collect();
                println!("{n}{}", if line.chars().count() > 70 { "…" } else { "" });
            }
        }
    }
}
