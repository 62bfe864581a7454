//! DOS code pages that the Encoding Standard leaves out and old archives hold.
//!
//! Each is the upper half as text, in the order of its bytes; U+FFFD where a byte has no character.

/// A code page: ASCII below, 128 characters above.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct CodePage {
    /// `ibm855` and the like.
    pub(crate) name: &'static str,
    high: &'static str,
}

impl CodePage {
    /// The character of `byte`.
    pub(crate) fn decode(&self, byte: u8) -> char {
        match byte {
            0..=0x7F => char::from(byte),
            _ => self.high.chars().nth(usize::from(byte - 0x80)).unwrap_or(char::REPLACEMENT_CHARACTER),
        }
    }
}

/// `ibm855`, `cp855` or `855`.
pub(crate) fn for_label(label: &str) -> Option<&'static CodePage> {
    let number = label.trim_start_matches("ibm").trim_start_matches("cp").trim_start_matches(['-', '_']);
    ALL.iter().copied().find(|page| page.name.trim_start_matches("ibm") == number)
}

/// Every page, most common first.
pub(crate) static ALL: &[&CodePage] = &[&IBM437, &IBM850, &IBM852, &IBM855, &IBM857];

pub(crate) static IBM437: CodePage = CodePage {
    name: "ibm437",
    high: "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}",
};
static IBM850: CodePage = CodePage {
    name: "ibm850",
    high: "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{AD}±‗¾¶§÷¸°¨·¹³²■\u{A0}",
};
static IBM852: CodePage = CodePage {
    name: "ibm852",
    high: "ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×čáíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐└┴┬├─┼Ăă╚╔╩╦╠═╬¤đĐĎËďŇÍÎě┘┌█▄ŢŮ▀ÓßÔŃńňŠšŔÚŕŰýÝţ´\u{AD}˝˛ˇ˘§÷¸°¨˙űŘř■\u{A0}",
};
static IBM855: CodePage = CodePage {
    name: "ibm855",
    high: "ђЂѓЃёЁєЄѕЅіІїЇјЈљЉњЊћЋќЌўЎџЏюЮъЪаАбБцЦдДеЕфФгГ«»░▒▓│┤хХиИ╣║╗╝йЙ┐└┴┬├─┼кК╚╔╩╦╠═╬¤лЛмМнНоОп┘┌█▄Пя▀ЯрРсСтТуУжЖвВьЬ№\u{AD}ыЫзЗшШэЭщЩчЧ§■\u{A0}",
};
static IBM857: CodePage = CodePage {
    name: "ibm857",
    high: "ÇüéâäàåçêëèïîıÄÅÉæÆôöòûùİÖÜø£ØŞşáíóúñÑĞğ¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ºªÊËÈ\u{FFFD}ÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµ\u{FFFD}×ÚÛÙìÿ¯´\u{AD}±\u{FFFD}¾¶§÷¸°¨·¹³²■\u{A0}",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_page_has_128_characters_above_ascii() {
        for page in ALL {
            assert_eq!(page.high.chars().count(), 128, "{}", page.name);
            assert_eq!(for_label(page.name), Some(*page));
        }
    }
}
