//! Names of months and the small words of dates, in many languages.
//!
//! Takes a word in lower case, gives its month. Knows no grammar: a name that means two months in two languages (such
//! as Polish and Croatian *listopada*) stands under the more widely read one.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::text::hash::Quick;

/// The month that `word` names, 1 to 12; `word` is in lower case, without a closing point.
pub(super) fn month(word: &str) -> Option<u8> {
    MONTHS.get(word).copied()
}

/// The month that two words name together, as in Levantine Arabic.
pub(super) fn month_of_two(first: &str, second: &str) -> Option<u8> {
    match (first, second) {
        ("كانون", "الثاني") => Some(1),
        ("تشرين", "الأول" | "الاول") => Some(10),
        ("تشرين", "الثاني") => Some(11),
        ("كانون", "الأول" | "الاول") => Some(12),
        _ => None,
    }
}

/// Stands between the parts of a date and says nothing: "26 **de** septiembre **de** 2017", "2017 **m.** rugsėjo".
pub(super) fn is_filler(word: &str) -> bool {
    matches!(
        word,
        "de" | "del"
            | "of"
            | "the"
            | "st"
            | "nd"
            | "rd"
            | "th"
            | "er"
            | "º"
            | "ª"
            | "ο"
            | "m"
            | "d"
            | "ko"
            | "год"
            | "года"
            | "г"
            | "р"
            | "року"
            | "yil"
            | "năm"
            | "ngày"
            | "den"
            | "din"
            | "of-the"
            | "พ.ศ"
            | "i"
            | "aen"
            | "द"
            | "ni"
            | "στις"
    )
}

/// A word that stands for an hour's mark or leads to a time of day: "09:09 **Uhr**", "**at** 9.30", "**kl.** 14.30".
pub(super) fn leads_to_time(word: &str) -> bool {
    matches!(
        word,
        "t" | "at"
            | "um"
            | "à"
            | "a"
            | "as"
            | "às"
            | "las"
            | "la"
            | "kl"
            | "klo"
            | "o"
            | "om"
            | "ore"
            | "alle"
            | "ora"
            | "godz"
            | "в"
            | "о"
            | "об"
            | "у"
            | "ώρα"
            | "saat"
            | "pukul"
            | "jam"
            | "lúc"
            | "الساعة"
            | "בשעה"
            | "stand"
            | "published"
            | "updated"
            | "uhr"
            | "von"
            | "ob"
            | "v"
            | "ve"
            | "em"
            | "on"
    )
}

static MONTHS: LazyLock<HashMap<&'static str, u8, Quick>> = LazyLock::new(|| {
    // An earlier list wins, so that the order of `NAMES` settles what two languages dispute.
    let mut months = HashMap::default();
    for names in NAMES {
        for (n, month) in names.split(';').zip(1..) {
            for name in n.split_whitespace().filter(|name| *name != "_") {
                months.entry(name).or_insert(month);
            }
        }
    }
    months
});

