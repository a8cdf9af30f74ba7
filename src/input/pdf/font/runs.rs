//! Tables over ranges of codes: widths and vertical metrics as `W` and `W2` write them (ISO 32000-2, 9.7.4.3).

use hayro_syntax::object::{Array, Object};

/// Values of codes, in runs that don't overlap as a rule; of runs that do, the one that begins last counts.
#[derive(Debug)]
pub struct Runs<const N: usize> {
    /// First code, last code, values: one of N numbers for all, or one for each.
    runs: Vec<(u32, u32, Vec<[f32; N]>)>,
}

/// Codes are 16 bits wide.
const LAST: u32 = 0xffff;

impl<const N: usize> Runs<N> {
    /// Reads `first [v …]` and `first last v`; what is out of place ends it.
    pub fn read(array: Option<Array<'_>>) -> Runs<N> {
        let mut runs = Vec::new();
        let mut items = array.iter().flat_map(|array| array.iter::<Object<'_>>());
        while let Some(first) = items.next().and_then(number) {
            let first = first as u32;
            match items.next() {
                Some(Object::Array(values)) => {
                    let values: Vec<f32> = values.iter::<f32>().take(N << 16).collect();
                    let values: Vec<[f32; N]> = values.as_chunks::<N>().0.to_vec();
                    if !values.is_empty() && first <= LAST {
                        runs.push((first, first + values.len() as u32 - 1, values));
                    }
                }
                Some(last) => {
                    let Some(last) = number(last) else { break };
                    let mut values = [0.0; N];
                    for value in &mut values {
                        let Some(read) = items.next().and_then(number) else { break };
                        *value = read;
                    }
                    if first as f32 <= last && first <= LAST {
                        runs.push((first, last as u32, vec![values]));
                    }
                }
                None => break,
            }
        }
        runs.sort_by_key(|run| run.0);
        Runs { runs }
    }

    /// The values of a code.
    pub fn get(&self, code: u32) -> Option<[f32; N]> {
        let after = self.runs.partition_point(|run| run.0 <= code);
        // A short run inside a long one: look a few back.
        let (first, _, values) = self.runs[..after].iter().rev().take(4).find(|run| run.1 >= code)?;
        match values.as_slice() {
            [all] => Some(*all),
            each => each.get((code - first) as usize).copied(),
        }
    }
}

fn number(object: Object<'_>) -> Option<f32> {
    match object {
        Object::Number(number) => Some(number.as_f32()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hayro_syntax::object::FromBytes;

    #[test]
    fn both_forms_are_read() {
        let array = Array::from_bytes(b"[1 [500 600] 10 20 700 15 [300] 30]").expect("an array");
        let runs = Runs::<1>::read(Some(array));
        let check = |code, width: Option<f32>| assert_eq!(runs.get(code).map(|[width]| width), width, "{code}");
        check(0, None);
        check(1, Some(500.0));
        check(2, Some(600.0));
        check(3, None);
        check(10, Some(700.0));
        check(15, Some(300.0));
        check(16, Some(700.0));
        check(20, Some(700.0));
        check(30, None);
        let array = Array::from_bytes(b"[5 [-1000 500 880] 7 9 -500 250 880]").expect("an array");
        let runs = Runs::<3>::read(Some(array));
        assert_eq!(runs.get(5), Some([-1000.0, 500.0, 880.0]));
        assert_eq!(runs.get(8), Some([-500.0, 250.0, 880.0]));
    }
}
