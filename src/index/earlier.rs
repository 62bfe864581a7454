//! What an index knows, loaded: outlines of sketches and links in memory, stories on disk, marks where there is room.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use super::run::{Entry, Run};
use crate::dedup::{self, Link, Options, Shelf, Sketches, Story};
use crate::error::{Error, Result};
use crate::model::DocId;

/// The stories of an index, sorted by id; none without one.
#[derive(Default)]
pub struct Earlier {
    ids: Vec<DocId>,
    /// For each story whether it was kept.
    pub kept: Vec<bool>,
    /// Links between them.
    pub links: Vec<Link>,
    places: Vec<Place>,
    files: Vec<Mutex<File>>,
}

#[derive(Debug, Clone, Copy)]
struct Place {
    file: u32,
    length: u32,
    offset: u64,
}

impl Earlier {
    pub(super) fn load(
        folder: &Path,
        runs: &[Run],
        options: &Options,
        sketches: &mut Sketches,
    ) -> Result<Self> {
        let (mut stories, mut links, mut files) = (Vec::new(), Vec::new(), Vec::new());
        let fresh = sketches.len() as u32;
        for (at, run) in (0..).zip(runs) {
            let first = stories.len();
            // Checks the digest on the way.
            for story in run.stories(folder)? {
                let Entry { story, kept } = story?;
                stories.push((
                    story.id,
                    kept,
                    Place { file: at, length: 0, offset: 0 },
                    sketches.len() as u32,
                ));
                sketches.push(dedup::sketch(&story, options))?;
            }
            let path = run.stories_path(folder);
            let file = File::open(&path).map_err(Error::io(&path, "reading the index"))?;
            let mut offset = 0;
            for (line, (.., place, _)) in BufReader::new(&file).split(b'\n').zip(&mut stories[first..]) {
                let length = line.map_err(Error::io(&path, "reading the index"))?.len() as u64;
                (place.offset, place.length) = (offset, length as u32);
                offset += length + 1;
            }
            files.push(Mutex::new(file));
            for link in run.links(folder)? {
                links.push(link?);
            }
        }
        stories.sort_unstable_by_key(|&(id, .., at)| (id, at));
        let ids: Vec<DocId> = stories.iter().map(|&(id, ..)| id).collect();
        let others = (0..fresh).zip(sketches.ids()).filter(|(_, id)| ids.binary_search(id).is_err());
        let order: Vec<u32> = stories.iter().map(|&(.., at)| at).chain(others.map(|(at, _)| at)).collect();
        sketches.put_in_order(&order);
        let kept = stories.iter().map(|(_, kept, ..)| *kept).collect();
        let places = stories.iter().map(|(.., place, _)| *place).collect();
        Ok(Self { ids, kept, links, places, files })
    }

    /// Whether the index has this very document.
    pub fn has(&self, id: DocId) -> bool {
        self.ids.binary_search(&id).is_ok()
    }

    /// How many stories there are.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Their ids, sorted.
    pub fn ids(&self) -> &[DocId] {
        &self.ids
    }
}

impl Shelf for Earlier {
    fn story(&self, index: u32) -> Result<Story> {
        let Place { file, length, offset } = self.places[index as usize];
        let mut file = self.files[file as usize].lock().unwrap_or_else(PoisonError::into_inner);
        let mut line = vec![0; length as usize];
        let read = file.seek(SeekFrom::Start(offset)).and_then(|_| file.read_exact(&mut line));
        read.map_err(Error::io(Path::new("the index"), "reading a story"))?;
        let entry: Entry =
            serde_json::from_slice(&line).map_err(|error| Error::Integrity(format!("the index: {error}")))?;
        Ok(entry.story)
    }
}