/// A language a line (or a family of them), months parted by `;`.
const NAMES: &[&str] = &[
    // English
    "january jan;february feb febr;march mar;april apr;may;june jun;july jul;august aug;september sep sept;october oct;november nov;december dec",
    // German, Austrian
    "januar jan jänner jän janner;februar feb feber;märz mär mrz maerz marz;april apr;mai;juni jun;juli jul;august aug;september sep sept;oktober okt;november nov;dezember dez",
    // Luxembourgish
    "januar;februar;mäerz;abrëll;mee;juni;juli;august;september;oktober;november;dezember",
    // French
    "janvier janv;février fevrier févr fév fevr;mars;avril avr;mai;juin;juillet juil;août aout aoû;septembre sept;octobre oct;novembre nov;décembre decembre déc",
    // Spanish
    "enero ene;febrero feb;marzo mar;abril abr;mayo may;junio jun;julio jul;agosto ago;septiembre setiembre sept set;octubre oct;noviembre nov;diciembre dic",
    // Portuguese, Galician
    "janeiro jan xaneiro xan;fevereiro fev febreiro;março marco;abril;maio;junho xuño;julho xullo;agosto;setembro set;outubro out;novembro;dezembro dez decembro",
    // Italian
    "gennaio gen genn;febbraio febbr;marzo;aprile;maggio mag magg;giugno giu;luglio lug;agosto ago;settembre sett set;ottobre ott;novembre;dicembre dic",
    // Catalan
    "gener;febrer;març;abril;maig;juny;juliol;agost;setembre;octubre;novembre;desembre",
    // Romanian
    "ianuarie ian;februarie;martie;aprilie;mai;iunie iun;iulie iul;august;septembrie;octombrie;noiembrie noi;decembrie",
    // Dutch, Afrikaans
    "januari januarie;februari februarie;maart mrt;april;mei;juni junie;juli julie;augustus;september;oktober;november;december desember",
    // Danish, Norwegian, Swedish
    "januar januari;februar februari;marts mars;april;maj mai;juni;juli;august augusti;september;oktober;november;december desember des",
    // Icelandic, Faroese
    "janúar;febrúar;mars;apríl;maí;júní;júlí;ágúst;september;október;nóvember;desember",
    // Finnish
    "tammikuuta tammikuu;helmikuuta helmikuu;maaliskuuta maaliskuu;huhtikuuta huhtikuu;toukokuuta toukokuu;kesäkuuta kesäkuu;heinäkuuta heinäkuu;elokuuta elokuu;syyskuuta syyskuu;lokakuuta lokakuu;marraskuuta marraskuu;joulukuuta joulukuu",
    // Estonian
    "jaanuar;veebruar;märts;aprill;mai;juuni;juuli;august;september;oktoober;november;detsember",
    // Latvian
    "janvāris janvārī janvāra;februāris februārī februāra;marts martā;aprīlis aprīlī;maijs maijā;jūnijs jūnijā;jūlijs jūlijā;augusts augustā;septembris septembrī;oktobris oktobrī;novembris novembrī;decembris decembrī",
    // Lithuanian
    "sausio sausis;vasario vasaris;kovo kovas;balandžio balandis;gegužės gegužė;birželio birželis;liepos liepa;rugpjūčio rugpjūtis;rugsėjo rugsėjis;spalio spalis;lapkričio lapkritis;gruodžio gruodis",
    // Polish
    "stycznia styczeń sty;lutego luty lut;marca marzec;kwietnia kwiecień kwi;maja maj;czerwca czerwiec cze;lipca lipiec lip;sierpnia sierpień sie;września wrzesień wrz;października październik paź;listopada listopad lis;grudnia grudzień gru",
    // Czech
    "ledna leden;února únor;března březen;dubna duben;května květen;června červen;července červenec;srpna srpen;září;října říjen;listopadu;prosince prosinec",
    // Slovak
    "januára január;februára február;marca marec;apríla apríl;mája máj;júna jún;júla júl;augusta august;septembra september;októbra október;novembra november;decembra december",
    // Slovene
    "januarja januar;februarja februar;marca marec;aprila april;maja maj;junija junij;julija julij;avgusta avgust;septembra september;oktobra oktober;novembra november;decembra december",
    // Croatian
    "siječnja siječanj;veljače veljača;ožujka ožujak;travnja travanj;svibnja svibanj;lipnja lipanj;srpnja srpanj;kolovoza kolovoz;rujna rujan;listopada;studenoga studenog studeni;prosinca prosinac",
    // Serbian, Bosnian
    "januar januara;februar februara;mart marta;april aprila;maj maja;jun juna;jul jula;avgust avgusta;septembar septembra;oktobar oktobra;novembar novembra;decembar decembra",
    "јануар јануара;фебруар фебруара;март марта;април априла;мај маја;јун јуна;јул јула;август августа;септембар септембра;октобар октобра;новембар новембра;децембар децембра",
    // Macedonian
    "јануари;февруари;март;април;мај;јуни;јули;август;септември;октомври;ноември;декември",
    // Hungarian
    "január;február;március márc;április ápr;május máj;június jún;július júl;augusztus;szeptember szept;október okt;november;december",
    // Albanian
    "janar;shkurt;mars;prill;maj;qershor;korrik;gusht;shtator;tetor;nëntor;dhjetor",
    // Greek
    "ιανουαρίου ιανουάριος ιαν;φεβρουαρίου φεβρουάριος φεβ;μαρτίου μάρτιος μαρ;απριλίου απρίλιος απρ;μαΐου μαΐ μάιος μαι;ιουνίου ιούνιος ιουν;ιουλίου ιούλιος ιουλ;αυγούστου αύγουστος αυγ;σεπτεμβρίου σεπτέμβριος σεπ;οκτωβρίου οκτώβριος οκτ;νοεμβρίου νοέμβριος νοε;δεκεμβρίου δεκέμβριος δεκ",
    // Russian
    "января январь янв;февраля февраль фев февр;марта март мар;апреля апрель апр;мая май;июня июнь июн;июля июль июл;августа август авг;сентября сентябрь сен сент;октября октябрь окт;ноября ноябрь ноя нояб;декабря декабрь дек",
    // Ukrainian
    "січня січень;лютого лютий;березня березень;квітня квітень;травня травень;червня червень;липня липень;серпня серпень;вересня вересень;жовтня жовтень;листопада листопад;грудня грудень",
    // Belarusian
    "студзеня;лютага;сакавіка;красавіка;мая;чэрвеня;ліпеня;жніўня;верасня;кастрычніка;лістапада;снежня",
    // Bulgarian
    "януари;февруари;март;април;май;юни;юли;август;септември;октомври;ноември;декември",
    // Kazakh, Kyrgyz
    "қаңтар;ақпан;наурыз;сәуір;мамыр;маусым;шілде;тамыз;қыркүйек;қазан;қараша;желтоқсан",
    // Turkish
    "ocak oca;şubat şub;mart;nisan nis;mayıs;haziran haz;temmuz tem;ağustos ağu;eylül eyl;ekim eki;kasım kas;aralık ara",
    // Azerbaijani
    "yanvar;fevral;mart;aprel;may;iyun;iyul;avqust;sentyabr;oktyabr;noyabr;dekabr",
    // Uzbek
    "yanvar;fevral;mart;aprel;may;iyun;iyul;avgust;sentabr;oktabr;noyabr;dekabr",
    // Georgian
    "იანვარი იანვარს;თებერვალი;მარტი;აპრილი;მაისი;ივნისი;ივლისი;აგვისტო;სექტემბერი;ოქტომბერი;ნოემბერი;დეკემბერი",
    // Armenian
    "հունվարի հունվար;փետրվարի փետրվար;մարտի մարտ;ապրիլի ապրիլ;մայիսի մայիս;հունիսի հունիս;հուլիսի հուլիս;օգոստոսի օգոստոս;սեպտեմբերի սեպտեմբեր;հոկտեմբերի հոկտեմբեր;նոյեմբերի նոյեմբեր;դեկտեմբերի դեկտեմբեր",
    // Hebrew
    "ינואר בינואר;פברואר בפברואר;מרץ במרץ מרס;אפריל באפריל;מאי במאי;יוני ביוני;יולי ביולי;אוגוסט באוגוסט;ספטמבר בספטמבר;אוקטובר באוקטובר;נובמבר בנובמבר;דצמבר בדצמבר",
    // Arabic: Egypt and the Gulf; the Maghreb; the Levant
    "يناير;فبراير;مارس;أبريل ابريل إبريل;مايو;يونيو يونية;يوليو يولية;أغسطس اغسطس;سبتمبر;أكتوبر اكتوبر;نوفمبر;ديسمبر",
    "جانفي;فيفري;مارس;أفريل;ماي;جوان;جويلية;أوت غشت;شتنبر;أكتوبر;نونبر;دجنبر",
    "_;شباط;آذار اذار;نيسان;أيار ايار;حزيران;تموز;آب اب;أيلول ايلول;_;_;_",
    // Persian and Urdu (Gregorian)
    "ژانویه;فوریه;مارس;آوریل;مه;ژوئن;ژوئیه;اوت;سپتامبر;اکتبر;نوامبر;دسامبر",
    "جنوری;فروری;مارچ;اپریل;مئی;جون;جولائی;اگست;ستمبر;اکتوبر;نومبر;دسمبر",
    // Hindi, Marathi, Nepali
    "जनवरी जानेवारी जन;फरवरी फ़रवरी फेब्रुवारी;मार्च;अप्रैल एप्रिल;मई मे;जून जुन;जुलाई जुलै;अगस्त ऑगस्ट;सितंबर सितम्बर सप्टेंबर;अक्टूबर अक्तूबर ऑक्टोबर;नवंबर नवम्बर नोव्हेंबर;दिसंबर दिसम्बर डिसेंबर",
    // Bengali
    "জানুয়ারি জানুয়ারি জানুয়ারী;ফেব্রুয়ারি ফেব্রুয়ারি ফেব্রুয়ারী;মার্চ;এপ্রিল;মে;জুন;জুলাই;আগস্ট আগষ্ট;সেপ্টেম্বর;অক্টোবর;নভেম্বর;ডিসেম্বর",
    // Gujarati, Punjabi
    "જાન્યુઆરી;ફેબ્રુઆરી;માર્ચ;એપ્રિલ;મે;જૂન;જુલાઈ;ઓગસ્ટ;સપ્ટેમ્બર;ઓક્ટોબર;નવેમ્બર;ડિસેમ્બર",
    "ਜਨਵਰੀ;ਫਰਵਰੀ;ਮਾਰਚ;ਅਪ੍ਰੈਲ;ਮਈ;ਜੂਨ;ਜੁਲਾਈ;ਅਗਸਤ;ਸਤੰਬਰ;ਅਕਤੂਬਰ;ਨਵੰਬਰ;ਦਸੰਬਰ",
    // Tamil, Telugu, Kannada, Malayalam
    "ஜனவரி;பிப்ரவரி;மார்ச்;ஏப்ரல்;மே;ஜூன்;ஜூலை;ஆகஸ்ட் ஆகஸ்டு;செப்டம்பர்;அக்டோபர்;நவம்பர்;டிசம்பர்",
    "జనవరి;ఫిబ్రవరి;మార్చి;ఏప్రిల్;మే;జూన్;జులై జూలై;ఆగస్టు;సెప్టెంబర్ సెప్టెంబరు;అక్టోబర్ అక్టోబరు;నవంబర్ నవంబరు;డిసెంబర్ డిసెంబరు",
    "ಜನವರಿ;ಫೆಬ್ರವರಿ;ಮಾರ್ಚ್;ಏಪ್ರಿಲ್;ಮೇ;ಜೂನ್;ಜುಲೈ;ಆಗಸ್ಟ್;ಸೆಪ್ಟೆಂಬರ್;ಅಕ್ಟೋಬರ್;ನವೆಂಬರ್;ಡಿಸೆಂಬರ್",
    "ജനുവരി;ഫെബ്രുവരി;മാർച്ച്;ഏപ്രിൽ;മേയ് മെയ്;ജൂൺ;ജൂലൈ;ഓഗസ്റ്റ്;സെപ്റ്റംബർ;ഒക്ടോബർ;നവംബർ;ഡിസംബർ",
    // Thai
    "มกราคม ม.ค;กุมภาพันธ์ ก.พ;มีนาคม มี.ค;เมษายน เม.ย;พฤษภาคม พ.ค;มิถุนายน มิ.ย;กรกฎาคม ก.ค;สิงหาคม ส.ค;กันยายน ก.ย;ตุลาคม ต.ค;พฤศจิกายน พ.ย;ธันวาคม ธ.ค",
    // Indonesian, Malay
    "januari;februari peb;maret mac;april;mei;juni jun;juli julai;agustus ogos agu;september;oktober okt;november nop;desember disember",
    // Filipino, Swahili
    "enero;pebrero;marso;abril;mayo;hunyo;hulyo;agosto;setyembre;oktubre;nobyembre;disyembre",
    "januari;februari;machi;aprili;mei;juni;julai;agosti;septemba;oktoba;novemba;desemba",
    // Zulu, Xhosa
    "januwari;februwari;mashi;ephreli;meyi;juni;julayi;agasti;septhemba;okthoba;novemba;disemba",
    // Welsh, Irish
    "ionawr;chwefror;mawrth;ebrill;mai;mehefin;gorffennaf;awst;medi;hydref;tachwedd;rhagfyr",
    "eanáir;feabhra;márta;aibreán;bealtaine;meitheamh;iúil;lúnasa;_;_;samhain;nollaig",
    // Esperanto
    "januaro;februaro;marto;aprilo;majo;junio;julio;aŭgusto;septembro;oktobro;novembro;decembro",
];

#[cfg(test)]
mod tests {
    use super::{NAMES, month};

    #[test]
    fn every_language_names_twelve_months() {
        for names in NAMES {
            assert_eq!(names.split(';').count(), 12, "{names}");
            assert!(names.split(';').all(|n| !n.trim().is_empty()), "{names}");
        }
    }

    #[test]
    fn months_are_known_in_their_own_scripts() {
        for (word, n) in
            [("września", 9), ("сентября", 9), ("सितंबर", 9), ("আগস্ট", 8), ("أيلول", 9), ("ม.ค", 1)]
        {
            assert_eq!(month(word), Some(n), "{word}");
        }
    }
}
