//! Words looked for in what authors call their elements: class, id, role, itemprop.
//!
//! Takes an attribute's value, gives the groups it names as bits. Substrings are matched, since class names run words
//! together (`RelatedStories`, `article__body`).

use std::sync::LazyLock;

use crate::text::spot::Spotter;

/// How many groups there are.
pub(super) const LABELS: usize = LABEL_WORDS.len();

/// Names of the groups, in the order of their bits.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    LABEL_WORDS.iter().map(|(name, _)| *name)
}

/// The groups that `value` names, one bit each.
pub(super) fn read(value: &str) -> u64 {
    FINDER.spot(value)
}

static FINDER: LazyLock<Spotter> = LazyLock::new(|| {
    let of = |(bit, (_, words)): (usize, &(&str, &'static str))| {
        words.split_ascii_whitespace().map(move |word| (word, 1 << bit))
    };
    Spotter::of(LABEL_WORDS.iter().enumerate().flat_map(of))
});

const LABEL_WORDS: &[(&str, &str)] = &[
    ("comment", "comment disqus kommentar coment discussion discuss repl respond talkback debate forum"),
    (
        "related",
        "related relat recommend empfehl similar verwandt seealso see-also readalso read-also read-more readmore \
         more-on weitere correlat lire-aussi crosslink more-",
    ),
    ("teaser", "teaser preview card tile thumb snippet"),
    ("share", "share sharing social addthis addtoany follow teilen"),
    ("footer", "footer foot- -foot bottom contentinfo imprint colophon"),
    ("header", "header masthead topbar top-bar"),
    ("nav", "nav menu breadcrumb crumb"),
    (
        "sidebar",
        "sidebar aside rail side- -side right-col rightcol secondary marginal complementary column-right",
    ),
    (
        "ad",
        "advert sponsor banner promo anzeige werbung publicid publicit outbrain taboola adslot ad-slot adunit ad_ ad- -ads _ads \
         google_ads reklam commercial affili",
    ),
    ("newsletter", "newsletter subscri signup sign-up abonn paywall regwall premium plus- piano offer"),
    ("cookie", "cookie consent gdpr privacy dsgvo cmp"),
    ("author", "author byline autor writer contributor signature journalist auteur"),
    ("bio", "bio about- -about aboutthe profile vcard"),
    ("caption", "caption legend bildunter figcaption cutline"),
    ("credit", "credit copyright rights source quelle agency"),
    ("image", "image img photo picture bild foto figure media"),
    ("gallery", "gallery slide carousel swiper lightbox galerie"),
    ("video", "video player audio podcast jw listen"),
    ("meta", "meta info detail"),
    ("date", "date time publish posted datum fecha"),
    ("tags", "tags tag- -tag _tag tagged topic keyword categor thema schlag label"),
    ("article", "article artikel articul artic"),
    ("body", "body"),
    ("content", "content inhalt contenido contenu cuerpo corpo"),
    ("text", "text copy prose wysiwyg"),
    ("story", "story"),
    ("post", "post"),
    ("entry", "entry"),
    ("main", "main primary"),
    ("paragraph", "paragraph absatz para- -para __p"),
    ("title", "title headline heading kicker titel titul"),
    (
        "lead",
        "lead intro summary excerpt standfirst subtitle subhead subtitl deck dek chapo vorspann description abstract sapo lede \
         ingress bajada entradilla perex sommario",
    ),
    ("list", "list items grid feed stream"),
    ("widget", "widget module block plugin"),
    ("box", "box panel callout highlight fact aside"),
    ("quote", "quote zitat citat pull"),
    ("embed", "embed twitter tweet facebook instagram youtube iframe telegram tiktok fb-"),
    ("popular", "popular trending most latest recent newest meist breaking ranking"),
    ("search", "search suche"),
    ("login", "login account user register member anmeld"),
    ("hidden", "hidden hide sr-only visually screen-reader invisible offscreen d-none collaps"),
    ("modal", "modal popup pop-up overlay dialog tooltip dropdown toast alert lightbox sticky"),
    ("tool", "print tool action button btn icon bookmark"),
    ("correction", "correct disclaim note notice hinweis footnote"),
    ("rating", "rating vote poll survey quiz score review testimonial"),
    ("shop", "shop price product buy deal commerce cart"),
    ("donate", "donat support contribut spende appeal member cta"),
    ("layout", "wrap container inner row col- -col column"),
    ("live", "live ticker timeline update"),
    ("pager", "next prev paginat pager"),
    ("link", "link url"),
    (
        "article-body",
        "articlebody article-body article_body article__body articletext article-text article__text entry-content entry_content \
         post-content postcontent post_content story-body storybody story_body story__body article-content articlecontent \
         article__content article_content post-body postbody storytext story-text story-content storycontent td-post \
         newstext news-text news-content detail-content body-content content-body text-body textbody richtext rich-text \
         article-paragraph articleparagraph body-copy bodycopy",
    ),
    ("excluded", "noprint no-print nocontent skip exclude ignore noindex robots"),
    ("sitewide", "site- -site global page- -page"),
    ("event", "event weather stock market jobs horoscop"),
];

const _: () = assert!(LABELS <= 64);

#[cfg(test)]
mod tests {
    use super::*;

    fn named(value: &str) -> Vec<&'static str> {
        let mask = read(value);
        names().enumerate().filter(|(bit, _)| mask >> bit & 1 == 1).map(|(_, name)| name).collect()
    }

    #[test]
    fn words_run_together_are_found() {
        assert_eq!(named("RelatedStories"), ["related"]);
        assert!(named("article__body").contains(&"article-body"));
        assert!(named("x1y2").is_empty());
    }
}
