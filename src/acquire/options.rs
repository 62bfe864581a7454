use serde::{Deserialize, Serialize};

/// How dumps are read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Read everything as this format (a name in [`FORMATS`](super::FORMATS), such as `warc` or `jsonl`), whatever the
    /// bytes look like; compression and archives are still peeled first. Empty to recognise each file by its content.
    pub format: String,
    /// Bytes a record may have; a larger one is rejected as `too-large`. Also the most that one reading thread holds
    /// at a time, give or take a factor of two.
    pub max_record_bytes: u64,
    /// Times a compressed member may expand once it has given more than `max_record_bytes`; beyond that it is rejected
    /// as a `bomb` and the next member is read. Text expands some 3 to 30 times.
    pub max_ratio: u64,
    /// Compressions and archives that may lie within each other, as in a gzip in a tar in a zstd (3).
    pub max_depth: u32,
    /// Lines that match this regular expression separate the reports of a plain-text file; empty to find out
    /// (form feeds, repeated rulers). Matched against one line without its line end; the crate `regex`'s syntax, which
    /// is linear in the text.
    pub separator: String,
    /// Names of fields in JSON and of columns in CSV.
    pub fields: FieldNames,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            format: String::new(),
            max_record_bytes: 64 << 20,
            max_ratio: 200,
            max_depth: 8,
            separator: String::new(),
            fields: FieldNames::default(),
        }
    }
}

impl Options {
    /// Tells what is wrong with these options before any work is done.
    ///
    /// # Errors
    /// A `format` that there is not, a `separator` that is no regular expression or too large a one.
    pub fn check(&self) -> Result<(), String> {
        super::desk::forced(&self.format)?;
        super::desk::separator(&self.separator)?;
        Ok(())
    }
}

/// Names of fields in JSON and of columns in CSV, the likeliest first. Case, `_`, `-` and spaces do not matter; a
/// field of a nested object is named by its path, as in `_source.body`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FieldNames {
    /// The page as HTML; preferred to `text` where both are there, since nothing is lost in it yet.
    pub html: Vec<String>,
    /// The report's text (which may hold markup).
    pub text: Vec<String>,
    /// Address it was fetched from.
    pub url: Vec<String>,
    /// When it was fetched.
    pub fetched: Vec<String>,
    /// The container's name for the record.
    pub id: Vec<String>,
    /// Headline.
    pub title: Vec<String>,
    /// Subtitle or standfirst.
    pub subtitle: Vec<String>,
    /// Byline or authors.
    pub author: Vec<String>,
    /// Date of publication.
    pub date: Vec<String>,
    /// Date of the last change.
    pub modified: Vec<String>,
    /// Dateline.
    pub dateline: Vec<String>,
    /// News agency.
    pub agency: Vec<String>,
    /// Site, outlet or publication.
    pub site: Vec<String>,
    /// Section of the site.
    pub section: Vec<String>,
    /// Language.
    pub language: Vec<String>,
    /// The address the page gives itself.
    pub canonical_url: Vec<String>,
    /// Licence.
    pub license: Vec<String>,
}

impl Default for FieldNames {
    fn default() -> Self {
        let names = |list: &str| list.split_whitespace().map(str::to_owned).collect();
        Self {
            html: names(
                "html raw_html html_content content_html body_html article_html page_html source_html html_body \
                 content.rendered",
            ),
            text: names(
                "text full_text article_text main_text maintext plain_text body_text content_text body content \
                 article article_body article_content news_content news_text story story_text raw_text raw_content \
                 正文 内容 _source.text _source.body _source.content data.text data.content",
            ),
            url: names(
                "url link uri href source_url page_url article_url web_url permalink 链接 _source.url",
            ),
            fetched: names(
                "fetched fetched_at date_download download_date crawled_at crawl_date crawl_time scraped_at \
                 scrape_date retrieved retrieved_at warc_date",
            ),
            id: names("id _id uuid guid doc_id document_id article_id record_id accession_number"),
            title: names(
                "title headline head heading article_title news_title 标题 _source.title title.rendered",
            ),
            subtitle: names("subtitle sub_title subheadline standfirst deck"),
            author: names(
                "byline author authors creator writer journalist reporter 作者 _source.author author.name",
            ),
            date: names(
                "date_published published published_at publish_date publication_date pub_date published_date \
                 date_publish date_time date datetime created_at 日期 发布时间 _source.date",
            ),
            modified: names(
                "date_modified modified modified_at date_modify updated updated_at last_modified",
            ),
            dateline: names("dateline"),
            agency: names("agency news_agency wire wire_service agency_name"),
            site: names(
                "site site_name source source_name outlet publisher publication newspaper media source_domain \
                 domain 来源 source.name publisher.name",
            ),
            section: names("section category rubric channel desk 栏目"),
            language: names("language lang"),
            canonical_url: names("canonical_url canonical url_canonical"),
            license: names("license licence rights"),
        }
    }
}
