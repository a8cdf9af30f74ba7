//! `chongpai learn`: what repeats in an archive is proposed, and what is proposed is obeyed.

use crate::program::Place;

/// Issues of a paper of which no built-in form knows: three pages each, a head that cuts a sentence, a jump in arrows.
fn issues(place: &Place) {
    let writers = ["林见川", "周知", "吴越山", "沈小舟"];
    for (number, writer) in writers.iter().enumerate() {
        let day = number + 1;
        let title = ["老船工说起从前", "木匠修好旧船", "邮差走过石桥", "灯火照着两岸"][number];
        let text = format!(
            "江河文艺之页\n\n第{day}届灯会明晚开始\n文　{writer}\n灯会明晚在石桥两岸开始，今年的灯比去年多了{day}百盏，船家从上游\n江河文艺之页\n一直点到渡口，\
             点到天亮，孩子们要看到最后一盏灯灭了才回家去睡。\n茶　亭\n\n{title}\n文　{writer}\n从前过河要等，等人齐了才开船；人不齐，就再等一等，\
             等到日头偏西，\n江河文艺之页\n船家才慢慢把竹篙拿起来，把船撑离了岸，往对岸慢慢地走。\n"
        );
        place.put(&format!("issues/{day}.txt"), text.as_bytes());
    }
}

#[test]
fn what_is_learnt_is_read_and_obeyed() {
    let place = Place::with(&[]);
    issues(&place);
    let learnt = place.run("learn issues -o chongpai.toml");
    assert_eq!((learnt.code, &*learnt.out), (0, "chongpai.toml: learnt from 4 sources\n"), "{}", learnt.err);
    let proposal = place.read("chongpai.toml");
    let table: toml::Table = toml::from_str(&proposal).expect("it is TOML");
    let list = |key: &str| -> Vec<&str> {
        table["archive"][key].as_array().expect("a list").iter().filter_map(toml::Value::as_str).collect()
    };
    assert_eq!(list("heads"), [r"江\s*河\s*文\s*艺\s*之\s*页"], "{proposal}");
    assert_eq!(list("sections"), ["茶亭"], "{proposal}");
    assert_eq!(list("bylines").len(), 1, "{proposal}");

    let ran = place.run("convert issues/2.txt -o out --to json --kind newspaper");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let document: serde_json::Value = serde_json::from_str(&place.read("out/2.json")).expect("JSON");
    let text = document.to_string();
    assert!(text.contains("船家从上游一直点到渡口"), "{text}");
    assert!(text.contains("running-head") && text.contains("section-label") && text.contains("byline"), "{text}");

    let again = place.run("learn issues -o chongpai.toml");
    assert_eq!(again.code, 1, "a person's work is kept");
    assert!(again.err.contains("chongpai.toml"), "{}", again.err);
    let nothing = place.run("learn issues --config chongpai.toml");
    let table: toml::Table = toml::from_str(&nothing.out).expect("it is TOML");
    let left: Vec<_> = table["archive"].as_table().expect("a table").values().filter_map(toml::Value::as_array).collect();
    assert!(left.len() == 6 && left.iter().all(|list| list.is_empty()), "{}", nothing.out);
}

#[test]
fn a_wrong_pattern_of_the_archive_is_a_usage_error() {
    let place = Place::with(&[]);
    place.put("a.txt", "江河".as_bytes());
    place.put("chongpai.toml", b"[archive]\nheads = ['(']\n");
    let ran = place.run("convert a.txt -o out");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("line 2: the pattern ( is wrong"), "{}", ran.err);
}
