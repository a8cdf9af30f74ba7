//! Which pictures of a document can be shown, and what their files are called.

use crate::diag::{Sink, Trouble};
use crate::model::Document;
use imagesize::ImageType;

/// A picture's file in a package.
#[derive(Debug)]
pub struct Picture<'a> {
    /// Its address: the folder, a number, and the extension of its type.
    pub address: String,
    /// Its media type.
    pub media_type: &'static str,
    /// The file's content, as the source has it.
    pub bytes: &'a [u8],
}

/// The address of each picture of the document, `None` for those that can't be shown, and the files.
pub fn collect<'a>(document: &'a Document, folder: &str, sink: &mut Sink) -> (Vec<Option<String>>, Vec<Picture<'a>>) {
    let mut files = Vec::new();
    let mut addresses = Vec::with_capacity(document.media.len());
    for (index, media) in document.media.iter().enumerate() {
        let bytes = media.bytes.as_deref().unwrap_or_default();
        let Some((extension, media_type)) = image_type(bytes) else {
            sink.push(Trouble::MissingImage { reference: media.reference.clone() }, "");
            addresses.push(None);
            continue;
        };
        let address = format!("{folder}i{:04}.{extension}", index + 1);
        files.push(Picture { address: address.clone(), media_type, bytes });
        addresses.push(Some(address));
    }
    (addresses, files)
}

/// Extension and media type of a picture that every reader shows (EP-21), told by its first bytes.
fn image_type(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    imagesize::blob_size(bytes).ok().filter(|size| size.width > 0 && size.height > 0)?;
    match imagesize::image_type(bytes).ok()? {
        ImageType::Jpeg => Some(("jpg", "image/jpeg")),
        ImageType::Png => Some(("png", "image/png")),
        ImageType::Gif => Some(("gif", "image/gif")),
        _ => None,
    }
}
