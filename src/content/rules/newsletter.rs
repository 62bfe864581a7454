//! Does the block ask to subscribe, to donate, to install an app?

use super::{Found, Line, Rule};
use crate::model::{CutKind, RuleId};

/// It begins with such an appeal and is no longer than one, or says one of the fixed phrases.
pub(super) struct Newsletter;

impl Rule for Newsletter {
    fn id(&self) -> RuleId {
        RuleId::new("newsletter")
    }

    fn kind(&self) -> CutKind {
        CutKind::Promo
    }

    fn phrases(&self) -> &'static str {
        PHRASES
    }

    fn strips(&self, line: &Line<'_>, found: Found) -> bool {
        match found {
            Found::Whole => true,
            Found::Label | Found::Start => {
                line.text.len() <= 260 && !line.text.starts_with(['"', '“', '„', '«'])
            }
            Found::Inside => line.text.len() <= 400 && !line.text.starts_with(['"', '“', '„', '«']),
            Found::Nothing => false,
        }
    }
}

const PHRASES: &str = "=newsletter
    =newsletters
    =our newsletter
    =subscribe
    =subscribe now
    =subscribe today
    =subscribe to newsletter
    =subscribe to our newsletter
    =sign up
    =sign up now
    =sign up today
    =sign up for newsletter
    =get the newsletter
    =email address
    =your email address
    =enter your email
    =enter your email address
    =donate
    =donate now
    =support us
    =become a member
    =get the app
    =download the app
    =download our app
    =newsletter abonnieren
    =newsletter bestellen
    =jetzt abonnieren
    =jetzt anmelden
    =jetzt spenden
    =abonnieren
    =e-mail-adresse
    =s'abonner
    =abonnez-vous
    =je m'abonne
    =s'inscrire
    =faire un don
    =suscríbete
    =suscribirse
    =suscribirme
    =suscríbase
    =suscríbete a nuestro boletín
    =boletín
    =assine
    =assinar
    =inscreva-se
    =iscriviti
    =iscriviti alla newsletter
    =abbonati
    =abonneren
    =schrijf je in
    =prenumerera
    =abonner
    =bli abonnent
    =tilaa
    =tilaa uutiskirje
    =zapisz się
    =subskrybuj
    =odebírat
    =abone ol
    =подписаться
    =подпишитесь
    =підписатися
    =berlangganan
    =đăng ký
    =订阅
    =訂閱
    =購読
    =구독
    =구독하기
    =اشترك
    ^sign up for our newsletter
    ^sign up for our free newsletter
    ^sign up to our newsletter
    ^sign up to receive our newsletter
    ^sign up for the newsletter
    ^sign up for our daily
    ^sign up for our weekly
    ^sign up here for our
    ^subscribe to our newsletter
    ^subscribe to our daily
    ^subscribe to our weekly
    ^subscribe to our youtube
    ^subscribe to our channel
    ^join our newsletter
    ^join our mailing list
    ^join our whatsapp
    ^join our telegram
    ^get our newsletter
    ^get our free newsletter
    ^get the latest news delivered
    ^get the best of
    ^download our app
    ^newsletter abonnieren
    ^abonnieren sie unseren newsletter
    ^abonniere unseren newsletter
    ^melden sie sich für unseren newsletter an
    ^hier können sie unseren newsletter
    ^inscrivez-vous à notre newsletter
    ^abonnez-vous à notre newsletter
    ^recevez notre newsletter
    ^suscríbete a nuestra newsletter
    ^suscríbete a nuestro boletín
    ^recibe nuestra newsletter
    ^assine nossa newsletter
    ^assine a nossa newsletter
    ^iscriviti alla nostra newsletter
    ^iscriviti alla newsletter
    ^schrijf je in voor onze nieuwsbrief
    ^подписывайтесь на наш
    ^подпишитесь на наш
    ^підписуйтесь на наш
    ~by signing up, you agree to our
    ~by subscribing, you agree to our
    ~you can unsubscribe at any time
    ~unsubscribe at any time
    ~thank you for subscribing
    ~thanks for subscribing
    ~we'll never share your email
    ^subscribe now to our
    ^subscribe now for
    ^subscribe today to
    ^subscribe here to
    ^to read the full story, subscribe
    ^to read the full story, please subscribe
    ^to view the full story, please subscribe
    ^to continue reading, please subscribe
    ^to continue reading this article
    ^already a subscriber
    ^for the latest stories and breaking news
    ^for more news, download
    ^download the free app
    ^download our free app
    ^follow our whatsapp channel
    ^join our whatsapp channel
    ^join our telegram channel
    ^click here to join our whatsapp
    ^click here to subscribe
    ^you must be a subscriber to
    ^folgen sie unserem whatsapp
    ^jetzt unseren newsletter
    ^mit unserem newsletter
    ^hol dir unseren newsletter
    ^rejoignez notre chaîne whatsapp
    ^suivez notre chaîne whatsapp
    ^únete a nuestro canal
    ^únete al canal
    ^sigue nuestro canal de whatsapp
    ^suscríbete a nuestro canal
    ^siga o canal do
    ^siga o nosso canal
    ^entre no nosso canal
    ^participe do canal
    ^receba as notícias
    ^iscriviti al nostro canale
    ^segui il nostro canale
    ^volg ons whatsapp-kanaal
    ^ikuti saluran whatsapp
    ~welcome email is on its way
    ~will soon be in your inbox
    ~please provide a valid email address
    ~you consent to receive the above newsletter
    ~有料会員記事
    ~有料会員限定
    ~会員限定記事
    ~会員限定の記事
    ~会員登録すると
    ~続きを読むには
    ~购买会员
    ~订阅后继续阅读
    ~登录后阅读全文
    ~會員專屬
    ~訂閱後繼續閱讀
    ~유료회원
    ~구독자 전용
    ~please give what you can
    ~please give whatever you can
    ^never miss a story
    ^never miss an update
    ^never miss the latest
    ^never miss a post
    ^stay up to date with
    ^stay up-to-date with
    ^stay informed with
    ^stay in the loop
    ^get breaking news
    ^want more stories
    ^want more news
    ^want to stay up to date
    ^want to stay informed
    ^want to stay updated
    ^got a story
    ^got a tip
    ^got a news tip
    ^have a story
    ^have a tip
    ^have a news tip
    ^do you have a story
    ^do you have a tip
    ^do you have a news tip
    ^if you enjoyed this article
    ^if you enjoyed this story
    ^support our journalism
    ^support independent journalism
    ^support local journalism
    ^support quality journalism
    ~straight to your inbox
    ~directly to your inbox
    ~delivered to your inbox
    ~direct to your inbox
    ~if you're already a subscriber
    ~if you are already a subscriber
    ~direkt in ihr postfach
    ~direkt in dein postfach
    ^bleiben sie auf dem laufenden
    ^bleib auf dem laufenden
    ^nichts mehr verpassen
    ^unterstützen sie unsere arbeit
    ^unterstützen sie unabhängigen
    ^soutenez notre
    ^ne manquez aucun
    ^ne ratez aucun
    ^restez informé
    ~directement dans votre boîte
    ^mantente informado
    ^mantente al día
    ^recibe las noticias
    ^recibe las últimas
    ^apoya el periodismo
    ~directo a tu correo
    ~directamente en tu correo
    ^fique por dentro
    ^receba as últimas
    ^resta aggiornato
    ^rimani aggiornato
    ^sostieni il giornalismo
    ~direttamente nella tua casella
    ^blijf op de hoogte
    ^mis geen
    ~rechtstreeks in je mailbox
    ~is a reader-supported publication
    ~consider becoming a free or paid subscriber
    ~consider becoming a paid subscriber";
