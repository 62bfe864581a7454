//! Serves the review of a dataset to a browser on this machine.
//!
//! Takes a dataset, and another one to hold it against; answers on 127.0.0.1, below a path that nobody can guess. Reads the
//! datasets and writes decisions, nothing else. Who asks must know the path and name this host, so that no page of another
//! site can ask through a browser.

mod http;
mod pages;

use std::io::ErrorKind;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::error::{Error, Result};
use crate::model::Date;
use crate::review::decisions::{self, Decisions};
use crate::review::{Catalogue, Dataset, Diff, Overview, Side, diff};

use http::{Answer, Request, exchange};

/// Connections answered at a time.
const MOST: usize = 32;
/// How often a server that is to stop looks whether it is.
const PAUSE: Duration = Duration::from_millis(25);
/// Bytes of chance in the path.
const CHANCE: usize = 16;

/// What is to be reviewed.
#[derive(Debug, Clone)]
pub struct Options {
    /// The dataset.
    pub dataset: PathBuf,
    /// What it is held against: a folder, or one at a git revision.
    pub against: Option<String>,
    /// The folder of the configuration: decisions and exceptions of sites are written there.
    pub config: PathBuf,
    /// Who decides, where they want it told.
    pub by: String,
    /// The port; 0 for any that is free.
    pub port: u16,
}

/// A server, bound but not yet answering.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    desk: Arc<Desk>,
}

/// What all answers are made of.
#[derive(Debug)]
struct Desk {
    options: Options,
    token: String,
    port: u16,
    read: AtomicU64,
    ready: OnceLock<Result<Ready, String>>,
    compared: OnceLock<Result<Compared, String>>,
    decisions: Mutex<Decisions>,
}

/// A dataset that was read.
#[derive(Debug)]
struct Ready {
    catalogue: Catalogue,
    overview: Overview,
}

/// The dataset it is held against.
#[derive(Debug)]
struct Compared {
    old: Dataset,
    diff: Diff,
    old_digest: String,
    /// A revision is copied out for as long as it is looked at.
    _copy: tempfile::TempDir,
}

impl Server {
    /// Binds the port and reads what was decided so far.
    ///
    /// # Errors
    /// There is no such dataset, the port is taken, or the decisions do not read.
    pub fn open(options: Options) -> Result<Self> {
        Dataset::open(&options.dataset)?;
        if let Some(against) = &options.against {
            Side::parse(against)?;
        }
        let decisions = Decisions::load(&options.config.join(decisions::FILE))?;
        let refused =
            |error| Error::Usage(format!("127.0.0.1:{}: {error}; name another --port", options.port));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).map_err(refused)?;
        let port = listener.local_addr().map_err(Error::io(Path::new("127.0.0.1"), "binding"))?.port();
        let mut chance = [0; CHANCE];
        getrandom::fill(&mut chance)
            .map_err(|error| Error::Usage(format!("the system gives no random numbers: {error}")))?;
        let token = chance.iter().map(|byte| format!("{byte:02x}")).collect();
        let desk = Desk {
            options,
            token,
            port,
            read: AtomicU64::new(0),
            ready: OnceLock::new(),
            compared: OnceLock::new(),
            decisions: Mutex::new(decisions),
        };
        Ok(Self { listener, desk: Arc::new(desk) })
    }

    /// Where the page is.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/{}/", self.desk.port, self.desk.token)
    }

    /// Answers until `stop`. The dataset is read meanwhile; until that is done, the page says how far it is.
    ///
    /// # Errors
    /// The port cannot be listened on.
    pub fn run(&self, stop: &AtomicBool) -> Result<()> {
        let desk = Arc::clone(&self.desk);
        std::thread::spawn(move || {
            let told = |error: Error| error.to_string();
            let _ = desk.ready.set(desk.read().map_err(told));
            if let Some(against) = &desk.options.against {
                let _ = desk.compared.set(desk.compare(against).map_err(told));
            }
        });
        std::thread::scope(|scope| {
            scope.spawn(|| {
                while !stop.load(Ordering::Relaxed) {
                    std::thread::sleep(PAUSE);
                }
                // Who waits for a connection is woken by one.
                let _ = TcpStream::connect((Ipv4Addr::LOCALHOST, self.desk.port));
            });
            self.listen(stop)
        })
    }

    fn listen(&self, stop: &AtomicBool) -> Result<()> {
        let open = Arc::new(AtomicUsize::new(0));
        loop {
            let (stream, _) = match self.listener.accept() {
                _ if stop.load(Ordering::Relaxed) => return Ok(()),
                Ok(met) => met,
                // One that went away before it was met says nothing of the next.
                Err(error) if error.kind() == ErrorKind::ConnectionAborted => continue,
                Err(error) => {
                    stop.store(true, Ordering::Relaxed);
                    return Err(Error::io(Path::new("127.0.0.1"), "listening")(error));
                }
            };
            if open.load(Ordering::Relaxed) >= MOST {
                continue;
            }
            open.fetch_add(1, Ordering::Relaxed);
            let (desk, open) = (Arc::clone(&self.desk), Arc::clone(&open));
            std::thread::spawn(move || {
                // Who went away before the answer needs none.
                let _ = exchange(stream, |request| desk.answer(request));
                open.fetch_sub(1, Ordering::Relaxed);
            });
        }
    }
}

impl Desk {
    fn read(&self) -> Result<Ready> {
        let dataset = Dataset::open(&self.options.dataset)?;
        let watch = |read: u64, all: u64| self.read.store(100 * read / all.max(1), Ordering::Relaxed);
        let (catalogue, overview) = Catalogue::read(&dataset, &watch)?;
        Ok(Ready { catalogue, overview })
    }

    fn compare(&self, against: &str) -> Result<Compared> {
        let copy = tempfile::TempDir::new().map_err(Error::io(&std::env::temp_dir(), "making a folder"))?;
        let side = Side::parse(against)?;
        let old = Dataset::open(&side.settled(copy.path())?)?;
        let diff = diff(&Side::Folder(old.folder().into()), &Side::Folder(self.options.dataset.clone()))?;
        Ok(Compared { diff, old_digest: side.manifest()?.dataset_sha256, old, _copy: copy })
    }

    /// Who may ask is asked first; then what is wanted.
    fn answer(&self, request: &Request) -> Answer {
        let here = [format!("127.0.0.1:{}", self.port), format!("localhost:{}", self.port)];
        if !here.contains(&request.host) {
            return Answer::plain("421 Misdirected Request", "this is 127.0.0.1 and nobody else");
        }
        let own = |origin: &str| here.iter().any(|host| origin.strip_prefix("http://") == Some(host));
        let foreign = (!request.origin.is_empty() && !own(&request.origin))
            || (request.post && !matches!(request.fetch_site.as_str(), "" | "same-origin"));
        if foreign {
            return Answer::plain("403 Forbidden", "another site may not ask");
        }
        let (path, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
        let mut parts = path.strip_prefix('/').unwrap_or(path).split('/');
        if !same(parts.next().unwrap_or(""), &self.token) {
            return Answer::plain("404 Not Found", "not here: the address is the one that was printed");
        }
        let parts: Vec<&str> = parts.collect();
        self.page(&parts, query, request)
    }

    /// Today, in UTC.
    fn today() -> Option<Date> {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
        Date::from_days(i64::try_from(since.as_secs() / 86_400).ok()?)
    }
}

/// Whether two texts are equal, in a time that does not tell where they differ.
fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |differ, (a, b)| differ | (a ^ b)) == 0
}
